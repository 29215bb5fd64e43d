/**
 * What a payment is, in cash and on the ledger.
 *
 * Shops price in riel and budget lines count in dollars. What is owed was converted once, at
 * approval; if the riel of the invoice cost more or less dollars on the day of payment, the
 * difference belongs to the exchange account, and what cash rounds to notes of 100 riel to the
 * rounding account. What was owed and is not paid returns to the money that is available.
 */
import type { ClaimLine } from '#capabilities/claims/claim.ts'
import type { PaymentMethod } from '#capabilities/organisations/shop.ts'
import type { Key } from '#door/key.ts'
import { cashRiel, convert } from '#door/money.ts'
import { type AccountId, account, type Posting, postings } from '#door/posting.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import type { Currency } from '#door/values.ts'

export interface Paying {
  readonly method: PaymentMethod
  readonly currency: Currency
  readonly rielPerDollar?: number | undefined
}

export interface Payout {
  /** In the currency that is paid. */
  readonly minor: number
  readonly rounding: number
  readonly post: readonly Posting[]
}

export function payout(lines: readonly ClaimLine[], shop: Key, paying: Paying): Payout | Refusal {
  const [{ currency: price, budget }] = lines as [ClaimLine]
  if (lines.some((line) => line.currency !== price || line.budget.currency !== budget.currency))
    return refuse('claim.currency')
  if (paying.currency !== price && paying.currency !== budget.currency) return refuse('claim.currency')
  const { rielPerDollar = 0 } = paying
  if (paying.currency !== budget.currency && rielPerDollar === 0) return refuse('claim.rate-needed')

  const inBudget = (minor: number) =>
    convert({ currency: paying.currency, minor }, budget.currency, rielPerDollar).minor
  const parts = [...new Set(lines.map(({ allotment }) => allotment))]
    .map((allotment) => {
      const own = lines.filter((line) => line.allotment === allotment)
      return {
        allotment,
        amount: sum(own, (line) => (paying.currency === line.budget.currency ? line.budget.agreed : line.agreed)),
        due: sum(own, (line) => line.budget.agreed),
        unpaid: sum(own, (line) => line.budget.owed - line.budget.agreed),
      }
    })
    .sort((a, b) => b.amount - a.amount)

  const total = sum(parts, ({ amount }) => amount)
  const { pay, rounding } =
    paying.method === 'cash' && paying.currency === 'KHR' ? cashRiel(total) : { pay: total, rounding: 0 }
  if (pay === 0) return refuse('claim.nothing-to-pay')

  const post = parts.flatMap(({ allotment, amount, due, unpaid }, index) => {
    const exact = inBudget(amount)
    // The largest part bears the rounding of the whole.
    const paid = index === 0 ? inBudget(Math.max(0, amount + rounding)) : exact
    const owed = account.payable(allotment, shop)
    const [exchange, rounded] = [account.exchange(allotment), account.rounding(allotment)]
    return [
      ...carried(
        [
          [owed, due],
          [exchange, exact - due],
          [rounded, paid - exact],
        ],
        [
          [account.paid(allotment), paid],
          [exchange, due - exact],
          [rounded, exact - paid],
        ],
        budget.currency,
      ),
      ...postings({ debit: account.available(allotment), credit: owed, currency: budget.currency, minor: unpaid }),
    ]
  })
  return { minor: pay, rounding, post }
}

/** Carries what the sources hold to where it belongs. Both sides hold the same; what is below nothing is not there. */
function carried(
  sources: readonly (readonly [AccountId, number])[],
  sinks: readonly (readonly [AccountId, number])[],
  currency: Currency,
): Posting[] {
  const post: Posting[] = []
  const from = sources.filter(([, minor]) => minor > 0).map(([id, minor]) => ({ id, minor }))
  const to = sinks.filter(([, minor]) => minor > 0).map(([id, minor]) => ({ id, minor }))
  while (from.length > 0 && to.length > 0) {
    const [giving, taking] = [from[0]!, to[0]!]
    const minor = Math.min(giving.minor, taking.minor)
    post.push({ debit: taking.id, credit: giving.id, currency, minor })
    giving.minor -= minor
    taking.minor -= minor
    if (giving.minor === 0) from.shift()
    if (taking.minor === 0) to.shift()
  }
  return post
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
