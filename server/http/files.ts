/**
 * Photos: sent on a road of their own, never in front of commands, and named by their bytes. Those of
 * phones come in `uploads.ts`; whoever sits at a desk sends one in a single request.
 *
 * A photo belongs to the records that name its digest. Whoever may read such a record may see it, and
 * so may whoever sent it; nobody else learns that it exists. Records come before their photos: whoever may
 * see one that is still on a phone is told so.
 */
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { type Actor, scopeOf, within } from '#door/actor.ts'
import { HomeText, homeOf, isKey, type Key } from '#door/key.ts'
import { Photo } from '#door/values.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Stores } from '#server/facts.ts'
import { type Photos, photoBytesMax } from '#server/files/photos.ts'
import { bytesOf } from './body.ts'
import type { Fences } from './limits.ts'
import { isProblem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { answerProblem, say, type Visit } from './visit.ts'

interface Parts {
  readonly photos: Photos
  readonly stores: Stores
  readonly pool: Pool
  readonly fences: Fences
  readonly readerOf: ReaderOf
}

export function fileRoutes({ photos, stores, pool, fences, readerOf }: Parts) {
  return new Hono<Visit>()
    .post('/files/:home', async (c) => {
      const home = c.req.param('home')
      if (!HomeText.safeParse(home).success) return answerProblem(c, { problem: 'not-found' })
      const person = c.get('person')
      const tooMany = fences.photos.pass(person)
      if (tooMany) return answerProblem(c, tooMany)

      const bytes = await bytesOf(c, photoBytesMax)
      if (isProblem(bytes))
        return answerProblem(c, bytes.problem === 'too-large' ? { problem: 'picture-too-large' } : bytes)
      const kept = await photos.keep(home, person, bytes)
      if (isProblem(kept)) return answerProblem(c, kept)
      say(c, { bytes: kept.bytes })
      return c.json(kept, 201)
    })

    .get('/files/:noun/:key/:digest', async (c) => {
      const { noun, key, digest } = c.req.param()
      const reader = await readerOf(c.get('person'))
      if (!reader || !isKey(key) || !Photo.safeParse(digest).success) return answerProblem(c, { problem: 'not-found' })
      const file = await findFile(key, digest)
      const mayLook = file?.senders.includes(reader.id) || (await isNamedIn(noun, key, digest, reader))
      if (!mayLook) return answerProblem(c, { problem: 'not-found' })
      // Nothing is wrong: it is still on the phone that took it.
      if (!file) return c.body(null, 204)

      const bytes = await readFile(photos.placeOf(digest))
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': file.type,
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
        },
      })
    })

  async function findFile(key: Key, digest: string) {
    const { rows } = await pool.query<{ type: string; person: Key }>(
      'select type, person from file where home = $1 and digest = $2',
      [homeOf(key), digest],
    )
    return rows[0] && { type: rows[0].type, senders: rows.map(({ person }) => person) }
  }

  async function isNamedIn(noun: string, key: Key, digest: string, reader: Actor): Promise<boolean> {
    if (!Object.hasOwn(stores, noun)) return false
    const scope = scopeOf(reader, `${noun}.read`)
    if (scope.length === 0) return false
    const [record] = await stores[noun]!.find([key], false, pool)
    return record !== undefined && within(scope, record) && JSON.stringify(record).includes(`"${digest}"`)
  }
}
