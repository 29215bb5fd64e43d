/**
 * Numbered SQL files, forward only, each in its own transaction, under an advisory lock so that
 * several servers may start together. A file that was applied may not change: its digest is kept.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { CannotStart } from '#server/cannot-start.ts'

export interface Step {
  readonly file: string
  readonly done: number
  readonly total: number
}

const lock = 7_205_901

export async function migrate(url: string, folder: string, onStep: (step: Step) => void = () => {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await client.query(
      'create table if not exists migration (file text primary key, digest text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ file: string; digest: string }>('select file, digest from migration')
    const applied = new Map(rows.map(({ file, digest }) => [file, digest]))
    const files = readdirSync(folder)
      .filter((name) => /^\d{4}_[a-z-]+\.sql$/.test(name))
      .sort()

    const unknown = [...applied.keys()].filter((file) => !files.includes(file))
    if (unknown.length > 0)
      throw new CannotStart(
        `The data was made by a newer Chamka (${unknown[0]}); start that one, or choose another data folder.`,
      )

    const made: string[] = []
    for (const [done, file] of files.entries()) {
      const text = readFileSync(join(folder, file), 'utf8')
      const digest = createHash('sha256').update(text).digest('hex')
      const before = applied.get(file)
      if (before === digest) continue
      if (before) throw new CannotStart(`The migration ${file} is not the one this data was made with.`)

      onStep({ file, done, total: files.length })
      await client.query('begin')
      await client.query(text).catch(explained)
      await client.query('insert into migration (file, digest) values ($1, $2)', [file, digest])
      await client.query('commit')
      made.push(file)
    }
    return made
  } finally {
    await client.end()
  }
}

/** What a role may not make, somebody else must: said as what to do, not as a code. */
function explained(error: Error & { code?: string }): never {
  const extension = /extension "(\w+)"/.exec(error.message)?.[1]
  // Not allowed to make it; not among what this server has; not among what this service permits.
  if (!extension || !['42501', '58P01', '0A000', '22023'].includes(error.code ?? '')) throw error
  throw new CannotStart(
    `The database needs its extension ${extension}, which this role may not create (${error.message}). Ask whoever administers it to run once, in this database: create extension ${extension};`,
  )
}
