/**
 * Households: who lives together and farms together, and what is known of their poverty status.
 *
 * The status is dated, sourced and kept with its history. *Unknown* is a category of its own; a
 * self-declared status is kept but unlocks nothing; a later loss takes nothing back, because every
 * decision reads the status of its day.
 */
import * as z from 'zod/mini'
import type { PovertyCategory } from '#capabilities/windows/window.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { normalise, similarity } from '#door/text.ts'
import { type Day, type Instant, Line, type Position, type Sex } from '#door/values.ts'

export const memberRoles = ['head', 'spouse', 'child', 'parent', 'other'] as const

export interface Member {
  readonly id: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: Sex
  readonly birthYear: number | null
  readonly role: (typeof memberRoles)[number]
  readonly identityNumber: string | null
}

/** How a status came to be known. Only the first two unlock a poor household's share. */
export const povertySources = ['card-seen', 'ministry-list', 'self-declared'] as const

export interface PovertyEntry {
  readonly category: Exclude<PovertyCategory, 'exception' | 'unknown'>
  readonly source: (typeof povertySources)[number]
  readonly card: string | null
  readonly issuedOn: Day | null
  readonly expiresOn: Day | null
  readonly photo: string | null
  readonly recordedOn: Day
  readonly recordedBy: Key
}

/** "Poor but not on the list": decided above the commune, with evidence, counted apart. */
export interface PovertyException {
  readonly reason: string
  readonly photo: string
  readonly on: Day
  readonly by: Key
}

/** The other household looks like this one; open until a person has said same or not. */
export interface Judgement {
  readonly other: Key
  readonly verdict: 'same' | 'different'
  readonly reason: string
  readonly by: Key
  readonly at: Instant
}

export interface Household extends Subject {
  readonly state: 'active' | 'merged' | 'closed'
  readonly mergedInto: Key | null
  readonly members: readonly Member[]
  /** The head's, copied up so that a likely duplicate can be found by equality. */
  readonly birthYear: number | null
  readonly card: string | null
  readonly identityNumbers: readonly string[]
  readonly phones: readonly { number: string; shared: boolean }[]
  readonly poverty: readonly PovertyEntry[]
  readonly exception: PovertyException | null
  readonly consent: { version: string; givenOn: Day; withdrawnOn: Day | null }
  readonly recipient: { name: string; phone: string | null; relation: string; consentOn: Day } | null
  /** Who asked the questions; null when the farmer answered alone. */
  readonly assistedBy: Key | null
  readonly registeredBy: Key
  readonly registeredOn: Day
  readonly position: Position | null
  /** Households it may be the same as, while nobody has judged. */
  readonly suspects: readonly Key[]
  readonly judgements: readonly Judgement[]
  readonly landSquareMetres: number | null
  readonly water: string | null
}

export const CardNumber = z.string().check(z.regex(/^[0-9A-Z][0-9A-Z/-]{3,29}$/))
export const IdentityNumber = z.string().check(z.regex(/^\d{9,12}$/))
export const BirthYear = z.int().check(z.minimum(1900), z.maximum(2100))
export const PersonName = Line(80)

export function headOf(household: Household): Member {
  const head = household.members.find(({ role }) => role === 'head')
  if (!head) throw new Error(`household ${household.key} has no head`)
  return head
}

/**
 * The category in force on a day: the latest entry recorded by then and not run out, whatever its
 * order of arrival. Self-declared entries never count, and an exception counts where no listed
 * poverty does.
 */
export function categoryOn(household: Household, day: Day): PovertyCategory {
  const proven = household.poverty
    .filter(
      ({ source, recordedOn, expiresOn }) =>
        source !== 'self-declared' && recordedOn <= day && (expiresOn === null || day <= expiresOn),
    )
    .reduce<PovertyEntry | undefined>(
      (last, entry) => (last === undefined || entry.recordedOn >= last.recordedOn ? entry : last),
      undefined,
    )
  if (proven && proven.category !== 'general') return proven.category
  if (household.exception && household.exception.on <= day) return 'exception'
  return proven?.category ?? 'unknown'
}

/** Names this alike, in the same village, with the same year of birth, are worth a person's look. */
export const likeness = 0.92

export function areAlike(
  one: Pick<Member, 'nameKm' | 'nameLatin'>,
  other: Pick<Member, 'nameKm' | 'nameLatin'>,
): boolean {
  return alike(one.nameKm, other.nameKm) || alike(one.nameLatin, other.nameLatin)
}

/** A missing name is like nothing. */
function alike(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && similarity(normalise(one), normalise(other)) >= likeness
}

/** What a suspicion rests on, strongest first; undefined where nothing does. */
export function resemblance(one: Household, other: Household): 'card' | 'identity' | 'name' | undefined {
  if (one.key === other.key || other.state !== 'active') return undefined
  if (one.card !== null && one.card === other.card) return 'card'
  if (one.identityNumbers.some((number) => other.identityNumbers.includes(number))) return 'identity'
  const neighbours = one.place === other.place && one.birthYear !== null && one.birthYear === other.birthYear
  return neighbours && areAlike(headOf(one), headOf(other)) ? 'name' : undefined
}

/** Judged suspicions are closed from either side. */
export function openSuspicions(household: Household, suspectedBy: readonly Household[]): Key[] {
  const from = suspectedBy.filter(({ state }) => state === 'active').map(({ key }) => key)
  return [...new Set([...household.suspects, ...from])]
}

/** A household as a list shows it. */
export interface HouseholdRow {
  readonly key: string
  readonly place: string
  readonly state: Household['state']
  readonly registeredOn: string
  readonly members: Household['members']
  readonly suspects: number
  readonly phones: number
}
