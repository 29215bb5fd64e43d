/**
 * The practice season told once for all journeys: each plays on a copy of it, instead of waiting for the
 * same twenty vouchers to be issued again.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { seedPractice } from '#dev/practice/seed.ts'
import { openLog } from '#server/logs.ts'
import { assemble } from '#server/main.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { readProgrammes } from '#server/programmes.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The database of the season, to which nobody is connected, and the data folder that belongs to it. */
    season: { readonly url: string; readonly folder: string }
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-season-'))
  const data = join(folder, 'data')
  const cluster = join(folder, 'cluster')
  for (const one of [cluster, data]) mkdirSync(one, { mode: 0o711 })
  const postgres = await startPostgres(cluster, {
    database: 'season',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  const settings = { host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1:8080', demonstration: 'none' } as const
  const chamka = await assemble(
    {
      ...settings,
      databaseUrl: postgres.url,
      dataFolder: data,
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'warn',
    },
    { log: openLog('warn', { write: () => {} }) },
  )
  await seedPractice({ ...chamka, programmes: readProgrammes() }, { now: () => new Date() })
  await chamka.close()
  provide('season', { url: postgres.url, folder: data })

  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
