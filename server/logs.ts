/**
 * Structured logs without personal data.
 *
 * A line says ids, names of commands, outcomes, durations and states. It never says a name, a
 * telephone number, an address or a body; of an error it keeps the kind and the place, because the
 * sentence of a database or a parser repeats what it choked on.
 */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Lines are written some at a time: one write for each would cost a busy server as much as the answer itself. */
const gathered = { sync: false, minLength: 4_096, periodicFlush: 500 }
const fileBytesMax = 32 * 1024 * 1024

export function openLog(level: string, destination: DestinationStream): Log {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** To whoever collects the output; where that is a person at a terminal, to a file in the data folder. */
export function logDestination(dataFolder: string): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ ...gathered, dest: 1 })
  const file = join(dataFolder, 'logs', 'server.log')
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > fileBytesMax) renameSync(file, `${file}.before`)
  return pino.destination({ ...gathered, dest: file })
}

/** Errors of the language and of our own say what is wrong with the code; others repeat what they were given. */
const speaksOfCode = new Set(['Error', 'TypeError', 'ReferenceError', 'RangeError', 'AssertionError'])

export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { code, constraint, table, column, routine } = error as unknown as Record<string, unknown>
  const kind = error.constructor.name
  return {
    kind,
    ...(typeof code === 'string' ? { code, constraint, table, column, routine } : {}),
    ...(speaksOfCode.has(kind) && typeof code !== 'string' ? { said: withoutPeople(error.message) } : {}),
    at: placesIn(error),
    ...(error.cause === undefined ? {} : { cause: faultOf(error.cause) }),
  }
}

/** The frames of a stack without its first lines, which are the message again. */
function placesIn({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
}

/** A last net: whatever looks like a telephone number, an address or Khmer writing is left out. */
export function withoutPeople(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '…@…')
    .replace(/\+?\d[\d ]{6,}\d/g, '…')
    .replace(/[\u1780-\u17ff]+/g, '…')
}
