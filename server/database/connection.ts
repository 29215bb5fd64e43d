/** The pool, and how values come out of it: days and instants as ISO text, bigints as safe numbers. */
import pg from 'pg'

export type Client = pg.PoolClient
export type Pool = pg.Pool
/** Anything that answers a statement: the pool, or a client within its transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>

const types = new Map<number, (text: string) => unknown>([
  [20, safeInteger],
  [1082, (text) => text],
  [1114, instant],
  [1184, instant],
])

/** `settings` are PostgreSQL's own, for each connection. */
export function openPool(url: string, max = 12, settings: Readonly<Record<string, string>> = {}): Pool {
  const all = { timezone: 'UTC', application_name: 'chamka', ...settings }
  const pool = new pg.Pool({
    connectionString: url,
    max,
    // Statements asked in one breath travel in one breath.
    pipeline: true,
    options: Object.entries(all)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser: (id: number, format?: string) => parserOf(id, format) as never },
  })
  // A connection that breaks also tells whoever waits on it. Without a listener the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  return pool
}

const awayCodes = ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']

/** The database is starting, stopping, recovering or not reached: nothing is wrong with what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return awayCodes.includes(String(code)) || /^Connection terminated/.test(String(message))
}

/**
 * One transaction; a thrown error rolls it back. `last` sends a statement that nothing is asked after: the
 * commit leaves with it, and an error in it turns the commit into a rollback.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: Client, last: (writing: Promise<unknown>) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // A beginning that fails fails whatever is asked after it.
    client.query('begin').catch(() => {})
    let writing: Promise<unknown> | undefined
    const result = await work(client, (last) => {
      writing = last
    })
    const [, ended] = await together([writing, client.query('commit')])
    if (ended.command !== 'COMMIT') throw new Error('a transaction with an error in it was rolled back')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Statements that were sent without waiting for each other. Of their errors the first is thrown, not
 * those of the statements behind it, which only say that the transaction had failed by then.
 */
export async function together<T extends readonly unknown[]>(
  statements: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(statements)
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (errors.length > 0) throw errors.find(({ code }) => code !== transactionFailed) ?? errors[0]
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never
}

const transactionFailed = '25P02'
const names = new Map<string, string>()

/**
 * A client whose statements are planned once a connection instead of once a call: half the database's
 * work for a small command. Only for statements whose texts are few, and never through a pooler that
 * gives each transaction another connection.
 */
export function prepared(client: Client): Queryable {
  return {
    query: ((text: string, values?: unknown[]) => {
      if (typeof text !== 'string' || values === undefined) return client.query(text, values)
      let name = names.get(text)
      if (name === undefined) {
        name = `s${names.size}`
        names.set(text, name)
      }
      return client.query({ name, text, values })
    }) as Queryable['query'],
  }
}

function parserOf(id: number, format?: string) {
  return (format !== 'binary' && types.get(id)) || pg.types.getTypeParser(id, format as 'text')
}

function instant(text: string): string {
  // `2020-10-31 03:04:05.123+00`, the session's time zone being UTC.
  const [seconds, fraction = ''] = text.replace(/\+00(:00)?$/, '').split('.')
  return `${seconds!.replace(' ', 'T')}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`a whole number beyond 2^53 came from the database: ${text}`)
  return value
}
