/** Names for place codes: asked for a whole page at once, kept for the visit. */
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { lineage } from '#capabilities/places/place.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { read } from './office.ts'

interface Named {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
}

const PlacesContext = createContext<ReadonlyMap<string, Named>>(new Map())

/** Everything within may name these places. */
export function PlaceNames({ codes, children }: { codes: readonly string[]; children: ReactNode }) {
  const wanted = [...new Set(codes.flatMap(lineage))].sort()
  const { data } = useQuery({
    queryKey: ['places', wanted],
    queryFn: () => read<Named[]>('place.these', { codes: wanted.slice(0, 400) }),
    enabled: wanted.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return <PlacesContext value={new Map((data ?? []).map((place) => [place.code, place]))}>{children}</PlacesContext>
}

/** `Amleang, Thpong`; the code alone while the name is not known. */
export function PlaceName({ code, levels = 2 }: { code: string; levels?: number }) {
  const language = useLanguage()
  const places = useContext(PlacesContext)
  if (code === '') return <>{m.public_place_country()}</>
  const names = lineage(code)
    .reverse()
    .slice(0, levels)
    .map((one) => places.get(one))
    .map((place) => place && (language === 'km' ? place.nameKm : place.nameLatin))
  return <span title={code}>{names.some((name) => name) ? names.filter(Boolean).join(', ') : code}</span>
}
