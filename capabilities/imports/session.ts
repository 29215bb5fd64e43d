/** The session that lines of an attendance sheet belong to, and what may be wrong with what they say of it. */
import * as z from 'zod/mini'
import type { PlaceTold } from '#capabilities/imports/row-problem.ts'
import type { Attendee } from '#capabilities/trainings/attendee.ts'
import { type TrainingKind, trainingKinds } from '#capabilities/trainings/training.ts'
import { type Key, KeyText } from '#door/key.ts'
import { Code, Day, VillageCode } from '#door/values.ts'

/** What a sheet says once for all its lines, where none of its columns does. */
export const Session = z.object({
  heldOn: z._default(z.nullable(Day), null),
  /** Where it was held. Said here, a column of villages says where each person lives. */
  village: z._default(z.nullable(VillageCode), null),
  /** A column of villages says where each person lives: then the village has to be said here. */
  homes: z._default(z.boolean(), false),
  topic: z._default(z.nullable(Code), null),
  kind: z._default(z.nullable(z.enum(trainingKinds)), null),
  instrument: z._default(z.nullable(Code), null),
  trainer: z._default(z.nullable(KeyText), null),
})
export type Session = z.infer<typeof Session>

export interface ListedSession {
  readonly heldOn: Day
  readonly village: string
  readonly topic: string
  readonly kind: TrainingKind
  readonly instrument: string
  readonly trainer: Key
}

/** What has to be asked for a line when somebody has chosen whom it means. */
export interface LineToChoose {
  /** The session's key, whether it stands or not. */
  readonly training: Key
  readonly session: ListedSession
  /** What the line says of who was there. */
  readonly attendee: Attendee
  readonly present: boolean
}

/** Somebody by name, and where they work. */
export interface PersonTold {
  readonly km: string | null
  readonly latin: string | null
  readonly place: PlaceTold | null
}

interface NameTold {
  readonly km: string
  readonly en: string
}

export type SessionProblem =
  | { readonly code: 'topic-unknown' | 'instrument-unknown'; readonly offered: readonly NameTold[] }
  | { readonly code: 'training-kind-unknown' }
  | { readonly code: 'trainer-unknown' }
  | { readonly code: 'trainer-several'; readonly people: readonly PersonTold[] }
  /** The session is recorded under another instrument. */
  | { readonly code: 'instrument-otherwise'; readonly instrument: NameTold }
  /** The same person stands on the sheet as both. */
  | { readonly code: 'present-and-absent' }
  | { readonly code: 'session-full'; readonly most: number }
