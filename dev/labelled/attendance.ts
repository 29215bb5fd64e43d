/**
 * Attendance sheets whose truth is known: who of a village was at a session, as a clerk typed it from
 * paper, with some among them whom nobody registered.
 */
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Attendee, type Found, type Registered, whoIs } from '#capabilities/trainings/attendee.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { builtInNames, type NameSource, type Word } from '#dev/labelled/names.ts'
import { fromAge, mistyped, respelled, turned } from '#dev/labelled/noise.ts'
import { type Named, type Registration, registrations, type Wanted } from '#dev/labelled/registrations.ts'
import { keyOf } from '#door/key.ts'

export interface Line {
  readonly attendee: Attendee
  /** The id of the member it is; null for somebody whom nobody registered. */
  readonly is: string | null
}

/** What a sheet has columns for. */
export const sheets = {
  'name, sex': { birthYear: false, phone: false },
  'name, sex, age': { birthYear: true, phone: false },
  'name, sex, phone': { birthYear: false, phone: true },
  'name, sex, age, phone': { birthYear: true, phone: true },
} as const
export type Sheet = keyof typeof sheets

const thisYear = 2026
/** Who was there and is in no household that was registered. */
const strangersShare = 0.2

interface Villager extends Named {
  readonly id: string | null
  readonly phone: string | null
}

/** The registered households of each village, and a sheet of one session in each. */
function* sessions(wanted: Wanted, sheet: Sheet): Generator<{ households: Registered[]; lines: Line[] }> {
  const chance = chanceOf(wanted.seed, `attendance ${sheet}`)
  const { names, inKhmer } = remembering(wanted.names ?? builtInNames)
  const villages = new Map<string, Registration[]>()
  for (const one of registrations({ ...wanted, names })) {
    // Registered twice is another question.
    if (one.duplicateOf === null) villages.set(one.village, [...(villages.get(one.village) ?? []), one])
  }
  for (const [village, all] of villages) {
    const known = all.filter(() => !chance.happens(strangersShare))
    const registered = new Set(known.map(({ number }) => number))
    const people = all.flatMap((one) => villagersOf(one, registered.has(one.number)))
    const lines = chance
      .shuffled(people)
      .slice(0, chance.between(15, 35))
      .map((one) => lineOf({ ...one, nameKm: one.nameKm ?? inKhmer(one.nameLatin!) }, village, sheets[sheet], chance))
    yield { households: known.map(householdOf), lines }
  }
}

/** What was registered in Latin letters alone is written on the sheet in Khmer all the same. */
function remembering(names: NameSource) {
  const words = new Map<string, string>()
  const noted = (word: Word) => {
    words.set(word.latin.toLowerCase(), word.km)
    return word
  }
  return {
    names: {
      family: (chance: Chance) => noted(names.family(chance)),
      given: (chance: Chance, sex: 'female' | 'male') => noted(names.given(chance, sex)),
    },
    inKhmer(name: string): string | null {
      const [family, ...given] = name.toLowerCase().split(' ')
      const [first, rest] = [words.get(family!), words.get(given.join(' '))]
      return first && rest ? `${first} ${rest}` : null
    },
  }
}

function villagersOf({ spouse, phone, ...head }: Registration, isRegistered: boolean): Villager[] {
  const said = { phone: phone?.number ?? null }
  return [
    { ...head, ...said, id: isRegistered ? idOf(head.number, 'head') : null },
    ...(spouse ? [{ ...spouse, ...said, id: isRegistered ? idOf(head.number, 'spouse') : null }] : []),
  ]
}

function idOf(number: number, role: 'head' | 'spouse'): string {
  return `${role === 'head' ? 1 : 2}0000000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

function householdOf({ number, village, phone, card, spouse, ...head }: Registration): Registered {
  const member = ({ nameKm, nameLatin, sex, birthYear }: Named, role: 'head' | 'spouse') => {
    return { id: idOf(number, role), nameKm, nameLatin, sex, birthYear, role, identityNumber: null }
  }
  return {
    key: keyOf(village.slice(0, 2), idOf(number, 'head')),
    place: village,
    phones: phone ? [phone] : [],
    card,
    identityNumbers: [],
    members: [member(head, 'head'), ...(spouse ? [member(spouse, 'spouse')] : [])],
  }
}

/** As it was spoken, heard, written down with a pen, and typed. */
function lineOf(person: Villager, village: string, columns: (typeof sheets)[Sheet], chance: Chance): Line {
  const steps: ((name: string) => string)[] = []
  if (chance.happens(0.4)) steps.push((name) => respelled(name, chance))
  if (chance.happens(0.08)) steps.push((name) => mistyped(name, chance))
  if (chance.happens(0.08)) steps.push(turned)
  if (chance.happens(0.05)) steps.push((name) => name.replaceAll(' ', ''))
  const write = (name: string | null) => name && steps.reduce((so, step) => step(so), name)
  const { sex, birthYear } = person
  // A sheet is written in one script, mostly the one of the country.
  const isKhmer = person.nameKm !== null && (person.nameLatin === null || chance.happens(0.8))
  return {
    attendee: {
      nameKm: isKhmer ? write(person.nameKm) : null,
      nameLatin: isKhmer ? null : write(person.nameLatin),
      sex: chance.happens(0.01) ? (sex === 'female' ? 'male' : 'female') : sex,
      birthYear: columns.birthYear && birthYear !== null ? yearSaid(birthYear, chance) : null,
      village,
      phone: columns.phone && chance.happens(0.7) ? phoneSaid(person.phone, chance) : null,
      card: null,
      identityNumber: null,
    },
    is: person.id,
  }
}

function yearSaid(year: number, chance: Chance): number | null {
  if (chance.happens(0.1)) return null
  return chance.happens(0.6) ? year : fromAge(year, thisYear, chance)
}

/** The household's, or one that the person has beside it. */
function phoneSaid(phone: string | null, chance: Chance): string | null {
  if (phone !== null && chance.happens(0.75)) return phone
  return `+85510${String(chance.below(1_000_000)).padStart(6, '0')}`
}

export interface Counted {
  readonly lines: number
  readonly registered: number
  readonly sure: number
  /** Of the sure ones, those who are the person. */
  readonly right: number
  /** Registered, and among those offered to choose from. */
  readonly offered: number
  /** Registered, and called not registered. */
  readonly missed: number
  /** Nobody registered them, and they were surely taken for somebody. */
  readonly strangersTaken: number
}

export function countAttendance(wanted: Wanted, sheet: Sheet, rules: MatchingRules): Counted {
  const counted = { lines: 0, registered: 0, sure: 0, right: 0, offered: 0, missed: 0, strangersTaken: 0 }
  for (const { households, lines } of sessions(wanted, sheet)) {
    for (const { attendee, is } of lines) {
      const found: Found = whoIs(attendee, households, rules, true)
      counted.lines += 1
      if (is !== null) counted.registered += 1
      if (found.is === 'sure') {
        counted.sure += 1
        if (found.person.member === is) counted.right += 1
        else if (is === null) counted.strangersTaken += 1
      } else if (found.is === 'possible' && found.persons.some(({ member }) => member === is)) counted.offered += 1
      else if (found.is === 'unmatched' && is !== null) counted.missed += 1
    }
  }
  return counted
}
