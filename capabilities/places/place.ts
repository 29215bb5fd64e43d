/**
 * Places: the gazetteer. Codes are text, names are never keys, and a code that somebody still points
 * to is never deleted: it ends, and names its successors.
 */
import type { Key } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import type { Day } from '#door/values.ts'

export const placeKinds = [
  'province',
  'capital',
  'district',
  'municipality',
  'khan',
  'commune',
  'sangkat',
  'village',
] as const
export type PlaceKind = (typeof placeKinds)[number]

/** A unit as decisions see it. It is found by its code, which serves as its key. */
export interface Place {
  readonly key: Key
  readonly programme: string
  readonly place: string
  readonly version: number
  readonly kind: PlaceKind
  readonly parent: string | null
  readonly nameKm: string
  readonly nameLatin: string
  readonly validFrom: Day | null
  readonly validTo: Day | null
  readonly successors: readonly string[]
}

/** Was it on the map that day? */
export function stands(place: Place, day: Day): boolean {
  return (place.validFrom === null || place.validFrom <= day) && (place.validTo === null || day <= place.validTo)
}

/** Why nobody can live or work there on that day. */
export function placeFault(code: string, place: Place | undefined, day: Day): Refusal | undefined {
  if (!place) return refuse('place.unknown', { code })
  return stands(place, day) ? undefined : refuse('place.ended', { code, successors: [...place.successors] })
}

export function isVillage(place: Place): boolean {
  return place.kind === 'village'
}

/** The codes from province down to the place itself: `05`, `0508`, `050801`, `05080101`. */
export function lineage(code: string): string[] {
  return [2, 4, 6, 8].filter((length) => length <= code.length).map((length) => code.slice(0, length))
}
