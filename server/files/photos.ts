/** Where photos lie, named by their bytes, and who sent them. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Home, Key } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import { pictureIn } from '#server/http/picture.ts'
import type { Problem } from '#server/http/problem.ts'
import { keepFile } from './keep.ts'

export const photoBytesMax = 8 * 1024 * 1024

type Kept = NonNullable<ReturnType<typeof pictureIn>> & { readonly digest: string; readonly bytes: number }

export type Photos = ReturnType<typeof photosIn>

interface Parts {
  readonly dataFolder: string
  readonly pool: Pool
  readonly now: () => Date
}

export function photosIn({ dataFolder, pool, now }: Parts) {
  return { placeOf, keep, bytesFrom }

  /** On the disk and in the register, or turned away. */
  async function keep(home: string, person: Key, bytes: Buffer): Promise<Kept | Problem> {
    const picture = pictureIn(bytes)
    if (!picture) return { problem: 'not-a-picture' }
    const digest = createHash('sha256').update(bytes).digest('hex')
    await keepFile(placeOf(digest), bytes)
    await pool.query(
      `insert into file (home, digest, person, type, bytes, width, height, kept_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [home, digest, person, picture.type, bytes.length, picture.width, picture.height, now().toISOString()],
    )
    return { digest, ...picture, bytes: bytes.length }
  }

  /** How many bytes of it this person has sent; undefined if it never came whole. */
  async function bytesFrom(home: Home, person: Key, digest: string): Promise<number | undefined> {
    const { rows } = await pool.query<{ bytes: number }>(
      'select bytes from file where home = $1 and digest = $2 and person = $3',
      [home, digest, person],
    )
    return rows[0]?.bytes
  }

  function placeOf(digest: string): string {
    return join(dataFolder, 'files', digest.slice(0, 2), digest)
  }
}
