/**
 * Photos from phones, in the tus protocol: one that broke off goes on where it stopped, also after the
 * phone or the server was off.
 *
 * The address of an upload is the photo's own name, so that a phone that never heard an answer still
 * knows where to go on. Nothing counts as sent before the whole has been read, is what its name says,
 * and lies on the disk.
 *
 * Another phone may bring a photo in a box: it goes under the same name, and is its author's.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from '@tus/server'
import { Hono } from 'hono'
import { type Home, HomeText } from '#door/key.ts'
import { Photo } from '#door/values.ts'
import type { Boxes } from '#server/boxes.ts'
import { type Photos, photoBytesMax } from '#server/files/photos.ts'
import type { Uploads } from '#server/files/uploads.ts'
import { photoBoxAbout, photoInBox } from '#sync/boxed-photos.ts'
import type { Fences } from './limits.ts'
import { isProblem, type Problem } from './problem.ts'
import { answerProblem, say, type Visit, type Visited } from './visit.ts'

interface Parts {
  readonly photos: Photos
  readonly uploads: Uploads
  readonly fences: Fences
  readonly boxes: Pick<Boxes, 'open'>
}

/** Whose upload of what a request is about. */
interface Errand {
  readonly c: Visited
  readonly home: Home
  readonly digest: string
  readonly id: string
  problem?: Problem
  /** All of it came, whatever it was: it is not gone on with. */
  isOver?: true
}

export function uploadRoutes({ photos, uploads, fences, boxes }: Parts) {
  const { store, directory } = uploads
  const errands = new WeakMap<object, Errand>()
  const errandOf = (request: object) => errands.get(request)!

  const tus = new Server({
    path: '/api/files',
    datastore: store,
    maxSize: photoBytesMax,
    // Browsers ask from here or not at all: no word about other origins.
    allowedOrigins: () => false,
    namingFunction: (request) => errandOf(request).id,
    getFileIdFromRequest: (request) => errandOf(request).id,
    generateUrl: (request) => `/api/files/${errandOf(request).home}/uploads/${errandOf(request).digest}`,
    async onUploadFinish(request) {
      const errand = errandOf(request)
      const problem = await finish(errand)
      if (!problem) return {}
      errand.problem = problem
      throw { status_code: 400, body: problem.problem }
    },
  })

  // Hono takes HEAD to the routes of GET.
  return new Hono<Visit>().on(['POST', 'GET', 'PATCH'], '/files/:home/uploads/:digest', async (c) => {
    const { home, digest } = c.req.param()
    if (c.req.method === 'GET') return answerProblem(c, { problem: 'not-found' })
    if (!HomeText.safeParse(home).success || !Photo.safeParse(digest).success)
      return answerProblem(c, { problem: 'not-found' })
    const person = c.get('person')
    const errand: Errand = { c, home: home as Home, digest, id: `${home}.${digest}.${person}` }
    if (c.req.method === 'POST') {
      const tooMany = fences.photos.pass(person)
      if (tooMany) return answerProblem(c, tooMany)
    }
    if (c.req.method === 'HEAD') {
      const problem = await finishIfWhole(errand)
      if (problem) return answerProblem(c, problem)
      const bytes = await photos.bytesFrom(errand.home, person, digest)
      if (bytes !== undefined) return answerWhole(bytes)
    }
    const request = c.req.raw
    errands.set(request, errand)
    const response = await tus.handleWeb(request)
    // Not earlier: the answer to a photo that came in one piece still looks at it.
    if (errand.isOver) await store.remove(errand.id)
    if (errand.problem) return answerProblem(c, errand.problem)
    if (response.status === 413) return answerProblem(c, { problem: 'picture-too-large' })
    return response
  })

  /** The last bytes came, and the server went off before it had looked at them. */
  async function finishIfWhole(errand: Errand): Promise<Problem | undefined> {
    const upload = await store.getUpload(errand.id).catch(() => undefined)
    if (!upload || upload.offset !== upload.size) return undefined
    const problem = await finish(errand)
    await store.remove(errand.id)
    return problem
  }

  async function finish(errand: Errand): Promise<Problem | undefined> {
    const { c, home, digest, id } = errand
    const bytes = await readFile(join(directory, id))
    errand.isOver = true
    const sent = isNamed(bytes, digest) ? { author: c.get('person'), picture: bytes } : await unboxed(errand, bytes)
    const kept = sent && (await photos.keep(home, sent.author, Buffer.from(sent.picture)))
    if (!kept) return { problem: 'unreadable' }
    if (isProblem(kept)) return kept
    say(c, { bytes: kept.bytes })
    return undefined
  }

  async function unboxed({ home, digest }: Errand, box: Buffer) {
    const inside = await boxes.open(box, photoBoxAbout(home, digest))
    const sent = inside && photoInBox(inside)
    return sent && isNamed(sent.picture, digest) ? sent : undefined
  }
}

function isNamed(bytes: Uint8Array, digest: string): boolean {
  return createHash('sha256').update(bytes).digest('hex') === digest
}

function answerWhole(bytes: number): Response {
  return new Response(null, {
    headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(bytes), 'upload-length': String(bytes) },
  })
}
