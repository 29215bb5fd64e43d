/** Where the demonstration takes place: the communes that the gazetteer of the project holds with their villages. */
import type { ListedUnit } from '#capabilities/places/gazetteer.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { firstOfMonth } from '#dev/rush-it/calendar.ts'
import { addDays, type Day } from '#door/values.ts'

export interface Commune {
  readonly code: string
  readonly district: string
  readonly province: string
  readonly villages: readonly string[]
  /** The commune that its extension workers also serve, to check what their neighbours have helped with. */
  readonly next: string
  /** The day its first household may be registered. */
  readonly startsOn: Day
  /** How many households it has, compared with others. */
  readonly weight: number
}

export function communesOf(seed: number, places: readonly ListedUnit[]): Commune[] {
  const chance = chanceOf(seed, 'areas')
  const villages = new Map<string, string[]>()
  for (const { code, parent } of places) {
    if (code.length === 8) villages.set(parent!, [...(villages.get(parent!) ?? []), code])
  }
  const codes = [...villages.keys()].sort()
  const starts = startsOf(chance, [...new Set(codes.map((code) => code.slice(0, 2)))])

  return codes.map((code) => {
    const neighbours = codes.filter((other) => other !== code && other.startsWith(code.slice(0, 4)))
    const later = neighbours.find((other) => other > code) ?? neighbours[0]
    return {
      code,
      district: code.slice(0, 4),
      province: code.slice(0, 2),
      villages: villages.get(code)!,
      next: later ?? codes.find((other) => other !== code && other.startsWith(code.slice(0, 2))) ?? code,
      startsOn: addDays(starts.get(code.slice(0, 2))!, chance.below(4)),
      weight: 0.6 + chance.unit(),
    }
  })
}

/** Three provinces begin in October 2020, the others follow until the new year. */
function startsOf(chance: Chance, provinces: readonly string[]): Map<string, Day> {
  const pilots = ['05', ...chance.shuffled(provinces.filter((one) => one !== '05'))]
  return new Map(
    pilots.map((province, place) => {
      const month = place < 3 ? 0 : place < 8 ? 1 : 2
      return [province, addDays(firstOfMonth(month), month === 0 ? 15 : chance.between(4, 16))]
    }),
  )
}
