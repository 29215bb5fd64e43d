/**
 * A register whose duplicates are known: what a matching rule is tried on, and what fills a large list.
 *
 * One in twenty is an earlier household registered again, by another clerk, in another script, with
 * another phone. The rest are honest people who share names, villages, years and telephones.
 */
import { readFileSync } from 'node:fs'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { builtInNames, type NameSource, siblingName, type Word } from '#dev/labelled/names.ts'
import { fromAge, misread, mistyped, respelled, turned, turnedYear } from '#dev/labelled/noise.ts'

export interface Named {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: 'female' | 'male'
  readonly birthYear: number | null
}

export const noises = [
  'spelling',
  'typing slip',
  'given name first',
  'run together',
  'year off by one',
  'year from an age',
  'year turned round',
  'year missing',
  'phone changed',
  'phone missing',
  'card missing',
  'card mistyped',
  'card renewed',
  'moved within the commune',
  'moved within the district',
  'moved far',
  'spouse instead',
  'sex mistaken',
] as const
export type Noise = (typeof noises)[number]

export interface Registration extends Named {
  readonly number: number
  readonly village: string
  readonly phone: { readonly number: string; readonly shared: boolean } | null
  readonly card: string | null
  readonly identityNumber: string | null
  readonly spouse: Named | null
  /** The number of the household this one is; null for an honest one. */
  readonly duplicateOf: number | null
  readonly noise: readonly Noise[]
}

export interface Wanted {
  readonly seed: number
  readonly households: number
  readonly names?: NameSource
  /** How densely villages are registered; sixty households where nothing is said. */
  readonly perVillage?: number
  /** Codes of eight digits to spread them over; made up where none are given. */
  readonly villages?: readonly string[]
}

const thisYear = 2026
/** About as many as the country has. */
const mostVillages = 14_500

/** A person as known to himself; the record keeps a part of it. */
interface Person {
  readonly family: Word
  readonly given: Word
  readonly sex: 'female' | 'male'
  readonly birthYear: number
}

interface Home {
  readonly number: number
  readonly head: Person
  readonly spouse: Person | null
  readonly village: Village
  readonly phone: Registration['phone']
  readonly card: string | null
  readonly identity: string
  readonly registration: Registration
}

interface Village {
  readonly code: string
  readonly families: readonly Word[]
  readonly homes: Home[]
  cards: number
}

/** One after another, so that millions need no more room than the last few of each village. */
export function* registrations(wanted: Wanted): Generator<Registration> {
  const { seed, households, names = builtInNames, perVillage = 60, villages } = wanted
  const chance = chanceOf(seed, 'labelled registrations')
  const count = Math.min(mostVillages, Math.ceil(households / perVillage))
  const codes = villages ? spread(villages, count) : villageCodes(count)
  const places = codes.map(
    (code): Village => ({
      code,
      families: Array.from({ length: 6 }, () => names.family(chance)),
      homes: [],
      cards: chance.between(1, 900),
    }),
  )
  for (let number = 0; number < households; number++) {
    const village = chance.pick(places)
    if (chance.happens(0.05 * (1 + 30 / households)) && village.homes.length > 0) {
      yield again(number, village, places, chance)
      continue
    }
    const home = aHome(number, village, names, chance)
    village.homes.push(home)
    // What is far back is not registered again; the list stays short however many come.
    if (village.homes.length > 200) village.homes.splice(0, 50)
    yield home.registration
  }
}

/** Villages of a folder with gazetteer.csv, or undefined. */
export function villagesFrom(folder: string | undefined): string[] | undefined {
  if (folder === undefined) return undefined
  return readFileSync(`${folder}/gazetteer.csv`, 'utf8')
    .split('\n')
    .filter((row) => row.split(',')[1] === 'village')
    .map((row) => row.split(',')[0]!)
}

/** About as many of them as are wanted, from all over the list. */
function spread(villages: readonly string[], count: number): readonly string[] {
  const every = Math.max(1, Math.floor(villages.length / count))
  return villages.filter((_, place) => place % every === 0)
}

/** In 24 provinces, eight villages to a commune and eight communes to a district. */
function villageCodes(count: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const commune = Math.floor(place / 8)
    const district = Math.floor(commune / 8)
    const two = (number: number) => String(number).padStart(2, '0')
    return `${two((district % 24) + 1)}${two(Math.floor(district / 24) + 1)}${two((commune % 8) + 1)}${two((place % 8) + 1)}`
  })
}

function aHome(number: number, village: Village, names: NameSource, chance: Chance): Home {
  const relative = village.homes.length > 0 && chance.happens(0.12) ? chance.pick(village.homes) : undefined
  const head = relative ? aSibling(relative.head, names, chance) : aPerson(village, names, chance)
  const spouse = chance.happens(0.75) ? aSpouse(head, village, names, chance) : null
  const lends = village.homes.length > 0 && chance.happens(0.12)
  const lender = lends ? (relative ?? chance.pick(village.homes)) : undefined
  // A shared telephone is marked so by every second clerk.
  const phone = lender?.phone
    ? { number: lender.phone.number, shared: chance.happens(0.5) }
    : chance.happens(0.85)
      ? { number: aPhone(chance), shared: chance.happens(0.04) }
      : null
  const card = chance.happens(0.35) ? aCard(village) : null
  const identity = String(10_000_000 + chance.below(890_000_000)).padStart(9, '0')
  const script = aScript(chance)
  const registration: Registration = {
    number,
    ...recorded(head, script),
    birthYear: chance.happens(0.08) ? null : yearAsked(head.birthYear, chance),
    village: village.code,
    phone,
    card,
    identityNumber: chance.happens(0.3) ? identity : null,
    spouse: spouse && chance.happens(0.6) ? recorded(spouse, script) : null,
    duplicateOf: null,
    noise: [],
  }
  return { number, head, spouse, village, phone, card, identity, registration }
}

