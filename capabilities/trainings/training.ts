/**
 * Trainings: a session that was held, and who of which household was there.
 *
 * Three counts that are never the same thing: *participations* are places on lists, *persons* are
 * members who were present at least once, *households* are those of them.
 */
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import type { Day, Instant, Sex } from '#door/values.ts'

export const trainingKinds = [
  'class',
  'field-demonstration',
  'field-day',
  'exchange-visit',
  'online',
  'voice-message',
] as const
export type TrainingKind = (typeof trainingKinds)[number]

/** One line of an attendance list. The sex is the member's, as registered, so that no list contradicts the registry. */
export interface Attendance {
  readonly household: Key
  readonly member: string
  readonly sex: Sex
  readonly present: boolean
}

export interface Training extends Subject {
  readonly topic: string
  readonly chain: string | null
  readonly window: Key | null
  readonly kind: TrainingKind
  readonly instrument: string
  readonly heldOn: Day
  readonly trainer: Key
  readonly attendance: readonly Attendance[]
  readonly photos: readonly string[]
  /** A photo of the list that people signed. */
  readonly sheet: string | null
  readonly reportedBy: Key
  readonly reportedAt: Instant
}

export interface Counts {
  readonly sessions: number
  readonly participations: number
  readonly persons: number
  readonly women: number
  readonly households: number
}

/** A session as a list shows it: how many, not who. */
export type TrainingRow = Pick<
  Training,
  'key' | 'version' | 'place' | 'topic' | 'chain' | 'kind' | 'instrument' | 'heldOn' | 'trainer'
> & {
  readonly participations: number
  readonly women: number
}

/** Sessions that a list of who was there has held or added to. */
export interface Brought {
  readonly counts: Counts
  readonly sessions: readonly TrainingRow[]
}

/** Somebody who may be named as having taught. */
export interface TrainerRow {
  readonly key: Key
  readonly place: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

/** The same counting as the store's SQL, over the sessions that a phone holds. */
export function counted(trainings: readonly Training[]): Counts {
  const present = trainings.flatMap(({ attendance }) => attendance.filter((line) => line.present))
  return {
    sessions: trainings.length,
    participations: present.length,
    persons: new Set(present.map(({ member }) => member)).size,
    women: new Set(present.filter(({ sex }) => sex === 'female').map(({ member }) => member)).size,
    households: new Set(present.map(({ household }) => household)).size,
  }
}

/** Most lines on one list. */
export const attendanceMax = 300
