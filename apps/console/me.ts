/** Who is signed in here, and in which programme they are looking. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { type Actor, everything } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import type { Bilingual, Day } from '#door/values.ts'
import { get } from './office.ts'

export interface Me {
  readonly person: {
    readonly key: Key
    readonly nameKm: string | null
    readonly nameLatin: string | null
    readonly place: string
    readonly sample: boolean
  }
  readonly grants: Actor['grants']
  readonly household: Key | null
  readonly relatives: readonly Key[]
  readonly shop: Key | null
  readonly programmes: readonly {
    readonly programme: string
    readonly state: 'open' | 'closed'
    readonly asOf: Day | null
    readonly demonstration: boolean
    readonly names: Bilingual | null
    /** The number that sheets tell people to complain to. */
    readonly complaints: string | null
  }[]
  readonly demonstration: boolean
  /** Of the field app that is served now; null where none is built. */
  readonly fieldVersion: string | null
}

export function useWhoIsHere() {
  return useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/api/me'), retry: false, staleTime: 60_000 })
}

const MeContext = createContext<Me | undefined>(undefined)

export const MeProvider = MeContext.Provider

/** The person behind the screens. Screens stand only where somebody is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('a screen stands before sign-in')
  return me
}

export function actorOf({ person, grants, household, relatives, shop }: Me): Actor {
  return { id: person.key, grants, household, relatives, shop }
}

/** Does any role of theirs carry this? What they may do in which place is for the door. */
export function may({ grants }: Me, permission: string): boolean {
  return grants.some(({ permissions }) => permissions.includes(permission) || permissions.includes(everything))
}
