/** The operator's command line: `npm run chamka -- <command>`, and what `npm start` runs (`serve`). */
import { readConfig } from './config.ts'
import { type Context, type Operation, WrongArguments } from './operator/operation.ts'
import { withDatabase } from './operator/with-database.ts'
import { endInOrder, fail, listenForTheEnd, report } from './process.ts'

/** Loaded when asked for: a command waits for no code but its own. */
const operations: Record<string, () => Promise<{ operation: Operation }>> = {
  serve: () => import('./operator/serve.ts'),
  migrate: () => import('./operator/migrate.ts'),
  reset: () => import('./operator/reset.ts'),
  'audit verify': () => import('./operator/audit.ts'),
  reactions: () => import('./operator/reactions.ts'),
  'import places': () => import('./operator/import-places.ts'),
  recheck: () => import('./operator/recheck.ts'),
  'import catalogue': () => import('./operator/import-catalogue.ts'),
  'import households': () => import('./operator/import-households.ts'),
  'import attendance': () => import('./operator/import-attendance.ts'),
  'import poverty': () => import('./operator/import-poverty.ts'),
  'import prices': () => import('./operator/import-prices.ts'),
  reference: () => import('./operator/reference.ts'),
  seed: () => import('./operator/seed.ts'),
  figures: () => import('./operator/figures.ts'),
  'figures recount': () => import('./operator/recount.ts'),
}

await main(process.argv.slice(2)).then(
  async (code) => {
    await endInOrder()
    process.exit(code)
  },
  (error) => fail(error),
)

async function main(args: readonly string[]): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((name) => Object.hasOwn(operations, name))
  const wantsHelp = args.length === 0 || args.some((arg) => ['--help', '-h', 'help'].includes(arg))
  if (!name) {
    print(await overview(), wantsHelp)
    if (!wantsHelp) print(`\nThere is no command ${args[0]}.`, false)
    return wantsHelp ? 0 : 2
  }

  const { operation } = await operations[name]!()
  if (wantsHelp) {
    print(helpFor(operation))
    return 0
  }
  const rest = args.slice(name.split(' ').length)
  if (operation.usage === '' && rest.length > 0) return refuse(operation, `${name} takes no arguments.`)

  listenForTheEnd()
  process.on('uncaughtException', (error) => fail(error))
  const config = readConfig()
  const context: Context = { config, report, print, withDatabase: (work, use) => withDatabase(config, work, use) }
  try {
    return (await operation.run(rest, context)) ?? 0
  } catch (error) {
    if (error instanceof WrongArguments) return refuse(operation, error.message)
    throw error
  }
}

function refuse(operation: Operation, sentence: string): number {
  print(`${sentence}\n\n${helpFor(operation)}`, false)
  return 2
}

function helpFor({ name, summary, usage, examples }: Operation): string {
  return [
    `npm run chamka -- ${name}${usage && ` ${usage}`}`,
    `  ${summary}`,
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n')
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.values(operations).map((load) => load()))
  const width = Math.max(...loaded.map(({ operation }) => operation.name.length))
  return [
    'npm run chamka -- <command> [--help]',
    '',
    ...loaded.map(({ operation: { name, summary } }) => `  ${name.padEnd(width)}  ${summary}`),
  ].join('\n')
}

function print(text: string, wanted = true): void {
  ;(wanted ? process.stdout : process.stderr).write(`${text}\n`)
}
