import { figuresTable } from '#capabilities/indicators/indicator.store.ts'
import { allKeys, figureKeys, readingKeys } from '#capabilities/indicators/indicator.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { type Operation, WrongArguments } from './operation.ts'

const published = 'rush-it'

export const operation: Operation = {
  name: 'figures',
  summary: 'print the published table of a closed programme, as it is counted from the records',
  usage: '[PROGRAMME] [--json]',
  examples: ['npm run chamka -- figures', 'npm run chamka -- figures rush-it --json'],
  async run(args, { withDatabase, print }) {
    const json = args.includes('--json')
    const programme = programmeIn(args.filter((arg) => arg !== '--json'))
    const table = await withDatabase((url) => overPool(url, (pool) => figuresTable(programme, pool)))
    if (!table)
      throw new CannotStart(`There is no table of ${programme}: it is published when the programme is closed.`)
    if (json) return print(JSON.stringify(table, null, 2))

    print(`${programme}, as of ${table.asOf}${table.demonstration ? ' (demonstration: every record is invented)' : ''}`)
    const width = Math.max(...allKeys.map((key) => key.length))
    for (const key of figureKeys) print(`  ${key.padEnd(width)}  ${String(table.figures[key]).padStart(12)}`)
    print('Our own readings:')
    for (const key of readingKeys) print(`  ${key.padEnd(width)}  ${String(table.readings[key]).padStart(12)}`)
  },
}

export async function overPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, 2)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

export function programmeIn(args: readonly string[]): string {
  const [programme = published, ...rest] = args
  if (rest.length > 0 || programme.startsWith('-'))
    throw new WrongArguments(`There is nothing called ${rest[0] ?? programme} here.`)
  return programme
}
