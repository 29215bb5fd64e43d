/**
 * The village that a row means: by its code, or by its name within a commune and a district.
 *
 * Many villages share a name. What fits several is given back with all of them, for a person to choose.
 */
import type { ListProblem, PlaceTold } from '#capabilities/imports/row-problem.ts'
import { normalise } from '#door/text.ts'

/** A place as lists name it. */
export interface NamedPlace {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
  readonly alternatives: readonly string[]
}

export interface PlaceWords {
  readonly village: string
  readonly commune: string | null
  readonly district: string | null
  readonly province: string | null
}

export type VillageFound = { readonly code: string } | { readonly problem: ListProblem }

export interface Villages {
  has(code: string): boolean
  named(words: PlaceWords): VillageFound
}

const offeredMax = 6
const rememberedMax = 20_000

export function villagesAmong(places: readonly NamedPlace[]): Villages {
  const byCode = new Map(places.map((place) => [place.code, place]))
  const keys = new Map<string, Set<string>>()
  const byKey = new Map<string, string[]>()
  for (const place of places) {
    const own = new Set(
      [place.nameKm, place.nameLatin, ...place.alternatives].map(nameKeyOf).filter((key) => key !== ''),
    )
    keys.set(place.code, own)
    if (place.code.length !== 8) continue
    for (const key of own) {
      const sharing = byKey.get(key)
      if (sharing) sharing.push(place.code)
      else byKey.set(key, [place.code])
    }
  }
  // Neighbours come one after another in a list, with the same words.
  const remembered = new Map<string, VillageFound>()

  return {
    has: (code) => code.length === 8 && byCode.has(code),
    named(words) {
      const asked = `${words.village}\n${words.commune}\n${words.district}\n${words.province}`
      const before = remembered.get(asked)
      if (before) return before
      if (remembered.size >= rememberedMax) remembered.clear()
      const found = find(words)
      remembered.set(asked, found)
      return found
    },
  }

  function find({ village, commune, district, province }: PlaceWords): VillageFound {
    const above = [
      [6, commune],
      [4, district],
      [2, province],
    ] as const
    const fitting = (byKey.get(nameKeyOf(village)) ?? []).filter((code) =>
      above.every(([digits, name]) => name === null || isCalled(code.slice(0, digits), name)),
    )
    const [only, ...others] = fitting
    if (only === undefined) return { problem: { code: 'village-unknown' } }
    if (others.length === 0) return { code: only }
    const villages = fitting.slice(0, offeredMax).map(offered)
    return { problem: { code: 'village-several', villages, more: fitting.length - villages.length } }
  }

  function isCalled(code: string, name: string): boolean {
    return keys.get(code)?.has(nameKeyOf(name)) || code === name || code === `0${name}`
  }

  function offered(code: string): PlaceTold {
    const above = [6, 4].flatMap((digits) => byCode.get(code.slice(0, digits)) ?? [])
    return {
      code,
      km: above.map(({ nameKm }) => nameKm).join(', '),
      latin: above.map(({ nameLatin }) => nameLatin).join(', '),
    }
  }
}

// What kind of place it is often stands before or after its name.
const kinds =
  /^(?:ភូមិ|ឃុំ|សង្កាត់|ស្រុក|ក្រុង|ខណ្ឌ|ខេត្ត|រាជធានី|(?:phum|khum|sangkat|srok|krong|khan|khet)(?= ))\s*|\s(?:village|commune|district|municipality|province|city)$/g

/** Numbers are written as signs or as digits, and spaces as one likes. */
export function nameKeyOf(name: string): string {
  const whole = normalise(name)
  return (whole.replace(kinds, '').trim() || whole).replaceAll(' ', '')
}
