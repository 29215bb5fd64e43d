/**
 * Same person? Two households compared on card, identity number, phone, names, birth year and village.
 *
 * A missing value never matches and never contradicts. What opens a suspicion is a person's to judge;
 * nothing here decides that two are the same.
 */
import { type Household, livingIn, type Member } from '#capabilities/households/household.ts'
import { type Ground, grounds, type KeyRecipe, type MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { compareNames, type Heard, heard, isSlip } from '#capabilities/households/name.ts'
import { skeletonOf } from '#capabilities/households/sound.ts'
import type { Key } from '#door/key.ts'
import type { Sex } from '#door/values.ts'

/** As a record or a list knows somebody; a list may leave out the sex. */
export type Person = Pick<Member, 'nameKm' | 'nameLatin' | 'birthYear' | 'role'> & { readonly sex: Sex | null }

/** What two households are compared by; a missing value is null or empty. */
export interface Evidence {
  readonly key: Key
  readonly place: string
  readonly card: string | null
  readonly identityNumbers: readonly string[]
  readonly phones: readonly { readonly number: string; readonly shared: boolean }[]
  /** Everybody who lives there, the head first. */
  readonly people: readonly Person[]
}

export interface Likeness {
  readonly score: number
  readonly grounds: readonly Ground[]
}

export function evidenceOf({ key, place, card, identityNumbers, phones, members }: Household): Evidence {
  const people = livingIn({ members }).sort((one, other) => Number(other.role === 'head') - Number(one.role === 'head'))
  return { key, place, card, identityNumbers, phones, people }
}

/** Undefined below the threshold. */
export function likenessOf(one: Evidence, other: Evidence, rules: MatchingRules): Likeness | undefined {
  if (one.key === other.key) return undefined
  const found = new Set<Ground>()
  const numbers = compareCards(one, other, rules, found) + compareIdentities(one, other, rules, found)
  const isEnough = rules.enough.some((ground) => found.has(ground))
  const people = closestPeople(one, other, rules)
  if (!isEnough && (people === undefined || people.name <= 0)) return undefined

  const around = comparePhones(one, other, rules, found) + comparePlaces(one.place, other.place, rules, found)
  for (const ground of people?.grounds ?? []) found.add(ground)
  const score = Math.round(numbers + around + (people?.points ?? 0))
  if (!isEnough && score < rules.threshold) return undefined
  return {
    score: isEnough ? Math.max(score, rules.threshold) : score,
    grounds: grounds.filter((ground) => found.has(ground)),
  }
}

function compareCards(one: Evidence, other: Evidence, rules: MatchingRules, found: Set<Ground>): number {
  const [a, b] = [plainNumber(one.card ?? ''), plainNumber(other.card ?? '')]
  if (a === '' || b === '') return 0
  if (a === b) {
    found.add('card')
    return rules.card.same
  }
  if (!isSlip(a, b)) return rules.card.differs
  found.add('card-nearly')
  return rules.card.near
}

function compareIdentities(one: Evidence, other: Evidence, rules: MatchingRules, found: Set<Ground>): number {
  const [a, b] = [one.identityNumbers.filter(isGiven), other.identityNumbers.filter(isGiven)]
  if (a.length === 0 || b.length === 0) return 0
  if (!a.some((number) => b.includes(number))) return rules.identity.differs
  found.add('identity')
  return rules.identity.same
}

function comparePhones(one: Evidence, other: Evidence, rules: MatchingRules, found: Set<Ground>): number {
  const [a, b] = [one.phones.filter(({ number }) => number !== ''), other.phones.filter(({ number }) => number !== '')]
  if (a.length === 0 || b.length === 0) return 0
  let points = rules.phone.differs
  for (const mine of a) {
    for (const theirs of b) {
      if (mine.number !== theirs.number) continue
      found.add('phone')
      points = Math.max(points, mine.shared || theirs.shared ? rules.phone.shared : rules.phone.same)
    }
  }
  return points
}

function comparePlaces(one: string, other: string, { place }: MatchingRules, found: Set<Ground>): number {
  if (one === '' || other === '') return 0
  if (one === other) {
    found.add('village')
    return place.village
  }
  if (one.slice(0, 6) === other.slice(0, 6)) return place.commune
  if (one.slice(0, 4) === other.slice(0, 4)) return place.district
  return one.slice(0, 2) === other.slice(0, 2) ? place.province : place.elsewhere
}

interface Pair {
  readonly points: number
  /** Of the points, those for the name. */
  readonly name: number
  readonly grounds: readonly Ground[]
}

/** The pair of persons most alike, one of them a head; and how the rest of the two couples fits it. */
function closestPeople(one: Evidence, other: Evidence, rules: MatchingRules): Pair | undefined {
  const [mine, theirs] = [one.people[0], other.people[0]]
  if (!mine || !theirs) return undefined
  let best = withHalves(comparePeople(mine, theirs, theirs.role, rules), spouseIn(one), spouseIn(other), rules)
  for (const person of other.people) {
    if (person === theirs || compareSexes(person, mine, rules) < 0) continue
    const half = person.role === 'spouse' ? theirs : undefined
    best = better(best, withHalves(comparePeople(mine, person, person.role, rules), spouseIn(one), half, rules))
  }
  for (const person of one.people) {
    if (person === mine || compareSexes(person, theirs, rules) < 0) continue
    const half = person.role === 'spouse' ? mine : undefined
    best = better(best, withHalves(comparePeople(person, theirs, person.role, rules), half, spouseIn(other), rules))
  }
  return best
}

function better(one: Pair, other: Pair): Pair {
  return other.points > one.points ? other : one
}

function spouseIn({ people }: Evidence): Person | undefined {
  return people.find(({ role }) => role === 'spouse')
}

function withHalves(pair: Pair, one: Person | undefined, other: Person | undefined, rules: MatchingRules): Pair {
  if (!one || !other || pair.name <= 0) return pair
  const { points, strangers } = comparePersonNames(one, other, rules) ?? { points: 0, strangers: 0 }
  if (points > 0 && strangers === 0) {
    return { ...pair, points: pair.points + Math.min(points, rules.couple.same), grounds: [...pair.grounds, 'couple'] }
  }
  return strangers > 0 ? { ...pair, points: pair.points + rules.couple.differs } : pair
}

function comparePeople(one: Person, other: Person, role: Person['role'], rules: MatchingRules): Pair {
  const name = comparePersonNames(one, other, rules)
  if (!name || name.points <= 0) return { points: name?.points ?? 0, name: name?.points ?? 0, grounds: [] }
  const years = compareYears(one.birthYear, other.birthYear, rules)
  const points = name.points + years + compareSexes(one, other, rules) + rules.role[role]
  const agreed: Ground[] = [name.across ? 'name-across-scripts' : 'name']
  if (role === 'spouse') agreed.push('couple')
  if (years > 0) agreed.push('birth-year')
  return { points, name: name.points, grounds: agreed }
}

type Named = Pick<Person, 'nameKm' | 'nameLatin'>

/** How close two names are: 1 where they are spelled alike, 0 where a word is another's or a name is missing. */
export function nameCloseness(one: Named, other: Named, rules: MatchingRules): number {
  const found = comparePersonNames(one, other, rules)
  if (!found || found.strangers > 0 || found.points <= 0) return 0
  const whole = Math.min(comparePersonNames(one, one, rules)!.points, comparePersonNames(other, other, rules)!.points)
  return Math.min(1, found.points / whole)
}

function comparePersonNames(one: Named, other: Named, rules: MatchingRules) {
  const [mine, theirs] = [namesOf(one), namesOf(other)]
  const km = mine.km && theirs.km && compareNames(mine.km, theirs.km, false, rules)
  const latin = mine.latin && theirs.latin && compareNames(mine.latin, theirs.latin, false, rules)
  const within = km && latin ? (latin.points > km.points ? latin : km) : (km ?? latin)
  if (within) return { ...within, across: false }
  const [any, anyOther] = [mine.km ?? mine.latin, theirs.km ?? theirs.latin]
  return any && anyOther && { ...compareNames(any, anyOther, true, rules), across: true }
}

interface Names {
  readonly km: Heard | undefined
  readonly latin: Heard | undefined
}

/** A person is held against many; the names are heard once. */
const namesByPerson = new WeakMap<Named, Names>()

function namesOf(person: Named): Names {
  const known = namesByPerson.get(person)
  if (known) return known
  const fresh = { km: heard(person.nameKm), latin: heard(person.nameLatin) }
  namesByPerson.set(person, fresh)
  return fresh
}

function compareSexes(one: Person, other: Person, { sex }: MatchingRules): number {
  if (one.sex === null || other.sex === null) return 0
  return one.sex === other.sex ? sex.same : sex.differs
}

function compareYears(one: number | null, other: number | null, { birthYear }: MatchingRules): number {
  if (one === null || other === null) return 0
  const apart = Math.abs(one - other)
  if (apart === 0) return birthYear.same
  if (apart === 1) return birthYear.one
  if (apart === 2) return birthYear.two
  if (isTurned(one, other)) return birthYear.swapped
  return apart <= 5 ? birthYear.few : birthYear.differs
}

/** 1968 written 1986. */
function isTurned(one: number, other: number): boolean {
  const [a, b] = [one % 100, other % 100]
  return (
    Math.floor(one / 100) === Math.floor(other / 100) && Math.floor(a / 10) === b % 10 && a % 10 === Math.floor(b / 10)
  )
}

/**
 * Keys that two records of one person share: what an index looks them up by. Never made from a missing
 * value, and few, so that a lookup stays cheap at two million households.
 */
export function matchKeysOf(evidence: Evidence, rules: MatchingRules): string[] {
  const keys = new Set<string>()
  rules.keys.forEach((recipe, place) => {
    for (const person of peopleOf(evidence, recipe)) {
      for (const key of combined(recipe, evidence, person)) keys.add(`${place}${key}`)
    }
  })
  return [...keys].slice(0, rules.mostKeys)
}

function peopleOf({ people }: Evidence, { of }: KeyRecipe): readonly (Person | undefined)[] {
  if (of === 'household') return [undefined]
  const head = people[0]
  return of === 'head' ? (head ? [head] : []) : people.filter(({ role }) => role === 'head' || role === 'spouse')
}

function combined({ from }: KeyRecipe, evidence: Evidence, person: Person | undefined): string[] {
  let keys = ['']
  for (const part of from) {
    const values = partOf(part, evidence, person)
    if (values.length === 0) return []
    const longer: string[] = []
    for (const key of keys) for (const value of values) longer.push(`${key}|${value}`)
    keys = longer
  }
  return keys
}

function partOf(part: KeyRecipe['from'][number], evidence: Evidence, person: Person | undefined): readonly string[] {
  const names = person && namesOf(person)
  const name = names && (names.km ?? names.latin)
  switch (part) {
    case 'card':
      return [plainNumber(evidence.card ?? '')].filter(isGiven)
    case 'identity':
      return evidence.identityNumbers.filter(isGiven)
    case 'phone':
      return evidence.phones.map(({ number }) => number).filter(isGiven)
    case 'word':
      return name ? name.sounds.map((sound) => sound.replace(/[a-z]/g, '')).filter(isGiven) : []
    case 'skeleton':
      return name ? [skeletonOf(name.sounds.join(''))].filter(isGiven) : []
    case 'sound':
      return name ? [[...name.sounds].sort().join('').replaceAll('x', '')] : []
    case 'sex':
      return person?.sex ? [person.sex === 'female' ? 'f' : 'm'] : []
    case 'birth-year':
      return person?.birthYear ? [String(person.birthYear)] : []
    case 'village':
      return evidence.place.length === 8 ? [evidence.place] : []
    case 'commune':
      return evidence.place.length === 8 ? [evidence.place.slice(0, 6)] : []
    case 'district':
      return evidence.place.length === 8 ? [evidence.place.slice(0, 4)] : []
    case 'province':
      return evidence.place.length === 8 ? [evidence.place.slice(0, 2)] : []
  }
}

function isGiven(text: string): boolean {
  return text !== ''
}

function plainNumber(number: string): string {
  return number.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
}
