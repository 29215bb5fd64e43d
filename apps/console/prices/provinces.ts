/** The provinces whose board can be opened: somebody's own first, then those whose prices are known. */
import type { Month } from '#capabilities/markets/price.ts'
import { type Read, useRead } from '../reading.tsx'

export interface Province {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
  /** The latest month of which prices are known, if there are any. */
  readonly latest: Month | null
}

export interface Provinces {
  readonly own: readonly Province[]
  readonly others: readonly Province[]
}

export function useProvinces(programme: string | undefined): Read<Provinces> {
  const reached = useRead<Omit<Province, 'latest'>[]>('place.under', { parent: null })
  const known = useRead<Province[]>('price.provinces', { programme }, programme !== undefined)
  const latest = new Map(known.data?.map((province) => [province.code, province.latest]))
  const own = reached.data?.map(({ code, nameKm, nameLatin }) => ({
    ...{ code, nameKm, nameLatin },
    latest: latest.get(code) ?? null,
  }))
  const codes = new Set(own?.map(({ code }) => code))
  return {
    data: own && known.data && { own, others: known.data.filter(({ code }) => !codes.has(code)) },
    error: reached.error ?? known.error,
    isPending: reached.isPending || known.isPending,
    refetch: () => [reached.refetch(), known.refetch()],
  }
}
