/**
 * Whether everything the product needs is there: one part at a time, each by name.
 *
 * The answer is remembered for a moment, so that asking often costs nothing.
 */
import { readdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { Pool } from '#server/database/connection.ts'

export interface Health {
  readonly well: boolean
  readonly parts: Readonly<Record<string, Part>>
}

interface Part {
  readonly well: boolean
  readonly [measure: string]: string | number | boolean
}

/** Below this a photo or a night of journal lines may no longer fit. */
const freeBytesMin = 256 * 1024 * 1024
/** The server's clock decides deadlines: it may not be further from the database's. */
const clockSecondsMax = 5
const rememberedMilliseconds = 2_000

interface Parts {
  readonly pool: Pool
  readonly dataFolder: string
  readonly migrations: string
}

export type CheckHealth = () => Promise<Health>

export function healthOver(parts: Parts): CheckHealth {
  let asked: { at: number; health: Promise<Health> } | undefined
  return () => {
    const now = Date.now()
    if (!asked || now - asked.at > rememberedMilliseconds) asked = { at: now, health: examine(parts) }
    return asked.health
  }
}

async function examine({ pool, dataFolder, migrations }: Parts): Promise<Health> {
  const checks = {
    database: database(pool),
    migrations: migrated(pool, migrations),
    clock: clock(pool),
    journal: journal(pool),
    disk: disk(dataFolder),
  }
  const names = Object.keys(checks)
  const found = await Promise.allSettled(Object.values(checks))
  const parts = Object.fromEntries(
    found.map((result, at): [string, Part] => [
      names[at]!,
      result.status === 'fulfilled' ? result.value : { well: false, reason: 'not reachable' },
    ]),
  )
  return { well: Object.values(parts).every(({ well }) => well), parts }
}

async function database(pool: Pool): Promise<Part> {
  const { rows } = await pool.query<{ server_version: string }>('show server_version')
  return { well: true, version: rows[0]!.server_version }
}

async function migrated(pool: Pool, folder: string): Promise<Part> {
  const { rows } = await pool.query<{ file: string }>('select file from migration')
  const applied = new Set(rows.map(({ file }) => file))
  const missing = readdirSync(folder).filter((file) => file.endsWith('.sql') && !applied.has(file))
  return { well: missing.length === 0, applied: applied.size, missing: missing.length }
}

async function clock(pool: Pool): Promise<Part> {
  const before = Date.now()
  const { rows } = await pool.query<{ now: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
  )
  // The database was asked at some moment between the two looks at our own clock.
  const apart = Math.max(0, before - rows[0]!.now, rows[0]!.now - Date.now()) / 1000
  return { well: apart <= clockSecondsMax, secondsApart: Math.round(apart * 1000) / 1000 }
}

/** Each chain's head is its last line, and nothing stands beyond it. Verification of whole chains is the auditor's. */
async function journal(pool: Pool): Promise<Part> {
  const { rows } = await pool.query<{ streams: number; broken: number }>(
    `select count(*)::int as streams,
            count(*) filter (where (s.last_seq > 0 and j.hash is distinct from s.last_hash) or exists (
              select from journal beyond
              where beyond.home = s.home and beyond.stream = s.stream and beyond.seq > s.last_seq))::int as broken
     from stream s
     left join journal j on j.home = s.home and j.stream = s.stream and j.seq = s.last_seq`,
  )
  return { well: rows[0]!.broken === 0, ...rows[0]! }
}

async function disk(folder: string): Promise<Part> {
  const { bavail, bsize } = await statfs(folder)
  const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024)
  return { well: bavail * bsize >= freeBytesMin, freeMegabytes }
}
