/**
 * One PostgreSQL for a whole test run, in a folder of its own: never the data of whoever works here.
 * TEST_POSTGRES names a folder with bin/postgres to run the same tests on another version.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#server/operator/migrate.ts'
import { clusterIn } from '#server/postgres/cluster.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { findPostmaster, stopPostmaster } from '#server/postgres/postmaster.ts'
import { isAlive } from '#server/postgres/process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database from which others are made. */
    templateUrl: string
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const folder = join(tmpdir(), `chamka-test-${process.pid}`)
  mkdirSync(folder, { mode: 0o711 })
  const named = process.env.TEST_POSTGRES
  const postgres = await startPostgres(folder, {
    ...(named ? { programs: [{ folder: named, from: 'system' as const }] } : {}),
    database: 'template_for_tests',
    // Nothing here outlives the run, so nothing need survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' },
  })
  await migrateDatabase(postgres.url)
  provide('templateUrl', postgres.url)

  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a run that was killed has left. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^chamka-test-(\d+)$/.exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    const left = existsSync(clusterIn(folder)) && findPostmaster(clusterIn(folder))
    if (left) await stopPostmaster(left)
    rmSync(folder, { recursive: true, force: true })
  }
}
