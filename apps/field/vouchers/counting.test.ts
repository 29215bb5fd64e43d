import { describe, expect, test } from 'vitest'
import { codeText } from '#capabilities/vouchers/voucher.codes.ts'
import type { Handover, Loss, Voucher } from '#capabilities/vouchers/voucher.ts'
import { castId, sokha, sokhasShop } from '#dev/cast.ts'
import { voucherSeal } from '#dev/testing/phone.ts'
import { aLine, aSheet, aVoucher, voucherKey } from '#dev/testing/vouchers.ts'
import { asSaid, type Counted, codeIn, freshCount, inputFrom, type Misread, nextOpen, owedCount } from './counting.ts'

const nothing = new Map<number, number>()
const secret = 'A'.repeat(22)

describe('at the counter', () => {
  test('everything that is left is offered, and the farmer is asked for what she owes', () => {
    const voucher = aVoucher()
    expect(inputFrom(voucher, freshCount(voucher), new Map([[1, 30_000]]))).toEqual({
      lines: [{ line: 1, quantity: 30, code: null, condition: 'good', farmerPaid: 30_000 }],
    })
  })

  test('a line of which nothing is handed over is left out', () => {
    const voucher = aVoucher({ lines: [aLine(), aLine({ n: 2, item: 'feed' })] })
    const counts = freshCount(voucher).map((count) => (count.line === 1 ? { ...count, quantity: 0 } : count))
    expect(inputFrom(voucher, counts, nothing).lines.map(({ line }) => line)).toEqual([2])
  })

  describe('a scanned code', () => {
    const sheet = aSheet(voucherKey)
    const lines = [aLine(), aLine({ n: 2, item: 'feed' })].map((line) => ({
      ...line,
      strip: sheet.strips[line.n - 1]!.map((hashes, at) => ({
        ...hashes,
        n: at + 1,
        sheet: 1,
        state: 'open' as const,
      })),
    }))
    const voucher = aVoucher({ lines })
    const counts = freshCount(voucher)
    const text = (line: number, n: number) => codeText(line, n, sheet.code(line, n).secret)
    const used = (state: 'used' | 'cancelled') =>
      aVoucher({ lines: lines.map((line) => ({ ...line, strip: line.strip.map((code) => ({ ...code, state })) })) })

    test('goes to its own line', () => {
      expect(codeIn(voucher, counts, text(2, 1))).toEqual({ line: 2, secret: sheet.code(2, 1) })
    })

    test.each<[Misread, string, string, Voucher, readonly Counted[]]>([
      ['used', 'shown a second time', text(1, 1), used('used'), counts],
      ['cancelled', 'of a strip that was printed anew', text(1, 1), used('cancelled'), counts],
      ['wrong', 'of another voucher', codeText(1, 1, secret), voucher, counts],
      ['wrong', 'of a line that the voucher has not', text(1, 1).replace('R1', 'R7'), voucher, counts],
      ['wrong', 'of one line, passed off as another', text(1, 1).replace('R1', 'R2'), voucher, counts],
      ['another-item', 'of a line that is all gone', text(1, 1), voucher, counts.slice(1)],
      [
        'another-item',
        'of a line that stays here',
        text(1, 1),
        voucher,
        counts.map((one) => ({ ...one, quantity: 0 })),
      ],
      ['not-a-code', 'that is a number', '05-K7M4-P2X9-TC', voucher, counts],
      ['a-sheet', 'that is the sheet itself', voucherSeal.qr(voucher), voucher, counts],
    ])('is refused as %s: %s', (misread, _, scanned, held, offered) => {
      expect(codeIn(held, offered, scanned)).toBe(misread)
    })

    test('that was used elsewhere while a draft lay is no longer in it', () => {
      const said = { 1: { secret: sheet.code(1, 1), quantity: 12 } }
      expect(asSaid(voucher, counts, said)[0]).toMatchObject({ quantity: 12, secret: sheet.code(1, 1) })
      expect(asSaid(used('used'), counts, said)[0]).toMatchObject({ quantity: 12, secret: undefined })
    })
  })

  test('what waits for its digits is neither offered again nor asked for the same digits', () => {
    const voucher = aVoucher()
    const waiting = [{ line: 1, quantity: 10, n: 1 }]
    const [count] = freshCount(voucher, waiting)
    expect(count).toMatchObject({ most: 20, quantity: 20 })
    expect(nextOpen(voucher, 1, waiting)).toBe(2)
    expect(inputFrom(voucher, [{ ...count!, digits: '123456' }], nothing, {}, waiting).lines[0]?.code).toMatchObject({
      n: 2,
    })
    expect(freshCount(voucher, [{ line: 1, quantity: 30, n: 1 }])).toEqual([])
  })

  test('digits belong to the first code that was not used', () => {
    const voucher = aVoucher()
    const [count] = freshCount(voucher)
    const { lines } = inputFrom(voucher, [{ ...count!, digits: '123456' }], nothing)
    expect(lines[0]?.code).toEqual({ n: 1, digits: '123456' })
  })

  test('a substitute goes at the price that the window allows', () => {
    const voucher = aVoucher()
    const [count] = freshCount(voucher)
    const { lines } = inputFrom(voucher, [{ ...count!, substitute: 'duckling' }], nothing)
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
    expect(inputFrom(voucher, [owed!], new Map([[1, 9_000]])).lines[0]).toMatchObject({
      quantity: 3,
      farmerPaid: 0,
      replaces: loss.id,
    })
  })
})
