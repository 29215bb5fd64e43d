/** Households beside each other, as screens are told of them: suspected, judged, joined, parted. */
import type { Household, Judgement, Member, Suspicion } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import type { Day, Instant } from '#door/values.ts'

/** A household as it stands beside another. */
export interface Relation {
  readonly key: Key
  readonly place: string
  readonly state: Household['state']
  readonly mergedInto: Key | null
  readonly registeredOn: Day
  readonly head: Pick<Member, 'nameKm' | 'nameLatin'>
}

/** The other is null where it lies out of reach; then there are no points and no grounds either. */
export interface OpenSuspicion extends Pick<Suspicion, 'score' | 'grounds' | 'since' | 'due' | 'office'> {
  readonly other: Relation | null
  readonly unsure: { readonly reason: string; readonly at: Instant } | null
}

export interface SuspectedRow extends Relation {
  readonly programme: string
  readonly judgeBy: Day
  readonly suspicions: readonly OpenSuspicion[]
}

export interface JudgedRow extends Relation {
  readonly judgedAt: Instant
  readonly judgements: readonly (Pick<Judgement, 'verdict' | 'reason' | 'at'> & {
    readonly other: Relation | null
    readonly by: Named | null
  })[]
}

export interface Named {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

/** Everybody whom a household's record names, as far as the reader reaches. */
export interface Ties {
  readonly households: readonly Relation[]
  readonly people: readonly Named[]
}
