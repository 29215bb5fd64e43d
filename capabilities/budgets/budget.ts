/**
 * Budgets: whose money, for what, and how much of it is still free.
 *
 * A line is national and belongs to a funding source. It is allotted to provinces, and approvals draw
 * on the province's allotment, so that money never needs two homes at once. Available, committed,
 * payable and paid are balances of accounts, never columns.
 */
import type { Subject } from '#door/command.ts'
import { type Home, idOf, type Key, keyOf } from '#door/key.ts'
import type { Bilingual, Currency, Day } from '#door/values.ts'

export interface BudgetLine extends Subject {
  readonly code: string
  readonly names: Bilingual
  /** Who gives the money. */
  readonly fundingSource: string
  readonly component: string
  readonly category: string
  readonly currency: Currency
  readonly minor: number
  readonly setOn: Day
}

/** A province's part of a line. */
export interface Allotment extends Subject {
  readonly line: Key
  readonly currency: Currency
  readonly minor: number
}

/** An allotment bears its line's id and the province's home, so that nobody has to look it up. */
export function allotmentKey(line: Key, home: Home): Key {
  return keyOf(home, idOf(line))
}
