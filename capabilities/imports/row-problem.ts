/** What is wrong with a row of a list: with one of its cells, with several together, or with what is asked of the door. */
import type { CellProblem } from '#capabilities/imports/reading.ts'
import type { Refusal } from '#door/refusal.ts'

export interface RowProblem {
  /** The column, counted from 0, or null where no single one is to blame. */
  readonly column: number | null
  /** The value as it was written. */
  readonly text: string
  readonly problem: CellProblem | ListProblem | { readonly code: 'refused'; readonly refusal: Refusal }
}

/** A village as it is offered to choose from. */
export interface VillageOffered {
  readonly code: string
  readonly km: string
  readonly latin: string
}

export type ListProblem =
  | { readonly code: 'missing'; readonly field: string }
  | { readonly code: 'village-unknown' }
  | { readonly code: 'village-several'; readonly villages: readonly VillageOffered[]; readonly more: number }
  | { readonly code: 'consent-refused' }
  | { readonly code: 'not-an-identity-number' }
  | { readonly code: 'not-a-card-number' }
  | { readonly code: 'not-a-poverty-category' }
  /** The list has another answer now than when the row was taken in. */
  | { readonly code: 'changed-since' }
