import * as z from 'zod/mini'
import type { Household } from '#capabilities/households/household.ts'
import { Listed as ListedRow } from '#capabilities/imports/listed.ts'
import type { Person } from '#capabilities/people/person.ts'
import { isVillage, type Place, stands } from '#capabilities/places/place.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import { type Syllabus, syllabusOf, topicOf } from '#capabilities/trainings/syllabus.ts'
import { type Attendance, attendanceMax, type Training, trainingKinds } from '#capabilities/trainings/training.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { hasPassed, type Worker } from '#capabilities/workers/worker.ts'
import { scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { type NeedOne, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText } from '#door/key.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { Code, Day, dayOf, Line, Photo, VillageCode } from '#door/values.ts'

const command = commandsAbout<Training>()

const Listed = z.object({ household: KeyText, member: IdText, present: z._default(z.boolean(), true) })
type Listed = z.infer<typeof Listed>
const List = z.array(Listed).check(z.minLength(1), z.maxLength(attendanceMax))

const Edit = <T>(value: z.ZodMiniType<T>) => z.optional(z.object({ was: value, becomes: value }))

type HouseholdFacts = Readonly<Record<`household ${string}`, Household | undefined>>

export const trainingCommands = {
  /** A session that took place. Whoever was there is a member of a registered household, and stands on the list once. */
  hold: command({
    input: z.object({
      place: VillageCode,
      topic: Code,
      kind: z.enum(trainingKinds),
      instrument: Code,
      heldOn: Day,
      trainer: KeyText,
      window: z.optional(KeyText),
      attendance: List,
      photos: z.optional(z.array(Photo).check(z.maxLength(6))),
      sheet: z.optional(Photo),
      listed: z.optional(ListedRow),
    }),
    permission: 'training.hold',
    clock: 'happened',
    begins: true,
    offline: true,
    needs: ({ input }) => householdsNamed(input.attendance),
    more: ({ input, facts }) => ({
      village: one<Place>('place', input.place),
      trainer: one<Person>('person', input.trainer),
      worker: one<Worker>('worker', input.trainer),
      window: one<Window>('window', input.window),
      programmes: programmeNamed(facts[`household ${input.attendance[0]!.household}`]?.programme),
    }),
    decide(_, input, { about, actor, at, facts }) {
      const {
        place,
        topic,
        heldOn,
        attendance,
        window = null,
        photos = [],
        sheet = null,
        listed: _row,
        ...rest
      } = input
      const programme = facts[`household ${attendance[0]!.household}`]?.programme
      if (programme === undefined) return refuse('household.not-found')
      if (heldOn > dayOf(at)) return refuse('day.in-future', { field: 'heldOn' })
      const village = facts.village
      if (!village || !isVillage(village) || homeOf(about) !== place.slice(0, 2))
        return refuse('place.unknown', { code: place })
      if (!stands(village, heldOn)) return refuse('place.ended', { code: place, successors: [...village.successors] })

      const syllabus = syllabusOf(facts.programmes[0])
      const taught =
        faultIn(topic, input.instrument, syllabus) ?? trainerFault(topic, syllabus, facts.trainer, facts.worker)
      if (taught) return taught
      if (window !== null && facts.window?.programme !== programme) return refuse('window.not-found')

      const lines = written(attendance, [], programme, facts)
      if (isRefusal(lines)) return lines
      return {
        record: {
          ...rest,
          key: about,
          programme,
          place,
          version: 1,
          topic,
          chain: topicOf(syllabus, topic)!.chain,
          window,
          heldOn,
          attendance: lines,
          photos,
          sheet,
          reportedBy: actor.id,
          reportedAt: at,
        },
      }
    },
  }),

  /** Somebody who was there and is not on the list yet: by whoever held or reported it, or who may correct it. */
  addAttendance: command({
    input: z.object({ attendance: List, listed: z.optional(ListedRow) }),
    permission: 'training.hold',
    clock: 'received',
    offline: true,
    needs: ({ input }) => householdsNamed(input.attendance),
    decide(training, { attendance }, { actor, facts }) {
      const own = training.reportedBy === actor.id || training.trainer === actor.id
      if (!own && !within(scopeOf(actor, 'training.correct'), training)) return refuse('person.not-yours')
      const lines = written(attendance, training.attendance, training.programme, facts)
      if (isRefusal(lines)) return lines
      if (lines.length > attendanceMax)
        return refuse('input.invalid', { fields: [{ path: 'attendance', problem: 'too_big' }] })
      return { record: next(training, { attendance: lines }) }
    },
  }),

  /** Who was put on the list by mistake is said not to have been there; the line stays. */
  strike: command({
    input: z.object({ household: KeyText, member: IdText, reason: Line(300) }),
    permission: 'training.correct',
    clock: 'received',
    decide(training, { household, member }) {
      const struck = training.attendance.map((line) =>
        line.household === household && line.member === member ? { ...line, present: false } : line,
      )
      if (!training.attendance.some((line) => line.household === household && line.member === member)) {
        return refuse('household.member-unknown')
      }
      return { record: next(training, { attendance: struck }) }
    },
  }),

  /** Edits that others may have made meanwhile: a field merges if it is what one of the two saw. */
  correct: command({
    input: z.object({
      topic: Edit(Code),
      kind: Edit(z.enum(trainingKinds)),
      instrument: Edit(Code),
      heldOn: Edit(Day),
      place: Edit(VillageCode),
      trainer: Edit(KeyText),
      sheet: Edit(z.nullable(Photo)),
    }),
    permission: 'training.correct',
    clock: 'received',
    needs: ({ record, input }) => ({
      village: one<Place>('place', input.place?.becomes ?? record.place),
      trainer: one<Person>('person', input.trainer?.becomes ?? record.trainer),
      worker: one<Worker>('worker', input.trainer?.becomes ?? record.trainer),
      programmes: programmeNamed(record.programme),
    }),
    decide(training, edits, { at, facts }) {
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined) as [
        keyof Training,
        { was: unknown; becomes: unknown },
      ][]
      const clashes = given.filter(
        ([field, { was, becomes }]) => training[field] !== was && training[field] !== becomes,
      )
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })

      const changed = next(training, Object.fromEntries(given.map(([field, { becomes }]) => [field, becomes])))
      if (changed.heldOn > dayOf(at)) return refuse('day.in-future', { field: 'heldOn' })
      const { village } = facts
      if (!village || !isVillage(village) || homeOf(training.key) !== changed.place.slice(0, 2)) {
        return refuse('place.unknown', { code: changed.place })
      }
      const syllabus = syllabusOf(facts.programmes[0])
      const fault =
        faultIn(changed.topic, changed.instrument, syllabus) ??
        trainerFault(changed.topic, syllabus, facts.trainer, facts.worker)
      return fault ?? { record: { ...changed, chain: topicOf(syllabus, changed.topic)!.chain } }
    },
  }),
}

