/** The road from the office to a device: what is new for this reader beyond a cursor, and the packs behind it. */
import { Hono } from 'hono'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Boxes } from '#server/boxes.ts'
import { noteIn, openContacts } from '#server/contacts.ts'
import type { Pool } from '#server/database/connection.ts'
import { openPackShelf } from '#server/documents/pack-shelf.ts'
import { faultOf } from '#server/logs.ts'
import { costOf, packNamed, pull, Question } from '#server/pull.ts'
import type { ReaderOf } from './reader.ts'
import { inTurn, openTurns, readingTurns } from './turns.ts'
import { answerJson, answerPacked, answerProblem, isQuiet, say, type Visit, type Visited } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly voucherSeal: VoucherSeal
  readonly boxes: Pick<Boxes, 'key'>
  readonly documentsMax: number
  readonly wordKey: Buffer
  readonly readerOf: ReaderOf
  serverTime(): string
}

/** Kept for good by whoever fetched it: its address is the digest of what it says. */
const forEver = 'max-age=31536000, immutable'

export function pullRoutes({ pool, voucherSeal, boxes, documentsMax, wordKey, readerOf, serverTime }: Parts) {
  const shelf = openPackShelf()
  const parts = { pool, voucherSeal, boxKey: boxes.key, shelf, documentsMax, wordKey }

  const contacts = openContacts({ pool, documentsMax })
  /** With the number of documents that its person's places hold, where that is more than it may. */
  const heard = async (c: Visited, documents?: number) => {
    const note = noteIn(c.req.header('x-chamka-phone'))
    // What a phone tells of itself never costs it a reading.
    if (note)
      await contacts
        .hear(c.get('person'), note, documents)
        .catch((error: unknown) => say(c, { contact: faultOf(error) }))
  }

  const turn = inTurn(openTurns(readingTurns))

  return new Hono<Visit>()
    .get('/pull', turn, async (c) => {
      const reader = await readerOf(c.get('person'))
      if (!reader) return answerProblem(c, { problem: 'not-allowed' })
      const question = Question.safeParse({
        cursor: c.req.query('cursor'),
        seen: c.req.query('seen'),
        index: c.req.query('index') === 'true',
        again: c.req.query('again')?.split(','),
      })
      if (!question.success) return answerProblem(c, { problem: 'unreadable' })

      const pulled = await pull(reader, question.data, parts)
      if ('unreadable' in pulled) return answerProblem(c, { problem: 'unreadable' })
      await heard(c, 'tooMuch' in pulled ? pulled.tooMuch.documents : undefined)
      if ('tooMuch' in pulled) {
        say(c, pulled.tooMuch)
        return answerProblem(c, { problem: 'too-much-for-a-phone' })
      }
      if ('nothingNew' in pulled) {
        isQuiet(c)
        return c.body(null, 204, pulled.seen === null ? {} : { 'x-chamka-seen': pulled.seen })
      }
      const { page } = pulled
      say(c, { documents: page.documents.length, more: page.more })
      c.set('timed', true)
      return answerJson(c, { ...page, serverTime: serverTime() })
    })

    .get('/pull/cost', turn, async (c) => {
      const reader = await readerOf(c.get('person'))
      if (!reader) return answerProblem(c, { problem: 'not-allowed' })
      const cost = await costOf(reader, parts)
      await heard(c, 'tooMuch' in cost ? cost.tooMuch.documents : undefined)
      if ('tooMuch' in cost) {
        say(c, cost.tooMuch)
        return answerProblem(c, { problem: 'too-much-for-a-phone' })
      }
      return answerJson(c, cost)
    })

    .get('/packs/:digest', turn, async (c) => {
      const reader = await readerOf(c.get('person'))
      if (!reader) return answerProblem(c, { problem: 'not-allowed' })
      const pack = await packNamed(c.req.param('digest'), reader, parts)
      if (!pack) return answerProblem(c, { problem: 'not-found' })
      return answerPacked(c, pack.body, { 'cache-control': `${pack.isPublic ? 'public' : 'private'}, ${forEver}` })
    })
}
