/** What only the office can put on a voucher's sheet: the programme's seal as a QR. */
import { Hono } from 'hono'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import { voucherStore } from '#capabilities/vouchers/voucher.store.ts'
import { scopeOf, within } from '#door/actor.ts'
import { isKey } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { ReaderOf } from './reader.ts'
import { answerProblem, type Visit } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly readerOf: ReaderOf
  readonly voucherSeal: VoucherSeal
}

export function voucherRoutes({ pool, readerOf, voucherSeal }: Parts) {
  return new Hono<Visit>().get('/vouchers/:key/qr', async (c) => {
    const key = c.req.param('key')
    const reader = await readerOf(c.get('person'))
    const [voucher] = isKey(key) ? await voucherStore.find([key], false, pool) : []
    if (!reader || !voucher || !within(scopeOf(reader, 'voucher.issue'), voucher)) {
      return answerProblem(c, { problem: 'not-found' })
    }
    return c.json({ qr: voucherSeal.qr(voucher) })
  })
}
