/**
 * Money moves by double entry.
 *
 * A posting is one row: an amount leaves the credited account and arrives at the debited one, so it
 * balances by construction. An account's balance is the sum of its debits less its credits, and a
 * budget account never goes below nothing: rules refuse it under a lock, and the table's constraint
 * stands behind the rules.
 *
 * Account ids say whose money in which condition: `allotment/<key>/available`,
 * `allotment/<key>/committed`, `payable/<allotment>/<shop>`, `allotment/<key>/paid`.
 */
import type { Key } from './key.ts'
import type { Currency } from './values.ts'

export type AccountId = string

export interface Posting {
  readonly debit: AccountId
  readonly credit: AccountId
  readonly currency: Currency
  /** Greater than nothing; a posting of nothing is not made. */
  readonly minor: number
}

export const account = {
  /** Where money of a funding source comes in: the one kind that may stand below nothing. */
  source: (line: Key): AccountId => `source/${line}`,
  unallotted: (line: Key): AccountId => `line/${line}/unallotted`,
  allotted: (line: Key, home: string): AccountId => `line/${line}/allotted/${home}`,
  granted: (allotment: Key): AccountId => `source/allotment/${allotment}`,
  available: (allotment: Key): AccountId => `allotment/${allotment}/available`,
  committed: (allotment: Key): AccountId => `allotment/${allotment}/committed`,
  payable: (allotment: Key, shop: Key): AccountId => `payable/${allotment}/${shop}`,
  paid: (allotment: Key): AccountId => `allotment/${allotment}/paid`,
  rounding: (allotment: Key): AccountId => `source/rounding/${allotment}`,
  exchange: (allotment: Key): AccountId => `source/exchange/${allotment}`,
}

/** The postings that move money, leaving out those that would move nothing. */
export function postings(...wanted: Posting[]): Posting[] {
  return wanted.filter(({ minor }) => minor > 0)
}
