/** What every command of the operator's command line is made of. */
import type { Config } from '#server/config.ts'
import type { Report } from '#server/process.ts'

export interface Operation {
  readonly name: string
  readonly summary: string
  /** What follows the name, such as `places FILE.csv`; empty if nothing does. */
  readonly usage: string
  readonly examples: readonly string[]
  /** Its exit code; nothing means 0. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most commands end without a word about their exit code.
  run(args: readonly string[], context: Context): Promise<number | void>
}

export interface Context {
  readonly config: Config
  readonly report: Report
  print(line: string): void
  /**
   * Runs the work with the address of the database: of the server that DATABASE_URL names, or of the embedded
   * one, which is started for it or shared with a server that runs.
   */
  withDatabase<T>(work: (url: string) => Promise<T>, how?: Use): Promise<T>
}

export interface Use {
  /** This process serves; there is one such process to a data folder. */
  readonly serves?: boolean
  /** Told, with a sentence, if the embedded server ends by itself. */
  readonly onLost?: (why: string) => void
}

/** Arguments that do not fit: the sentence is printed with the command's usage, exit code 2. */
export class WrongArguments extends Error {}
