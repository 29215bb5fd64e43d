/**
 * Loads RUSH-IT into a migrated database: the script is written, played through the door in its own
 * time, and the programme closed as of its last day.
 *
 * A load that was cut off goes on: the same seed writes the same script, and what was asked stays
 * decided. Once the programme is closed there is nothing to do.
 */
import { play } from '#dev/rush-it/player.ts'
import { code } from '#dev/rush-it/scenario.ts'
import { type Parts, storyOf } from '#dev/rush-it/story.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { inTransaction, openPool, type Pool } from '#server/database/connection.ts'
import type { Words } from '#server/process.ts'
import type { TimeSeal } from '#server/signatures.ts'

export interface Seeding {
  readonly databaseUrl: string
  readonly timeSeal: TimeSeal
  readonly parts: Parts
  /** Another seed, other people; a load that was begun keeps the one it began with. */
  readonly seed?: number | undefined
  readonly stopping?: AbortSignal
  onProgress?(step: Words, done: number, total: number): void
}

const writing: Words = { km: 'កំពុងសរសេររឿង RUSH-IT', en: 'Writing down RUSH-IT' }
const lockNumber = 7_205_902

/** Says whether anything was loaded. */
export async function seedRushIt(seeding: Seeding): Promise<boolean> {
  // Nobody waits for an answer here that a power cut could take back: a lost line is asked again.
  const pool = openPool(seeding.databaseUrl, 14, { synchronous_commit: 'off' })
  const alone = await pool.connect()
  try {
    const { rows } = await alone.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lockNumber])
    if (!rows[0]!.got) throw new CannotStart('Another process is loading the demonstration into this database.')
    if (await isClosed(pool)) return false

    const seed = await seedBegun(pool, seeding.seed)
    seeding.onProgress?.(writing, 0, 1)
    const { lines } = storyOf(seed, seeding.parts)
    seeding.onProgress?.(writing, 1, 1)
    await play({ lines, code }, { ...seeding, pool })
    // The last word is on disk before anybody is told that all is there.
    await pool.query('set synchronous_commit = on; update installation set demo = $$rush-it$$')
    return true
  } finally {
    alone.release(true)
    await pool.end()
  }
}

async function isClosed(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(`select from programme where programme = $1 and state = 'closed'`, [code])
  return rows.length > 0
}

/** The seed is kept from the first line on, so that whoever goes on plays the same story. */
function seedBegun(pool: Pool, wanted: number | undefined): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ seeded: string }>('select seeded from installation for update')
    const begun = /^rush-it (\d+)$/.exec(rows[0]!.seeded)
    if (begun) return Number(begun[1])
    const seed = wanted ?? 1
    await tx.query('update installation set seeded = $1', [`${code} ${seed}`])
    return seed
  })
}
