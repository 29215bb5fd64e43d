/** A row that may be about somebody, beside those who may be meant. */
import type { Household, Member } from '#capabilities/households/household.ts'
import type { Candidate, RowProblem } from '#capabilities/imports/row-problem.ts'

/** Somebody who may be meant, as the register knows them. */
export interface Offered extends Candidate, Pick<Household, 'place' | 'card'> {
  /** Who lives there, the head first. */
  readonly people: readonly Pick<Member, 'id' | 'nameKm' | 'nameLatin' | 'sex' | 'birthYear' | 'role'>[]
}

export interface RowToChoose {
  readonly row: number
  readonly cells: readonly string[]
  readonly problems: readonly RowProblem[]
  readonly offered: readonly Offered[]
}
