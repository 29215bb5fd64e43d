/** What is wrong with a row of a list: with one of its cells, with several together, or with what is asked of the door. */
import type { ListedStatus } from '#capabilities/imports/poverty-list.ts'
import type { CellProblem } from '#capabilities/imports/reading.ts'
import type { LineToChoose, SessionProblem } from '#capabilities/imports/session.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'

export interface RowProblem {
  /** The column, counted from 0, or null where no single one is to blame. */
  readonly column: number | null
  /** The value as it was written. */
  readonly text: string
  readonly problem: CellProblem | ListProblem | { readonly code: 'refused'; readonly refusal: Refusal }
}

/** A place as it is told to whoever has only its words to go by. */
export interface PlaceTold {
  readonly code: string
  readonly km: string
  readonly latin: string
}

/** Somebody who may be meant, as a household or one of its members; who they are is asked when they are shown. */
export interface Candidate {
  readonly household: Key
  readonly member?: string
  /** What speaks for them. */
  readonly grounds: readonly string[]
}

export type ListProblem =
  | { readonly code: 'missing'; readonly field: string }
  | { readonly code: 'village-unknown' }
  | { readonly code: 'province-unknown' }
  | { readonly code: 'village-several'; readonly villages: readonly PlaceTold[]; readonly more: number }
  | { readonly code: 'consent-refused' }
  | { readonly code: 'not-an-identity-number' }
  | { readonly code: 'not-a-card-number' }
  | { readonly code: 'not-a-poverty-category' }
  /** The list has another answer now than when the row was taken in. */
  | { readonly code: 'changed-since' }
  | { readonly code: 'not-an-item-code' }
  | { readonly code: 'not-item-codes'; readonly most: number }
  /** One of a few words stands there, or nothing. */
  | { readonly code: 'not-one-of'; readonly among: readonly string[] }
  | { readonly code: 'not-a-price' }
  | { readonly code: 'currencies-differ' }
  | { readonly code: 'too-many-days'; readonly most: number }
  /** What an item is counted in does not change. */
  | { readonly code: 'unit-kept'; readonly unit: string }
  /** A code is unknown, and known with zeros before it. */
  | { readonly code: 'item-zeros-lost'; readonly known: string }
  /** An earlier row of the same list says something else about the same. */
  | { readonly code: 'said-otherwise' }
  /** It may be about one of these; `more` are not named. */
  | {
      readonly code: 'to-choose'
      readonly candidates: readonly Candidate[]
      readonly more: number
      /** Where the row is one of a poverty list. */
      readonly status?: ListedStatus
      /** Where the row is a line of an attendance sheet. */
      readonly line?: LineToChoose
    }
  /** It may be about somebody who lies out of reach: the office of this area knows. */
  | { readonly code: 'elsewhere'; readonly office: PlaceTold | null }
  | { readonly code: 'not-registered' }
  /** Two rows of the list differ about one household. */
  | { readonly code: 'status-otherwise' }
  /** Somebody looked at those offered, and it is none of them. */
  | { readonly code: 'set-aside'; readonly reason: string }
  | SessionProblem