function faultIn(topic: string, instrument: string, syllabus: Syllabus): Refusal | undefined {
  if (!topicOf(syllabus, topic)) return refuse('training.topic-unknown', { topic })
  return syllabus.instruments.some(({ code }) => code === instrument)
    ? undefined
    : refuse('training.instrument-unknown', { instrument })
}

/** An extension worker teaches what was learnt; of others, the programme's staff and partners, no course is asked. */
function trainerFault(
  topic: string,
  syllabus: Syllabus,
  trainer: Person | undefined,
  worker: Worker | undefined,
): Refusal | undefined {
  if (!trainer) return refuse('person.not-found')
  return worker && !hasPassed(worker, topicOf(syllabus, topic)!.requires)
    ? refuse('training.trainer-unqualified')
    : undefined
}

/** The list with these lines added to it, each with the sex of the member; nobody twice, and somebody there. */
function written(
  listed: readonly Listed[],
  before: readonly Attendance[],
  programme: string,
  facts: HouseholdFacts,
): Attendance[] | Refusal {
  const lines = [...before]
  for (const { household: key, member: id, present } of listed) {
    const household = facts[`household ${key}`]
    if (!household || household.programme !== programme) return refuse('household.not-found')
    const member = household.members.find((one) => one.id === id)
    if (!member) return refuse('household.member-unknown')
    if (lines.some((line) => line.household === key && line.member === id)) {
      return refuse('training.person-twice', { person: member.nameKm ?? member.nameLatin ?? id })
    }
    lines.push({ household: key, member: id, sex: member.sex, present })
  }
  return lines.some(({ present }) => present) ? lines : refuse('training.nobody')
}

function householdsNamed(listed: readonly { household: Key }[]): Record<`household ${string}`, NeedOne<Household>> {
  return Object.fromEntries(
    listed.map(({ household }) => [`household ${household}`, one<Household>('household', household)]),
  )
}
