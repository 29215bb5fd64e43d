import pg from 'pg'
import { CannotStart } from '#server/cannot-start.ts'
import type { Config } from '#server/config.ts'
import { openDataFolder } from '#server/data-folder.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { atEnd, fail, report } from '#server/process.ts'
import type { Use } from './operation.ts'

const oldestMajor = 15

export async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>, use: Use = {}): Promise<T> {
  openDataFolder(config.dataFolder)
  if (config.databaseUrl) {
    await checkServer(config.databaseUrl)
    return work(config.databaseUrl)
  }

  const starting = { km: 'កំពុងបើក PostgreSQL', en: 'Starting PostgreSQL' }
  if (use.serves) report.progress(starting, 0, 1)
  const postgres = await startPostgres(config.dataFolder, {
    searchPath: config.searchPath,
    serves: use.serves ?? false,
  })
  if (use.serves) report.progress(starting, 1, 1)
  atEnd(postgres.stop)
  postgres.lost.then(use.onLost ?? ((why) => fail(new CannotStart(why))))
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}

/** Somebody else's server: reachable, and new enough for the dialect that everything is written in. */
async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const version = rows[0]!.server_version
    if (Number.parseInt(version, 10) < oldestMajor)
      throw new CannotStart(
        `The server that DATABASE_URL names is PostgreSQL ${version}; ${oldestMajor} or newer is needed.`,
      )
  } catch (error) {
    if (error instanceof CannotStart) throw error
    throw new CannotStart(`The server that DATABASE_URL names does not let us in: ${reasonOf(error)}.`)
  } finally {
    await client.end().catch(() => {})
  }
}

function reasonOf(error: unknown): string {
  // Several addresses for one name fail together, each with a reason of its own.
  const first = error instanceof AggregateError ? error.errors[0] : error
  return (first instanceof Error ? first.message : String(first)).trim().replace(/\.$/, '')
}
