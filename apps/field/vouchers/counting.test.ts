import { describe, expect, test } from 'vitest'
import { codeText } from '#capabilities/vouchers/voucher.codes.ts'
import type { Handover, Loss } from '#capabilities/vouchers/voucher.ts'
import { castId, sokha, sokhasShop } from '#dev/cast.ts'
import { aLine, aVoucher } from '#dev/testing/vouchers.ts'
import { freshCount, inputFrom, owedCount, withCode } from './counting.ts'

const nothing = new Map<number, number>()
const secret = 'A'.repeat(22)

describe('at the counter', () => {
  test('everything that is left is offered, and the farmer is asked for what she owes', () => {
    const voucher = aVoucher()
    expect(inputFrom(voucher, freshCount(voucher), new Map([[1, 30_000]]), false)).toEqual({
      lines: [{ line: 1, quantity: 30, code: null, condition: 'good', farmerPaid: 30_000 }],
    })
  })

  test('a line of which nothing is handed over is left out', () => {
    const voucher = aVoucher({ lines: [aLine(), aLine({ n: 2, item: 'feed' })] })
    const counts = freshCount(voucher).map((count) => (count.line === 1 ? { ...count, quantity: 0 } : count))
    expect(inputFrom(voucher, counts, nothing, false).lines.map(({ line }) => line)).toEqual([2])
  })

  test('a scanned code goes to its own line, and a strange one to none', () => {
    const counts = freshCount(aVoucher())
    expect(withCode(counts, codeText(1, 2, secret))?.[0]?.secret).toEqual({ n: 2, secret })
    expect(withCode(counts, codeText(7, 1, secret))).toBeUndefined()
    expect(withCode(counts, '05-K7M4-P2X9-TC')).toBeUndefined()
  })

  test('digits belong to the first code that was not used', () => {
    const voucher = aVoucher()
    const [count] = freshCount(voucher)
    const { lines } = inputFrom(voucher, [{ ...count!, digits: '123456' }], nothing, false)
    expect(lines[0]?.code).toEqual({ n: 1, digits: '123456' })
  })

  test('a substitute goes at the price that the window allows', () => {
    const voucher = aVoucher()
    const [count] = freshCount(voucher)
    const { lines } = inputFrom(voucher, [{ ...count!, substitute: 'duckling' }], nothing, false)
    expect(lines[0]?.substitute).toEqual({ item: 'duckling', unitPrice: 4_500 })
  })

  test('what the shop owes for the dead is free of charge and names the loss', () => {
    const at = '2021-02-03T02:00:00.000Z'
    const loss: Loss = {
      id: castId(801),
      handover: castId(800),
      line: 1,
      dead: 4,
      diedOn: '2021-02-04',
      photo: 'a'.repeat(64),
      by: sokha.key,
      at,
      state: 'upheld',
      decision: { by: sokha.key, at, note: 'Seen' },
    }
    const replaced: Handover = {
      id: castId(802),
      shop: sokhasShop,
      event: null,
      at,
      receivedAt: at,
      by: sokha.key,
      position: null,
      photo: null,
      lines: [
        {
          line: 1,
          quantity: 1,
          item: 'chick',
          unitPrice: 5_000,
          condition: 'good',
          code: 'none',
          codeNumber: null,
          replaces: loss.id,
          farmerDue: 0,
          rounding: 0,
          farmerPaid: 0,
          accepted: 1,
          share: 0,
          projectMinor: 0,
          spared: { share: 0, projectMinor: 0 },
        },
      ],
      state: 'delivered',
      dispute: null,
      confirmations: [],
      resolution: null,
    }
    const voucher = aVoucher({ losses: [loss], handovers: [replaced] })
    const [owed] = owedCount(voucher)
    expect(owed).toMatchObject({ line: 1, quantity: 3, most: 3, replaces: loss.id })
    expect(inputFrom(voucher, [owed!], new Map([[1, 9_000]]), false).lines[0]).toMatchObject({
      quantity: 3,
      farmerPaid: 0,
      replaces: loss.id,
    })
  })
})
