/**
 * A province's gazetteer: the list its places come from, and what the last list changed.
 *
 * Lists arrive whole from the ministry, with units renamed, split and made anew. A list is held
 * against what is kept: new codes are added, other names replace the old, and a code that a full
 * list no longer has ends. Nothing is ever deleted, because somebody may still live there.
 */
import { type PlaceKind, placeKinds } from '#capabilities/places/place.ts'
import type { Subject } from '#door/command.ts'
import { type Home, type Key, keyOf } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { addDays, type Day, type Instant } from '#door/values.ts'

/** A place with everything that is known of it. Its version is that of the list which last changed it. */
export interface Unit {
  readonly code: string
  readonly version: number
  readonly kind: PlaceKind
  readonly parent: string | null
  readonly nameKm: string
  readonly nameLatin: string
  /** Other spellings in Latin letters that people search by. */
  readonly alternatives: readonly string[]
  readonly latitude: number | null
  readonly longitude: number | null
  readonly validFrom: Day | null
  /** The last day it stood. */
  readonly validTo: Day | null
  readonly successors: readonly string[]
  readonly legalAct: string | null
}

/** A unit as a list names it. What a list does not say stays as it is known. */
export type ListedUnit = Pick<Unit, 'code' | 'kind' | 'parent' | 'nameKm' | 'nameLatin'> &
  Partial<Omit<Unit, 'version'>>

/** Codes, by what a list did to them; `unchanged` is only counted. */
export interface Changes {
  readonly added: readonly string[]
  readonly renamed: readonly string[]
  /** Another kind, spelling, position, date or successor. */
  readonly amended: readonly string[]
  readonly ended: readonly string[]
  /** Ended before, and standing again. */
  readonly restored: readonly string[]
  readonly unchanged: number
}

export interface Gazetteer extends Subject {
  readonly source: string
  /** The day from which the list holds. */
  readonly asOf: Day
  /** Whether the list names every place of the province. */
  readonly complete: boolean
  readonly publishedAt: Instant
  readonly publishedBy: Key
  readonly units: readonly Unit[]
  readonly changes: Changes
}

/** One for each province, so the home is all that tells them apart. */
export function gazetteerKey(province: Home): Key {
  return keyOf(province, '00000000-0000-7000-8000-000000000001')
}

const codeLength: Record<PlaceKind, number> = {
  province: 2,
  capital: 2,
  district: 4,
  municipality: 4,
  khan: 4,
  commune: 6,
  sangkat: 6,
  village: 8,
}

export function kindFits(kind: PlaceKind, code: string): boolean {
  return codeLength[kind] === code.length
}

/** Which kinds a code of this length may have. */
export function kindsFor(code: string): PlaceKind[] {
  return placeKinds.filter((kind) => kindFits(kind, code))
}

export function parentOf(code: string): string | null {
  return code.length > 2 ? code.slice(0, -2) : null
}

/** What a list cannot say, whatever is known already. */
export function faultIn(list: readonly ListedUnit[], known: readonly Unit[], province: Home): Refusal | undefined {
  const standing = new Set([...known.map(({ code }) => code), ...list.map(({ code }) => code)])
  const seen = new Set<string>()
  for (const { code, kind, parent, validFrom, validTo, successors = [], latitude, longitude } of list) {
    const wrong = (problem: string) => refuse('place.list-wrong', { code, problem })
    if (!code.startsWith(province)) return wrong('province')
    if (seen.has(code)) return wrong('twice')
    if (!kindFits(kind, code)) return wrong('kind')
    if (parent !== parentOf(code)) return wrong('parent')
    if (parent !== null && !standing.has(parent)) return wrong('parent-missing')
    if (validFrom && validTo && validTo < validFrom) return wrong('dates')
    if (successors.includes(code)) return wrong('successor')
    if (successors.some((one) => one.startsWith(province) && !standing.has(one))) return wrong('successor')
    if (((latitude ?? null) === null) !== ((longitude ?? null) === null)) return wrong('position')
    seen.add(code)
  }
  return undefined
}

/** The places after a list, and what it did. Pure: the same for the door and for a rehearsal. */
export function compared(
  known: readonly Unit[],
  list: readonly ListedUnit[],
  { version, asOf, complete }: { version: number; asOf: Day; complete: boolean },
): { units: Unit[]; changes: Changes } {
  const before = new Map(known.map((unit) => [unit.code, unit]))
  const added: string[] = []
  const renamed: string[] = []
  const amended: string[] = []
  const ended: string[] = []
  const restored: string[] = []
  let unchanged = 0

  for (const listed of list) {
    const old = before.get(listed.code)
    const unit = merged(old, listed, version)
    if (!old) added.push(unit.code)
    else if (old.validTo === null && unit.validTo !== null) ended.push(unit.code)
    else if (old.validTo !== null && unit.validTo === null) restored.push(unit.code)
    else if (old.nameKm !== unit.nameKm || old.nameLatin !== unit.nameLatin) renamed.push(unit.code)
    else if (!alike(old, unit)) amended.push(unit.code)
    else {
      unchanged += 1
      continue
    }
    before.set(unit.code, unit)
  }

  if (complete) {
    const listed = new Set(list.map(({ code }) => code))
    for (const unit of known) {
      if (listed.has(unit.code)) continue
      if (unit.validTo !== null) unchanged += 1
      else {
        ended.push(unit.code)
        before.set(unit.code, { ...unit, version, validTo: lastDayBefore(asOf, unit.validFrom) })
      }
    }
  }
  return { units: [...before.values()], changes: { added, renamed, amended, ended, restored, unchanged } }
}

export function isUnchanged({ added, renamed, amended, ended, restored }: Changes): boolean {
  return [added, renamed, amended, ended, restored].every((codes) => codes.length === 0)
}

/** From here on a list is more likely cut off than true, and somebody must say that it is meant. */
export function endsMany({ ended }: Changes, known: readonly Unit[]): boolean {
  return ended.length > Math.max(5, known.length / 20)
}

function merged(old: Unit | undefined, listed: ListedUnit, version: number): Unit {
  const { code, kind, parent, nameKm, nameLatin } = listed
  const said = <T>(now: T | undefined, before: T | undefined, otherwise: T): T => now ?? before ?? otherwise
  const unit: Unit = {
    code,
    version,
    kind,
    parent,
    nameKm,
    nameLatin,
    alternatives: said(listed.alternatives, old?.alternatives, []),
    latitude: said(listed.latitude, old?.latitude, null),
    longitude: said(listed.longitude, old?.longitude, null),
    validFrom: said(listed.validFrom, old?.validFrom, null),
    // To be listed without an end is to stand.
    validTo: listed.validTo ?? null,
    successors: said(listed.successors, old?.successors, []),
    legalAct: said(listed.legalAct, old?.legalAct, null),
  }
  return old && alike(old, unit) ? old : unit
}

function alike(one: Unit, other: Unit): boolean {
  const fields = Object.keys(other) as (keyof Unit)[]
  return fields.every((field) => field === 'version' || JSON.stringify(one[field]) === JSON.stringify(other[field]))
}

/** It stood to the day before the list; one that began on that very day stood for a day. */
function lastDayBefore(asOf: Day, validFrom: Day | null): Day {
  const last = addDays(asOf, -1)
  return validFrom !== null && validFrom > last ? validFrom : last
}