function aPerson(village: Village, names: NameSource, chance: Chance): Person {
  const sex = chance.happens(0.55) ? 'female' : 'male'
  const family = chance.happens(0.35) ? chance.pick(village.families) : names.family(chance)
  return { family, given: names.given(chance, sex), sex, birthYear: aBirthYear(chance) }
}

function aSibling(of: Person, names: NameSource, chance: Chance): Person {
  const sex = chance.happens(0.55) ? 'female' : 'male'
  const given = chance.happens(0.3) ? siblingName(of.given, chance) : names.given(chance, sex)
  const birthYear = Math.min(2004, of.birthYear + chance.between(1, 9) * chance.pick([-1, 1]))
  return { family: of.family, given, sex, birthYear }
}

function aSpouse(head: Person, village: Village, names: NameSource, chance: Chance): Person {
  const other = aPerson(village, names, chance)
  const sex = head.sex === 'female' ? 'male' : 'female'
  return {
    ...other,
    sex,
    given: names.given(chance, sex),
    birthYear: Math.min(2006, head.birthYear + chance.between(-6, 6)),
  }
}

function aBirthYear(chance: Chance): number {
  return Math.round(1977 + chance.around() * 17)
}

/** Older people are asked their age more often than their year. */
function yearAsked(year: number, chance: Chance): number {
  return chance.happens(0.1) ? fromAge(year, thisYear, chance) : year
}

function aPhone(chance: Chance): string {
  return `+855${chance.pick(['12', '15', '70', '77', '88', '96', '97'])}${String(chance.below(1_000_000)).padStart(6, '0')}`
}

/** Cards are handed out in a row, so neighbours' numbers differ in a digit. */
function aCard(village: Village): string {
  village.cards += 1
  return `${village.code.slice(0, 6)}-${village.code.slice(6)}${String(village.cards).padStart(4, '0')}`
}

type Script = 'khmer' | 'latin' | 'both'

function aScript(chance: Chance): Script {
  return chance.weighted<Script>([
    ['khmer', 50],
    ['latin', 25],
    ['both', 25],
  ])
}

function recorded({ family, given, sex, birthYear }: Person, script: Script): Named {
  return {
    nameKm: script === 'latin' ? null : `${family.km} ${given.km}`,
    nameLatin: script === 'khmer' ? null : `${family.latin} ${capital(given.latin)}`,
    sex,
    birthYear,
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** An earlier household of the village, come again. */
function again(number: number, village: Village, places: readonly Village[], chance: Chance): Registration {
  const home = chance.pick(village.homes)
  const noise: Noise[] = []
  const is = (share: number, what: Noise) => {
    const happens = chance.happens(share)
    if (happens) noise.push(what)
    return happens
  }
  const couple =
    home.spouse !== null && is(0.08, 'spouse instead') ? [home.spouse, home.head] : [home.head, home.spouse]
  const [head, spouse] = couple as [Person, Person | null]
  const written = rewritten(recorded(head, aScript(chance)), is, chance)
  const phone = home.phone
  const samePhone = phone === null || is(0.25, 'phone missing') ? null : phone
  const sameCard = home.card === null || is(0.38, 'card missing') ? null : home.card
  return {
    number,
    ...written,
    sex: is(0.01, 'sex mistaken') ? (head.sex === 'female' ? 'male' : 'female') : head.sex,
    birthYear: yearAgain(head.birthYear, is, chance),
    village: villageAgain(village, places, is, chance),
    phone: samePhone && is(0.22, 'phone changed') ? { number: aPhone(chance), shared: false } : samePhone,
    card: sameCard === null ? null : cardAgain(sameCard, village, is, chance),
    identityNumber: home.registration.identityNumber && chance.happens(0.5) ? home.registration.identityNumber : null,
    spouse: spouse && chance.happens(0.6) ? recorded(spouse, aScript(chance)) : null,
    duplicateOf: home.number,
    noise,
  }
}

type Whether = (share: number, what: Noise) => boolean

function rewritten(named: Named, is: Whether, chance: Chance): Named {
  const steps: ((name: string) => string)[] = []
  if (is(0.45, 'spelling')) steps.push((name) => respelled(name, chance))
  if (is(0.1, 'typing slip')) steps.push((name) => mistyped(name, chance))
  if (is(0.08, 'given name first')) steps.push(turned)
  if (is(0.06, 'run together')) steps.push((name) => name.replaceAll(' ', ''))
  const write = (name: string | null) => name && steps.reduce((so, step) => step(so), name)
  return { ...named, nameKm: write(named.nameKm), nameLatin: write(named.nameLatin) }
}

function yearAgain(year: number, is: Whether, chance: Chance): number | null {
  if (is(0.15, 'year missing')) return null
  if (is(0.14, 'year off by one')) return year + chance.pick([-1, 1])
  if (is(0.14, 'year from an age')) return fromAge(year, thisYear, chance)
  return is(0.02, 'year turned round') ? turnedYear(year) : year
}

function villageAgain(village: Village, places: readonly Village[], is: Whether, chance: Chance): string {
  const within = (digits: number) =>
    places.filter(({ code }) => code.slice(0, digits) === village.code.slice(0, digits))
  if (is(0.05, 'moved within the commune')) return chance.pick(within(6)).code
  if (is(0.03, 'moved within the district')) return chance.pick(within(4)).code
  return is(0.03, 'moved far') ? chance.pick(places).code : village.code
}

function cardAgain(card: string, village: Village, is: Whether, chance: Chance): string {
  if (is(0.1, 'card mistyped')) return misread(card, chance)
  return is(0.08, 'card renewed') ? aCard(village) : card
}
