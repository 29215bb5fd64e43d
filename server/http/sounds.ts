/**
 * Files of sound: a recording comes from the console and goes to phones, named by its bytes.
 *
 * Whoever records for a programme may send one. It is heard by everybody with a part in a programme that
 * plays it, and by whoever sent it; nobody else learns that it exists.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { soundBytesMax } from '#capabilities/sounds/sound.ts'
import { type Actor, scopeOf } from '#door/actor.ts'
import { national } from '#door/key.ts'
import { Photo } from '#door/values.ts'
import type { Pool } from '#server/database/connection.ts'
import { keepFile } from '#server/files/keep.ts'
import { audioIn } from './audio.ts'
import { bytesOf } from './body.ts'
import type { Fences } from './limits.ts'
import { isProblem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { answerProblem, say, type Visit } from './visit.ts'

interface Parts {
  readonly dataFolder: string
  readonly pool: Pool
  readonly fences: Fences
  readonly readerOf: ReaderOf
  readonly now: () => Date
}

export function soundRoutes({ dataFolder, pool, fences, readerOf, now }: Parts) {
  return new Hono<Visit>()
    .post('/sounds', async (c) => {
      const person = c.get('person')
      const tooMany = fences.photos.pass(person)
      if (tooMany) return answerProblem(c, tooMany)
      const reader = await readerOf(person)
      if (!reader || scopeOf(reader, 'sound.record').length === 0) return answerProblem(c, { problem: 'not-allowed' })

      const bytes = await bytesOf(c, soundBytesMax)
      if (isProblem(bytes)) return answerProblem(c, { problem: 'sound-too-large' })
      const type = audioIn(bytes)
      if (!type) return answerProblem(c, { problem: 'not-a-sound' })

      const digest = createHash('sha256').update(bytes).digest('hex')
      await keepFile(placeOf(digest), bytes)
      await pool.query(
        `insert into sound_file (home, digest, person, type, bytes, kept_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [national, digest, person, type, bytes.length, now().toISOString()],
      )
      say(c, { bytes: bytes.length })
      return c.json({ digest, type, bytes: bytes.length }, 201)
    })

    .get('/sounds/:digest', async (c) => {
      const { digest } = c.req.param()
      const reader = await readerOf(c.get('person'))
      const type = reader && Photo.safeParse(digest).success ? await heard(digest, reader) : undefined
      if (!type) return answerProblem(c, { problem: 'not-found' })
      const bytes = await readFile(placeOf(digest))
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': type,
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
        },
      })
    })

  /** The type of a file, for whoever may hear it. */
  async function heard(digest: string, reader: Actor): Promise<string | undefined> {
    const programmes = [...new Set(reader.grants.map(({ programme }) => programme))]
    const { rows } = await pool.query<{ type: string }>(
      `select type from sound_file f
       where home = $1 and digest = $2 and (person = $3 or exists (
         select from sound s where s.digest = f.digest and s.state = 'kept' and s.programme = any($4)))
       limit 1`,
      [national, digest, reader.id, programmes],
    )
    return rows[0]?.type
  }

  function placeOf(digest: string): string {
    return join(dataFolder, 'files', digest.slice(0, 2), digest)
  }
}
