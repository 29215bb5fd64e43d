/** The road from the office to a device: what is new for this reader beyond a cursor. */
import { Hono } from 'hono'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Boxes } from '#server/boxes.ts'
import type { Pool } from '#server/database/connection.ts'
import { PullQuestion, pull } from '#server/pull.ts'
import type { ReaderOf } from './reader.ts'
import { answerJson, answerProblem, say, type Visit } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly voucherSeal: VoucherSeal
  readonly boxes: Pick<Boxes, 'key'>
  readonly readerOf: ReaderOf
  serverTime(): string
}

export function pullRoutes({ pool, voucherSeal, boxes, readerOf, serverTime }: Parts) {
  return new Hono<Visit>().get('/pull', async (c) => {
    const reader = await readerOf(c.get('person'))
    if (!reader) return answerProblem(c, { problem: 'not-allowed' })
    const question = PullQuestion.safeParse({
      cursor: cursorIn(c.req.query('cursor')),
      index: c.req.query('index') === 'true',
    })
    if (!question.success) return answerProblem(c, { problem: 'unreadable' })

    const page = await pull(reader, question.data, { pool, voucherSeal, boxKey: boxes.key })
    say(c, { documents: page.documents.length, more: page.more })
    return answerJson(c, { ...page, serverTime: serverTime() })
  })
}

/** A device that holds nothing yet says nothing. */
function cursorIn(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{"streams":{},"packs":{}}')
  } catch {
    return undefined
  }
}
