/**
 * Claims: a shop's invoice, line by line, for what was accepted.
 *
 * Three things must say the same of a line: what was ordered (the voucher, from the proposal), what
 * was received (accepted by the farmer or a witness), and what is billed. A line that does not match
 * waits for finance with its difference shown; the others go on.
 */

import type { PaymentMethod } from '#capabilities/organisations/shop.ts'
import { isContributed } from '#capabilities/vouchers/voucher.money.ts'
import { handoverOf, lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { divide } from '#door/money.ts'
import type { Bilingual, Currency, Day, Instant } from '#door/values.ts'

export type ClaimLineState = 'matched' | 'disputed' | 'rejected' | 'paid'

export const claimStates = ['submitted', 'part-paid', 'paid', 'rejected'] as const
export type ClaimState = (typeof claimStates)[number]

/** Why a line does not simply match: the first three are finance's to settle, the others the shop's to mend and bill anew. */
export type Mismatch =
  | 'above-match'
  | 'quantity'
  | 'loss-open'
  | 'already-claimed'
  | 'delivery-disputed'
  | 'not-confirmed'
  | 'nothing-owed'
  | 'contribution-missing'

export interface ClaimLine {
  readonly n: number
  readonly voucher: Key
  readonly handover: string
  readonly line: number
  readonly item: string
  readonly names: Bilingual
  readonly allotment: Key
  /** Of the prices, in which shops bill. */
  readonly currency: Currency
  readonly ordered: { readonly quantity: number; readonly share: number }
  readonly received: { readonly quantity: number; readonly share: number }
  readonly billed: { readonly quantity: number; readonly minor: number }
  /** Billed less matched: above nothing, the shop asks too much. */
  readonly difference: number
  readonly state: ClaimLineState
  readonly mismatch: Mismatch | null
  /** What will be paid: the less of billed and matched, or what finance settled. */
  readonly agreed: number
  /** What the ledger owes for it, and for what is agreed of it, in the currency of the budget line. */
  readonly budget: { readonly currency: Currency; readonly owed: number; readonly agreed: number }
  readonly note: string | null
}

export interface Payment {
  readonly id: string
  readonly by: Key
  readonly at: Instant
  readonly lines: readonly number[]
  readonly method: PaymentMethod
  readonly currency: Currency
  /** What was handed over or sent; cash in riel is rounded to notes of 100. */
  readonly minor: number
  readonly rounding: number
  readonly rielPerDollar: number | null
  readonly reference: string
  readonly evidence: string
}

export interface Claim extends Subject {
  readonly shop: Key
  readonly invoice: string
  readonly invoicedOn: Day
  readonly lines: readonly ClaimLine[]
  /** The vouchers it bills, so that a later claim finds it. */
  readonly vouchers: readonly Key[]
  readonly state: ClaimState
  readonly since: Instant
  readonly submittedOn: Day
  readonly submittedBy: Key
  readonly dueOn: Day
  readonly payments: readonly Payment[]
}

export interface Billed {
  readonly voucher: Key
  readonly handover: string
  readonly line: number
  readonly quantity: number
  readonly minor: number
}

/** Lays what is billed beside what was ordered and what was received. */
export function matched(
  n: number,
  billed: Billed,
  shop: Key,
  voucher: Voucher | undefined,
  claims: readonly Claim[],
): ClaimLine | undefined {
  const handover = voucher && handoverOf(voucher, billed.handover)
  const line = voucher && lineOf(voucher, billed.line)
  const handed = handover?.lines.find((one) => one.line === billed.line)
  // Another shop's voucher and one that does not exist are the same to whoever asks.
  if (!voucher || !line || !handover || !handed || handover.shop !== shop) return undefined

  const received = { quantity: handed.accepted ?? 0, share: handed.share }
  const claim: ClaimLine = {
    n,
    voucher: voucher.key,
    handover: handover.id,
    line: line.n,
    item: handed.item,
    names: line.substitutes.find(({ item }) => item === handed.item)?.names ?? line.names,
    allotment: voucher.allotment,
    currency: line.currency,
    ordered: { quantity: line.quantity, share: line.share },
    received,
    billed: { quantity: billed.quantity, minor: billed.minor },
    difference: billed.minor - received.share,
    state: 'matched',
    mismatch: null,
    agreed: Math.min(billed.minor, received.share),
    budget: { currency: voucher.currency, owed: handed.projectMinor, agreed: 0 },
    note: null,
  }
  const rejected = (mismatch: Mismatch): ClaimLine => ({ ...claim, state: 'rejected', mismatch, agreed: 0 })
  const disputed = (mismatch: Mismatch): ClaimLine => ({ ...claim, state: 'disputed', mismatch, agreed: 0 })

  if (isClaimed(claims, handover.id, line.n)) return rejected('already-claimed')
  if (handover.state === 'disputed') return rejected('delivery-disputed')
  if (handed.accepted === null) return rejected('not-confirmed')
  if (handed.share === 0) return rejected('nothing-owed')
  if (!isContributed(voucher, line, handover.id)) return rejected('contribution-missing')
  if (billed.minor > received.share) return disputed('above-match')
  if (billed.quantity !== received.quantity) return disputed('quantity')
  const isLost = voucher.losses.some(
    (loss) => loss.handover === handover.id && loss.line === line.n && loss.state === 'open',
  )
  return isLost ? disputed('loss-open') : agreeing(claim, claim.agreed)
}

function isClaimed(claims: readonly Claim[], handover: string, line: number): boolean {
  return claims.some(({ lines }) =>
    lines.some((one) => one.handover === handover && one.line === line && one.state !== 'rejected'),
  )
}

/** An amount agreed in the price's currency, and what that is of the money owed. */
export function agreeing(line: ClaimLine, agreed: number): ClaimLine {
  const { owed } = line.budget
  const share = line.received.share
  return {
    ...line,
    state: 'matched',
    agreed,
    budget: { ...line.budget, agreed: share === 0 ? 0 : divide(owed * agreed, share) },
  }
}

/** A claim is paid when nothing of it waits any more. */
export function stateOf(lines: readonly ClaimLine[]): ClaimState {
  const states = new Set(lines.map(({ state }) => state))
  const waits = states.has('matched') || states.has('disputed')
  if (states.has('paid')) return waits ? 'part-paid' : 'paid'
  return waits ? 'submitted' : 'rejected'
}
