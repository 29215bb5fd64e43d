/**
 * Lists on their way in: kept in the data folder, named by their bytes and by whoever brought them, and
 * taken away when their import has ended. Nobody else's import can name them.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Import, leftOverDays } from '#capabilities/imports/import.ts'
import type { Key } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'

export const listBytesMax = 250 * 1_000_000

export interface KeptFile {
  readonly digest: string
  readonly bytes: number
}

export class TooLarge extends Error {}

export function fileOf(dataFolder: string, { by, file }: Pick<Import, 'by' | 'file'>): string {
  return placeOf(dataFolder, by, file.digest)
}

export function placeOf(dataFolder: string, by: Key, digest: string): string {
  return join(dataFolder, 'imports', `${digest}-${by}`)
}

/** On disk, whole and under its name, or not at all. Throws `TooLarge` as soon as it is. */
export async function keepList(dataFolder: string, by: Key, chunks: AsyncIterable<Uint8Array>): Promise<KeptFile> {
  const folder = join(dataFolder, 'imports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const beside = join(folder, `part-${randomBytes(12).toString('hex')}`)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(
      chunks,
      async function* counted(source: AsyncIterable<Uint8Array>) {
        for await (const chunk of source) {
          bytes += chunk.length
          if (bytes > listBytesMax) throw new TooLarge(`a list has at most ${listBytesMax} bytes`)
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(beside, { flags: 'wx', mode: 0o600 }),
    )
    const digest = hash.digest('hex')
    await synced(beside)
    await rename(beside, placeOf(dataFolder, by, digest))
    await synced(folder)
    return { digest, bytes }
  } finally {
    await rm(beside, { force: true })
  }
}

export function keepFile(dataFolder: string, by: Key, path: string): Promise<KeptFile> {
  return keepList(dataFolder, by, createReadStream(path, { highWaterMark: 262_144 }))
}

async function synced(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

/** A list that was taken in to its end is not kept, unless the same file waits to be taken in once more. */
export async function letGo(dataFolder: string, list: Pick<Import, 'key' | 'by' | 'file'>, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ waits: boolean }>(
    `select exists (select from import where home = '00' and by = $1 and file->>'digest' = $2
       and state in ('prepared', 'running', 'stopped')) as waits`,
    [list.by, list.file.digest],
  )
  if (!rows[0]!.waits) await rm(fileOf(dataFolder, list), { force: true })
}

/** Rows that were left over are forgotten when their days are over; what was counted stays. */
export async function forgetRows(pool: Pool, now: Date): Promise<void> {
  await pool.query(
    `delete from import_problem p using import i
     where i.home = '00' and p.home = i.home and p.id = i.id
       and (i.ended_at at time zone 'Asia/Phnom_Penh')::date + $1::int <= ($2::timestamptz at time zone 'Asia/Phnom_Penh')::date`,
    [leftOverDays, now.toISOString()],
  )
}

/** How long a file waits for somebody to say what it is. */
const patienceMs = 24 * 3_600_000

/** Takes away what no import waits for: lists that were given up, and files that nobody came back to. */
export async function clearAway(dataFolder: string, pool: Pool, now: Date): Promise<void> {
  const folder = join(dataFolder, 'imports')
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  const { rows } = await pool.query<{ name: string }>(
    `select file->>'digest' || '-' || by as name from import
     where home = '00' and state in ('prepared', 'running', 'stopped')`,
  )
  const waited = new Set(rows.map(({ name }) => name))
  for (const name of names.filter((one) => !waited.has(one))) {
    const path = join(folder, name)
    const kept = await stat(path).catch(() => undefined)
    if (kept && now.getTime() - kept.mtimeMs > patienceMs) await rm(path, { force: true })
  }
}
