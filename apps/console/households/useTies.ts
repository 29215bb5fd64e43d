import type { Named, Relation, Ties } from '#capabilities/households/household.relations.ts'
import type { Key } from '#door/key.ts'
import { useRead } from '../reading.tsx'

/** Who stands behind the keys that a household's record names; nothing of those out of reach. */
export interface Known {
  household(key: Key | null | undefined): Relation | undefined
  person(key: Key | null | undefined): Named | undefined
  readonly isComplete: boolean
  /** Registrations that were joined with this one, and with those before. */
  readonly joined: readonly Relation[]
}

export function useTies(key: Key): Known {
  const { data } = useRead<Ties | null>('household.ties', { key })
  const households = data?.households ?? []
  const joined = households.filter(({ mergedInto }) => mergedInto === key)
  const before = households.filter(({ mergedInto }) => joined.some((one) => one.key === mergedInto))
  return {
    isComplete: data !== undefined,
    household: (wanted) => households.find((one) => one.key === wanted),
    person: (wanted) => data?.people.find((one) => one.key === wanted),
    joined: [...joined, ...before],
  }
}
