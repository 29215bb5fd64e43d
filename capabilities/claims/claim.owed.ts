/**
 * What the programme owes a shop, and why it has not been paid: read off the vouchers and invoices that
 * the shop's own phone holds. The sum over all stages is what stands on the shop's accounts in the ledger.
 */

import type { ShopClaim, ShopClaimLine } from '#capabilities/claims/claim.document.ts'
import type { Mismatch } from '#capabilities/claims/claim.ts'
import type { HandedLine, Handover, ShopVoucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'
import type { Reason } from '#door/refusal.ts'
import type { Currency, Instant } from '#door/values.ts'

/** Owed in the currency of the budget line, and as the shop prices and bills it. */
export interface Sum {
  readonly owed: Currency
  readonly minor: number
  readonly priced: Currency
  readonly price: number
}

/**
 * *Unconfirmed*: nobody but the shop has spoken. *Unbilled*: accepted, and on no invoice. *Billed*: on one,
 * and it matches. *Disputed*: somebody has to look, at the hand-over or at the invoice. *Paid*: settled.
 */
export type Stage = 'unconfirmed' | 'unbilled' | 'billed' | 'disputed' | 'paid'

export interface Owing {
  readonly stage: Stage
  readonly voucher: ShopVoucher
  readonly handover: Handover
  readonly handed: HandedLine
  /** What the ledger holds for it; nothing where nobody has confirmed it. */
  readonly sum: Sum
  readonly claim: Key | null
  readonly why: Reason | Mismatch | null
  /** Since when it stands as it does. */
  readonly since: Instant
}

/** Each line of each hand-over of a shop, with what is owed for it. */
export function owingTo(shop: Key, vouchers: readonly ShopVoucher[], claims: readonly ShopClaim[]): Owing[] {
  const billed = new Map<string, { claim: ShopClaim; line: ShopClaimLine }>()
  for (const claim of claims)
    for (const line of claim.lines)
      if (line.state !== 'rejected') billed.set(nameOf(line.handover, line.line), { claim, line })

  return vouchers.flatMap((voucher) =>
    voucher.handovers
      .filter((handover) => handover.shop === shop && handover.state !== 'dismissed')
      .flatMap((handover) =>
        handover.lines
          .filter(({ replaces }) => replaces === null)
          .map((handed) => owing(voucher, handover, handed, billed.get(nameOf(handover.id, handed.line)))),
      ),
  )
}

function owing(
  voucher: ShopVoucher,
  handover: Handover,
  handed: HandedLine,
  billed: { claim: ShopClaim; line: ShopClaimLine } | undefined,
): Owing {
  const line = voucher.lines.find(({ n }) => n === handed.line)!
  const isPaid = billed?.line.state === 'paid'
  const sum: Sum = {
    owed: voucher.currency,
    // A payment settles what was owed when it was billed, whatever was agreed of it.
    minor: handed.projectMinor - (isPaid ? billed.line.budget.owed : 0),
    priced: line.currency,
    price: isPaid ? 0 : handed.share,
  }
  const at = (stage: Stage, since: Instant, why: Owing['why'] = null): Owing => ({
    stage,
    voucher,
    handover,
    handed,
    sum,
    claim: billed?.claim.key ?? null,
    why,
    since,
  })
  if (isPaid) return at('paid', billed.claim.since)
  if (handover.state === 'disputed') return at('disputed', handover.receivedAt, handover.dispute)
  if (billed?.line.state === 'disputed') return at('disputed', billed.claim.since, billed.line.mismatch)
  if (billed) return at('billed', `${billed.claim.submittedOn}T00:00:00.000Z`)
  return at(handed.accepted === null ? 'unconfirmed' : 'unbilled', handover.at)
}

/** Sums by what they are in: a shop can have vouchers of budget lines in riel and in dollars. */
export function summed(owings: readonly Owing[]): Sum[] {
  const sums = new Map<string, Sum>()
  for (const { sum } of owings) {
    const name = `${sum.owed} ${sum.priced}`
    const before = sums.get(name) ?? { ...sum, minor: 0, price: 0 }
    sums.set(name, { ...before, minor: before.minor + sum.minor, price: before.price + sum.price })
  }
  return [...sums.values()].filter(({ minor, price }) => minor !== 0 || price !== 0)
}

/** The stages in which money stands on the shop's account. */
export function isOwed({ stage }: Owing): boolean {
  return stage !== 'unconfirmed'
}

function nameOf(handover: string, line: number): string {
  return `${handover} ${line}`
}
