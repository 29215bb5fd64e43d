/** Publishing lists of places, a province at a time, as the door takes them. */
import { randomBytes } from 'node:crypto'
import type { InputOf } from '#capabilities/commands.ts'
import { gazetteerStore } from '#capabilities/places/gazetteer.store.ts'
import {
  type Changes,
  compared,
  type Gazetteer,
  gazetteerKey,
  isUnchanged,
  type ListedUnit,
} from '#capabilities/places/gazetteer.ts'
import { type Home, homeOf, uuidv7 } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import type { Day } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Door } from '#server/door.ts'

export interface PlaceList {
  readonly source: string
  readonly asOf: Day
  /** Whether it names every place of each province that it names. */
  readonly complete: boolean
  readonly units: readonly ListedUnit[]
  /** By province: how many places are known to end, where they are many. */
  readonly ends?: Readonly<Record<Home, number>>
}

export interface Published {
  readonly province: Home
  readonly before: Gazetteer | undefined
  readonly changes: Changes
  readonly refusal?: Refusal
}

interface Parts {
  readonly pool: Pool
  readonly door: Pick<Door, 'ask'>
  readonly now: () => Date
}

/**
 * Asks the door for each province in which something changes; what is the same already is not asked.
 * A rehearsal asks nothing and says what would change.
 */
export async function publishPlaces(
  list: PlaceList,
  { pool, door, now }: Parts,
  how: 'publish' | 'rehearse' = 'publish',
): Promise<Published[]> {
  const provinces = [...new Set(list.units.map(({ code }) => homeOf(code)))].sort()
  const published: Published[] = []
  // One after another: the lists are large, and nobody waits for them.
  for (const province of provinces) {
    const key = gazetteerKey(province)
    const [before] = await gazetteerStore.find([key], false, pool)
    const units = withProvince(
      province,
      list.units.filter(({ code }) => homeOf(code) === province),
      before,
    )
    const version = (before?.version ?? 0) + 1
    const { changes } = compared(before?.units ?? [], units, { ...list, version })
    if (how === 'rehearse' || isUnchanged(changes)) {
      published.push({ province, before, changes })
      continue
    }

    const input: InputOf<'gazetteer.publish'> = {
      source: list.source,
      asOf: list.asOf,
      complete: list.complete,
      units: units as InputOf<'gazetteer.publish'>['units'],
      ...(list.ends?.[province] === undefined ? {} : { ends: list.ends[province] }),
    }
    const at = now()
    const answer = await door.ask(
      {
        id: uuidv7(at.getTime(), randomBytes(10)),
        home: province,
        name: 'gazetteer.publish',
        about: key,
        input,
        person: systemKey,
        device: null,
        n: 0,
        askedAt: at.toISOString(),
        lastServerTime: null,
        after: [],
        signature: null,
      },
      systemKey,
    )
    if (answer.outcome === 'refused') published.push({ province, before, changes, refusal: answer.refusal })
    else if (answer.outcome === 'accepted') published.push({ province, before, changes })
    else throw new Error(`the places of province ${province} were not decided: ${answer.outcome}`)
  }
  return published
}

/** The places that come with the product, in the provinces of which nothing is known yet. */
export async function publishBuiltInPlaces(
  { source, asOf, units }: Pick<PlaceList, 'source' | 'asOf' | 'units'>,
  parts: Parts,
): Promise<void> {
  const { rows } = await parts.pool.query<{ home: Home }>('select home from gazetteer')
  const known = new Set(rows.map(({ home }) => home))
  const missing = units.filter(({ code }) => !known.has(homeOf(code)))
  await publishPlaces({ source, asOf, complete: false, units: missing }, parts)
}

/** The ministry's file has no line for the province itself; it is the one that is known. */
function withProvince(province: Home, units: readonly ListedUnit[], before: Gazetteer | undefined): ListedUnit[] {
  const kept = before?.units.find(({ code }) => code === province)
  if (units.some(({ code }) => code === province) || !kept) return [...units]
  const { version: _, validFrom: __, validTo: ___, latitude: ____, longitude: _____, legalAct: ______, ...unit } = kept
  return [unit, ...units]
}
