/** The places that come with the product: the provinces, and where the demonstration takes place. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type ListedUnit, parentOf } from '#capabilities/places/gazetteer.ts'
import { placeKinds } from '#capabilities/places/place.ts'
import { Day, Line, PlaceCode } from '#door/values.ts'
import { parsed } from './mistake.ts'

const PlacesFile = z.strictObject({
  source: Line(200),
  asOf: Day,
  places: z.record(
    PlaceCode,
    z.strictObject({ kind: z.enum(placeKinds), km: Line(120), latin: Line(120), also: z.optional(z.array(Line(120))) }),
  ),
})

export interface BuiltInPlaces {
  readonly source: string
  readonly asOf: Day
  readonly units: readonly ListedUnit[]
}

export function builtInPlaces(folder: string): BuiltInPlaces {
  const file = join(folder, 'places.json')
  const { source, asOf, places } = parsed(PlacesFile, readFileSync(file, 'utf8'), 'programmes/places.json')
  const units = Object.entries(places)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { kind, km, latin, also }]): ListedUnit => {
      const unit = { code, kind, parent: parentOf(code), nameKm: km, nameLatin: latin }
      return also ? { ...unit, alternatives: also } : unit
    })
  return { source, asOf, units }
}
