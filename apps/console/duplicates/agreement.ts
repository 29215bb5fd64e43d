/**
 * Two households held against each other, field by field: for the eye of whoever judges, not for the points.
 *
 * A missing value neither agrees nor differs.
 */
import { type Household, headOf, livingIn, type Member } from '#capabilities/households/household.ts'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { compareNames, heard, isSlip } from '#capabilities/households/name.ts'
import { normalise } from '#door/text.ts'

export type Agreement = 'same' | 'alike' | 'differs' | 'unknown'

export const fields = [
  'nameKm',
  'nameLatin',
  'sex',
  'birthYear',
  'village',
  'phones',
  'card',
  'identity',
  'members',
] as const
export type FieldName = (typeof fields)[number]

/** Years by which a remembered year of birth is often off. */
const yearsOff = 2

export function agreementIn(one: Household, other: Household): Record<FieldName, Agreement> {
  const [a, b] = [headOf(one), headOf(other)]
  return {
    nameKm: ofNames(a, b, 'nameKm', 'nameLatin'),
    nameLatin: ofNames(a, b, 'nameLatin', 'nameKm'),
    sex: a.sex === b.sex ? 'same' : 'differs',
    birthYear: ofYears(a.birthYear, b.birthYear),
    village: ofPlaces(one.place, other.place),
    phones: ofSets(
      one.phones.map(({ number }) => number),
      other.phones.map(({ number }) => number),
    ),
    card: ofCards(one.card, other.card),
    identity: ofSets(one.identityNumbers, other.identityNumbers),
    members: ofMembers(one, other),
  }
}

function ofNames(a: Member, b: Member, script: 'nameKm' | 'nameLatin', otherScript: 'nameKm' | 'nameLatin'): Agreement {
  const [mine, theirs] = [a[script], b[script]]
  if (mine && theirs) {
    if (normalise(mine) === normalise(theirs)) return 'same'
    return soundsLike(mine, theirs, false) ? 'alike' : 'differs'
  }
  // Written in one script here and in the other there: only the ear can compare them.
  const across = mine ? b[otherScript] : theirs && a[otherScript]
  const written = mine ?? theirs
  if (!written || !across || (a[otherScript] && b[otherScript])) return 'unknown'
  return soundsLike(written, across, true) ? 'alike' : 'differs'
}

function soundsLike(one: string, other: string, across: boolean): boolean {
  const [a, b] = [heard(one), heard(other)]
  return a !== undefined && b !== undefined && compareNames(a, b, across, builtInRules).points > 0
}

function ofYears(one: number | null, other: number | null): Agreement {
  if (one === null || other === null) return 'unknown'
  if (one === other) return 'same'
  return Math.abs(one - other) <= yearsOff ? 'alike' : 'differs'
}

/** Two villages of one commune are near. */
function ofPlaces(one: string, other: string): Agreement {
  if (one === other) return 'same'
  return one.slice(0, 6) === other.slice(0, 6) ? 'alike' : 'differs'
}

function ofSets(one: readonly string[], other: readonly string[]): Agreement {
  if (one.length === 0 || other.length === 0) return 'unknown'
  return one.some((value) => other.includes(value)) ? 'same' : 'differs'
}

function ofCards(one: string | null, other: string | null): Agreement {
  if (!one || !other) return 'unknown'
  const [a, b] = [one, other].map((card) => card.replace(/[^0-9A-Za-z]/g, '').toUpperCase()) as [string, string]
  if (a === b) return 'same'
  return isSlip(a, b) ? 'alike' : 'differs'
}

/** Whoever lives there beside the head. */
function ofMembers(one: Household, other: Household): Agreement {
  const [mine, theirs] = [one, other].map((household) =>
    livingIn(household)
      .filter(({ role }) => role !== 'head')
      .map(({ nameKm, nameLatin }) => nameKm ?? nameLatin ?? ''),
  ) as [string[], string[]]
  if (mine.length === 0 || theirs.length === 0) return 'unknown'
  const found = mine.filter((name) => theirs.some((theirName) => isOneName(name, theirName)))
  if (found.length === 0) return 'differs'
  return found.length === mine.length && found.length === theirs.length ? 'same' : 'alike'
}

function isOneName(one: string, other: string): boolean {
  return normalise(one) === normalise(other) || soundsLike(one, other, isKhmer(one) !== isKhmer(other))
}

function isKhmer(name: string): boolean {
  return /[\u1780-\u17ff]/.test(name)
}
