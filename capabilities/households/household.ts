/**
 * Households: who lives together and farms together, and what is known of their poverty status.
 *
 * The status is dated, sourced and kept with its history. *Unknown* is a category of its own; a
 * self-declared status is kept but unlocks nothing; a later loss takes nothing back, because every
 * decision reads the status of its day.
 */
import * as z from 'zod/mini'
import type { Ground } from '#capabilities/households/likeness.rules.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { PovertyCategory } from '#capabilities/windows/window.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
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
  /** Who no longer lives here, and why. The member stays, with everything that was ever received. */
  readonly left?: Leaving
}

export interface Leaving {
  readonly why: 'died' | 'own-household' | 'moved-away'
  readonly on: Day
  /** The household that the member now heads, where it is registered. */
  readonly household: Key | null
  readonly by: Key
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
export interface Suspicion {
  readonly other: Key
  /** Points, and what they were given for, under which rules. */
  readonly score: number
  readonly grounds: readonly Ground[]
  readonly rules: string
  readonly since: Day
  /** When it should be judged. */
  readonly due: Day
  /** The smallest area that holds both households: its office judges. Empty where only the Secretariat can. */
  readonly office: string
  /** Somebody looked and could not tell. */
  readonly unsure: { readonly by: Key; readonly reason: string; readonly at: Instant } | null
}

export interface Judgement {
  readonly other: Key
  readonly verdict: 'same' | 'different'
  readonly reason: string
  /** What the likeness rested on then: something new and strong opens it again. */
  readonly grounds: readonly Ground[]
  readonly by: Key
  readonly at: Instant
}

/** From one village to another. What was received stays with the household. */
export interface Move {
  readonly from: string
  readonly to: string
  readonly on: Day
  readonly by: Key
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
  /** Households it may be the same as, while nobody has judged; most alike first. */
  readonly suspicions: readonly Suspicion[]
  /** The same households, for looking them up from the other side. */
  readonly suspects: readonly Key[]
  /** The first day by which one of them should be judged. */
  readonly judgeBy: Day | null
  readonly judgements: readonly Judgement[]
  /** What records of the same person share; see `matchKeysOf`. */
  readonly matchKeys: readonly string[]
  /** Everything that had been merged into this household when it was merged itself. */
  readonly absorbed: readonly Key[]
  /**
   * Windows of which a voucher was out when this household was merged, or when its head left the one he
   * came from: they count for whoever goes on.
   */
  readonly served: readonly Key[]
  /** The household that its head lived in before, and until when. */
  readonly partedFrom: { readonly household: Key; readonly on: Day } | null
  readonly moves: readonly Move[]
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

/**
 * The household as which this family holds a voucher of a window already: one that was merged into it, or
 * the one its head came from. One person gets nothing twice.
 */
export function servedAs(household: Household, merged: readonly Household[], window: Key): Key | undefined {
  const before = merged.find(({ served }) => served.includes(window))
  return before?.key ?? (household.served.includes(window) ? household.partedFrom?.household : undefined)
}

/** The windows of which a family holds a voucher that was not cancelled, as this household or another. */
export function windowsServed(household: Household, vouchers: readonly Voucher[], merged: readonly Household[]): Key[] {
  const held = vouchers.filter(({ state }) => state !== 'cancelled').map(({ window }) => window)
  return [...new Set([...household.served, ...held, ...merged.flatMap(({ served }) => served)])]
}

/** A household like very many others is told so by its most alike ones. */
export const suspicionsMax = 20

/** The household with these suspicions open and no others. */
export function withSuspicions(household: Household, suspicions: readonly Suspicion[]): Household {
  const open = [...suspicions].sort((one, other) => other.score - one.score).slice(0, suspicionsMax)
  const days = open.map(({ due }) => due).sort()
  return { ...household, suspicions: open, suspects: open.map(({ other }) => other), judgeBy: days[0] ?? null }
}

/** Judged suspicions are closed from either side. */
export function openSuspicions(household: Household, suspectedBy: readonly Household[]): Key[] {
  const from = suspectedBy.filter(({ state }) => state === 'active').map(({ key }) => key)
  return [...new Set([...household.suspects, ...from])]
}

/** Who lives there today. */
export function livingIn({ members }: Pick<Household, 'members'>): Member[] {
  return members.filter(({ left }) => left === undefined)
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
