/** Whatever a payment is made of: everything owed leaves the payable, and arrives somewhere, to the cent. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { payout } from '#capabilities/claims/claim.money.ts'
import { agreeing, type ClaimLine } from '#capabilities/claims/claim.ts'
import { castId, sokhasShop } from '#dev/cast.ts'
import { keyOf } from '#door/key.ts'
import { toCents } from '#door/money.ts'
import { account } from '#door/posting.ts'
import { isRefusal } from '#door/refusal.ts'

const allotments = [keyOf('05', castId(801)), keyOf('05', castId(802))]

/** A line in riel, owed in cents as converted at approval. */
function aLine(n: number, share: number, part: number, allotment: string): ClaimLine {
  const line = {
    n,
    voucher: keyOf('05', castId(700)),
    handover: castId(n),
    line: 1,
    item: 'chick',
    allotment,
    currency: 'KHR',
    ordered: { quantity: 30, share },
    received: { quantity: 30, share },
    billed: { quantity: 30, minor: share },
    difference: 0,
    state: 'matched',
    names: { km: 'កូនមាន់', en: 'Chick' },
    mismatch: null,
    agreed: 0,
    budget: { currency: 'USD', owed: toCents(share, 4_075), agreed: 0 },
    note: null,
  } satisfies ClaimLine
  return agreeing(line, Math.floor((share * part) / 100))
}

const lines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 0, max: 100 }), fc.nat({ max: 1 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => drawn.map(([share, part, at], index) => aLine(index + 1, share, part, allotments[at]!)))

test('what was owed is paid, lost to exchange or rounding, or free again', () => {
  fc.assert(
    fc.property(
      lines,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 3_500, max: 4_500 }),
      (chosen, inRiel, isCash, rielPerDollar) => {
        const method = isCash ? 'cash' : 'wing'
        const paying = inRiel ? { method, currency: 'KHR', rielPerDollar } : { method, currency: 'USD' }
        const made = payout(chosen, sokhasShop, paying as Parameters<typeof payout>[2])
        const asked = chosen.reduce((sum, line) => sum + (inRiel ? line.agreed : line.budget.agreed), 0)
        if (isRefusal(made)) {
          expect(asked).toBeLessThan(inRiel ? 50 : 1)
          return
        }
        expect(made.minor).toBe(asked + made.rounding)
        expect(made.minor % (inRiel && isCash ? 100 : 1)).toBe(0)

        const ledger = new Map<string, number>()
        for (const { debit, credit, minor, currency } of made.post) {
          expect(minor).toBeGreaterThan(0)
          expect(currency).toBe('USD')
          expect(debit).not.toBe(credit)
          ledger.set(debit, (ledger.get(debit) ?? 0) + minor)
          ledger.set(credit, (ledger.get(credit) ?? 0) - minor)
        }
        const parts = [...new Set(chosen.map(({ allotment }) => allotment))]
        for (const allotment of parts) {
          const owed = chosen
            .filter((line) => line.allotment === allotment)
            .reduce((sum, { budget }) => sum + budget.owed, 0)
          expect((ledger.get(account.payable(allotment, sokhasShop)) ?? 0) + owed).toBe(0)
          expect(ledger.get(account.paid(allotment)) ?? 0).toBeGreaterThanOrEqual(0)
        }
        expect([...ledger.values()].reduce((sum, minor) => sum + minor, 0)).toBe(0)
        const paid = parts.reduce((sum, allotment) => sum + (ledger.get(account.paid(allotment)) ?? 0), 0)
        const worth = inRiel ? toCents(made.minor, rielPerDollar) : made.minor
        expect(Math.abs(paid - worth)).toBeLessThanOrEqual(parts.length)
      },
    ),
    { numRuns: 500 },
  )
})

test('lines of two currencies are two payments', () => {
  const riel = aLine(1, 120_000, 100, allotments[0]!)
  const dollars: ClaimLine = { ...riel, n: 2, currency: 'USD' }
  expect(payout([riel, dollars], sokhasShop, { method: 'bank', currency: 'USD' })).toEqual({
    refused: 'claim.currency',
  })
  expect(payout([riel], sokhasShop, { method: 'bank', currency: 'KHR' })).toEqual({ refused: 'claim.rate-needed' })
})
