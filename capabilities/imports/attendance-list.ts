/**
 * A line of an attendance sheet: which session it belongs to, and what it says of somebody who was there.
 *
 * Topics and instruments are known by their code or by the syllabus's names in either language, whoever
 * taught by key, phone number or name. Where several are called so, they are named and nobody is chosen.
 */
import type { AttendanceField } from '#capabilities/imports/attendance-list.form.ts'
import { phone, sex, text, yesOrNo } from '#capabilities/imports/cells.ts'
import { birthYear, day } from '#capabilities/imports/days.ts'
import { cardIn, identityIn, namesIn, villageIn } from '#capabilities/imports/household-list.ts'
import { type ColumnFacts, type ListRead, type RowOf, rowsOf, type Wrong } from '#capabilities/imports/row.ts'
import type { ListedSession, PersonTold } from '#capabilities/imports/session.ts'
import type { TableRow } from '#capabilities/imports/table.ts'
import type { Villages } from '#capabilities/imports/villages.ts'
import type { Attendee } from '#capabilities/trainings/attendee.ts'
import type { Syllabus } from '#capabilities/trainings/syllabus.ts'
import { type TrainingKind, trainingKinds } from '#capabilities/trainings/training.ts'
import { isKey, type Key } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import type { Bilingual } from '#door/values.ts'

export interface ListedAttendance {
  readonly session: ListedSession
  readonly attendee: Attendee
  readonly present: boolean
}

export type AttendanceRead = (ListedAttendance & { readonly problems?: undefined }) | Wrong

/** Who may have taught: everybody who works for the programme. */
export interface Trainer extends PersonTold {
  readonly key: Key
  readonly phone: string | null
}

export interface Known {
  readonly villages: Villages
  readonly syllabus: Syllabus
  readonly trainers: readonly Trainer[]
}

type Row = RowOf<AttendanceField>

const kinds: Record<TrainingKind, string> = {
  class: 'class|classroom|in class|course|training|រៀនក្នុងថ្នាក់|ថ្នាក់|ក្នុងថ្នាក់|វគ្គបណ្ដុះបណ្ដាល|បណ្ដុះបណ្ដាល',
  'field-demonstration': 'field demonstration|demonstration|demo|demo plot|បង្ហាញលើចម្ការ|ការបង្ហាញ|បង្ហាញ',
  'field-day': 'field day|farmer field day|ទិវាកសិករលើចម្ការ|ទិវាកសិករ|ទិវាស្រែ',
  'exchange-visit': 'exchange visit|exchange|study visit|study tour|visit|ទស្សនកិច្ចសិក្សា|ទស្សនកិច្ច',
  online: 'online|video|ប្រព័ន្ធអនឡាញ|តាមអនឡាញ|អនឡាញ',
  'voice-message': 'voice message|voice|ivr|សារជាសំឡេង|សារសំឡេង',
}
const kindByWord = new Map(
  trainingKinds.flatMap((kind) => [kind, ...kinds[kind].split('|')].map((word) => [asKey(word), kind] as const)),
)

const presence = new Map([
  ...['present', 'p', 'here', 'វត្តមាន', 'មក', 'បានមក', 'ចូលរួម', 'បានចូលរួម'].map((word) => [asKey(word), true] as const),
  ...['absent', 'a', 'អវត្តមាន', 'មិនមក', 'អត់មក', 'មិនបានមក', 'មិនបានចូលរួម'].map((word) => [asKey(word), false] as const),
])

