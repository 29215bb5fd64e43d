/**
 * Who a line of an attendance sheet means, of those who are registered.
 *
 * Nobody is put on a list by guessing. One person alone must fit: the name agrees, nothing contradicts,
 * and a number of theirs or the village they live in speaks for it. What fits several, or one not well
 * enough, is offered to somebody to choose from. What is missing neither agrees nor contradicts.
 */
import { type Household, livingIn, type Member } from '#capabilities/households/household.ts'
import type { Ground, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { nameCloseness } from '#capabilities/households/likeness.ts'
import type { Key } from '#door/key.ts'
import type { Sex } from '#door/values.ts'

/** What a line says of somebody. */
export interface Attendee {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: Sex | null
  readonly birthYear: number | null
  /** Where they live, as far as the sheet says; else where the session was held. */
  readonly village: string
  readonly phone: string | null
  readonly card: string | null
  readonly identityNumber: string | null
}

export type Registered = Pick<Household, 'key' | 'place' | 'phones' | 'card' | 'identityNumbers' | 'members'>

export interface Likely {
  readonly household: Key
  readonly member: string
  /** What speaks for them. */
  readonly grounds: readonly Ground[]
}

export type Found =
  | { readonly is: 'sure'; readonly person: Likely }
  /** The likeliest first; `more` are not named. */
  | { readonly is: 'possible'; readonly persons: readonly Likely[]; readonly more: number }
  | { readonly is: 'unmatched' }

interface Weighed extends Likely {
  readonly name: number
  readonly isContradicted: boolean
  readonly sharesNumber: boolean
  readonly sharesYear: boolean
  readonly isNeighbour: boolean
}

/** `isWhole`: the households are all that there are in the village, so that who bears a name alone is known. */
export function whoIs(
  attendee: Attendee,
  households: readonly Registered[],
  rules: MatchingRules,
  isWhole: boolean,
): Found {
  const { agrees, alone, near, offered } = rules.attendee
  const likely = households
    .flatMap((household) => livingIn(household).map((member) => weighed(attendee, household, member, rules)))
    .filter(({ name }) => name >= near)
  const bearers = likely.filter(({ isNeighbour, isContradicted }) => isNeighbour && !isContradicted)
  const fitting = likely.filter(
    ({ name, isContradicted, sharesNumber, isNeighbour, sharesYear }) =>
      name >= agrees &&
      !isContradicted &&
      (sharesNumber || (isNeighbour && (sharesYear || (isWhole && name >= alone && bearers.length === 1)))),
  )
  const [only, ...others] = fitting
  if (only && others.length === 0) return { is: 'sure', person: likelyOf(only) }

  const possible = likely
    .filter(
      ({ name, isContradicted, sharesNumber, isNeighbour }) =>
        !isContradicted || (name >= agrees && (sharesNumber || isNeighbour)),
    )
    .sort(likeliestFirst)
  if (possible.length === 0) return { is: 'unmatched' }
  const persons = possible.slice(0, offered).map(likelyOf)
  return { is: 'possible', persons, more: possible.length - persons.length }
}

function weighed(attendee: Attendee, household: Registered, member: Member, rules: MatchingRules): Weighed {
  const [one, other] = [attendee.birthYear, member.birthYear]
  const apart = one === null || other === null ? null : Math.abs(one - other)
  const isContradicted =
    (attendee.sex !== null && attendee.sex !== member.sex) ||
    (apart !== null && apart > rules.attendee.yearsApart) ||
    differ(attendee.identityNumber, member.identityNumber)
  const numbers = numbersShared(attendee, household)
  const sharesYear = apart !== null && apart <= rules.attendee.yearsApart
  const isNeighbour = household.place === attendee.village
  const isNobody = isContradicted && numbers.length === 0 && !isNeighbour
  return {
    ...{ household: household.key, member: member.id, isContradicted, sharesYear, isNeighbour },
    sharesNumber: numbers.length > 0,
    name: isNobody ? 0 : nameCloseness(attendee, member, rules),
    grounds: [...numbers, 'name', ...(sharesYear ? year : []), ...(isNeighbour ? village : [])],
  }
}

const year: readonly Ground[] = ['birth-year']
const village: readonly Ground[] = ['village']

function numbersShared({ card, identityNumber, phone }: Attendee, household: Registered): Ground[] {
  const shared: Ground[] = []
  if (agree(plain(card), plain(household.card))) shared.push('card')
  if (household.identityNumbers.some((number) => agree(identityNumber, number))) shared.push('identity')
  if (household.phones.some(({ number }) => agree(phone, number))) shared.push('phone')
  return shared
}

function likelyOf({ household, member, grounds }: Weighed): Likely {
  return { household, member, grounds }
}

function likeliestFirst(one: Weighed, other: Weighed): number {
  const [mine, theirs] = [ranksOf(one), ranksOf(other)]
  const at = mine.findIndex((rank, place) => rank !== theirs[place])
  return at < 0 ? 0 : theirs[at]! - mine[at]!
}

function ranksOf({ isContradicted, sharesNumber, isNeighbour, sharesYear, name }: Weighed): number[] {
  return [Number(!isContradicted), Number(sharesNumber), Number(isNeighbour), Number(sharesYear), name]
}

function agree(one: string | null, other: string | null): boolean {
  return one !== null && one !== '' && one === other
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}

function plain(card: string | null): string | null {
  return card?.replace(/[^0-9A-Za-z]/g, '').toUpperCase() ?? null
}
