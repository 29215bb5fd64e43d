/** The queue as pairs: a household may wait to be judged against several. */
import type { OpenSuspicion, Relation, SuspectedRow } from '#capabilities/households/household.relations.ts'
import { usePages } from '../paged.ts'
import { useProgramme } from '../programme.tsx'

export interface Pair {
  /** The household that would step behind the other. */
  readonly one: Relation
  /** Null where it lies out of reach. */
  readonly other: Relation | null
  readonly suspicion: OpenSuspicion
}

export function useQueue() {
  const { programme } = useProgramme()
  const pages = usePages<SuspectedRow>(
    'household.suspected',
    { programme: programme?.programme },
    ({ judgeBy, key }) => ({ judgeBy, key }),
  )
  return { ...pages, data: pages.data?.flatMap(pairsOf) }
}

function pairsOf(row: SuspectedRow): Pair[] {
  return row.suspicions.map((suspicion) => ({ one: row, other: suspicion.other, suspicion }))
}