/** Reads lines one after another; what is the same for all of them is looked up once. */
export function attendanceReader(list: ListRead, facts: ColumnFacts, { villages, syllabus, trainers }: Known) {
  const { session: said, listYear } = list.settings
  const { daysIn, rowOf } = rowsOf<AttendanceField>(list, facts)
  const held = daysIn('heldOn')
  const born = daysIn('birthYear')
  const topics = named(syllabus.topics)
  const instruments = named(syllabus.instruments)
  const people = trainersBy(trainers)

  return function read(raw: TableRow): AttendanceRead {
    const row = rowOf(raw)
    const heldOn = row.value('heldOn', (cell) => day(cell, held)) ?? said?.heldOn ?? null
    if (heldOn === null) row.missing('heldOn')
    const { place, home } = villagesOf(row)
    const topic = oneOf('topic', topics) ?? said?.topic ?? null
    if (topic === null) row.missing('topic')
    const instrument = oneOf('instrument', instruments) ?? said?.instrument ?? null
    if (instrument === null) row.missing('instrument')
    const kind = kindOf(row) ?? said?.kind ?? null
    if (kind === null) row.missing('kind')
    const trainer = trainerOf(row) ?? said?.trainer ?? null
    if (trainer === null) row.missing('trainer')
    const names = namesIn(row)
    // Ages were asked on the day.
    const year = heldOn === null ? listYear : Number(heldOn.slice(0, 4))
    const attendee = {
      ...names,
      sex: row.value('sex', sex),
      birthYear:
        row.value('birthYear', (cell) => birthYear(cell, { ...born, listYear: year, holds: 'either' })) ??
        row.value('age', (cell) => birthYear(cell, { listYear: year, holds: 'age' })),
      village: home!,
      phone: row.value('phone', phone),
      card: cardIn(row),
      identityNumber: identityIn(row),
    }
    const present = presentIn(row)
    if (row.problems.length > 0) return { problems: row.problems }
    return {
      session: {
        heldOn: heldOn!,
        village: place!,
        topic: topic!,
        kind: kind!,
        instrument: instrument!,
        trainer: trainer!,
      },
      attendee,
      present: present!,
    }

    function oneOf(field: 'topic' | 'instrument', known: ReturnType<typeof named>): string | null {
      const words = row.value(field, (cell) => text(cell))
      if (words === null) return null
      const code = known.codes.get(asKey(words))
      if (!code) row.blame(field, { code: `${field}-unknown`, offered: known.offered })
      return code ?? null
    }
  }

  /** Where it was held, and where this person lives. */
  function villagesOf(row: Row): { place: string | null; home: string | null } {
    const place = said?.village ?? null
    if (place === null) {
      const both = villageIn(row, villages)
      return { place: both, home: both }
    }
    const words = row.value('village', (cell) => text(cell))
    const isSaid = words !== null || row.value('villageCode', (cell) => text(cell)) !== null
    if (!isSaid) return { place, home: place }
    // Of neighbours a sheet writes no more than the name: what is near is meant.
    if (words !== null && !row.has('villageCode', 'commune', 'district', 'province')) {
      for (const digits of [6, 4]) {
        const found = villages.named({
          ...{ village: words, commune: null, district: null, province: null },
          [digits === 6 ? 'commune' : 'district']: place.slice(0, digits),
        })
        if ('code' in found) return { place, home: found.code }
      }
    }
    return { place, home: villageIn(row, villages) }
  }

  function trainerOf(row: Row): Key | null {
    const words = row.value('trainer', (cell) => text(cell))
    if (words === null) return null
    if (isKey(words)) return words
    const number = phone({ is: 'text', text: words })
    const found = ('value' in number && number.value && people.get(number.value)) || people.get(asName(words)) || []
    const [only, ...others] = found
    if (!only) row.blame('trainer', { code: 'trainer-unknown' })
    else if (others.length > 0) row.blame('trainer', { code: 'trainer-several', people: found.slice(0, 6).map(told) })
    else return only.key
    return null
  }
}

function kindOf(row: Row): TrainingKind | null {
  const words = row.value('kind', (cell) => text(cell))
  if (words === null) return null
  const kind = kindByWord.get(asKey(words))
  if (!kind) row.blame('kind', { code: 'training-kind-unknown' })
  return kind ?? null
}

/** A sheet of who was there says so of nobody in particular; one with a column for it says so of each. */
function presentIn(row: Row): boolean | null {
  if (!row.has('present')) return true
  const words = row.value('present', (cell) => text(cell))
  const known = words === null ? undefined : presence.get(asKey(words))
  const present = known ?? row.value('present', yesOrNo)
  if (present === null) row.missing('present')
  return present
}

/** By code and by name, in either language. */
function named(known: readonly { readonly code: string; readonly names: Bilingual }[]) {
  const codes = new Map(
    known.flatMap(({ code, names: { km, en } }) => [code, km, en].map((word) => [asKey(word), code])),
  )
  return { codes, offered: known.slice(0, 12).map(({ names }) => names) }
}

function trainersBy(trainers: readonly Trainer[]): ReadonlyMap<string, readonly Trainer[]> {
  const people = new Map<string, Trainer[]>()
  for (const trainer of trainers) {
    const { phone, km, latin } = trainer
    const keys = [...[km, latin].flatMap((name) => (name ? [asName(name)] : [])), ...(phone ? [phone] : [])]
    for (const key of new Set(keys)) people.set(key, [...(people.get(key) ?? []), trainer])
  }
  return people
}

function told({ km, latin, place }: Trainer): PersonTold {
  return { km, latin, place }
}

function asKey(words: string): string {
  return normalise(words).replaceAll(' ', '') || words
}

/** The same for family name first and given name first. */
function asName(name: string): string {
  return normalise(name).split(' ').sort().join(' ')
}
