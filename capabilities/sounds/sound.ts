/**
 * Sounds: recordings of sentences, for people who would rather listen than read.
 *
 * A slot is what can be said: a message of a screen, the name of an item, a piece of a number. A recording
 * belongs to the sentence as it was read out: when the sentence changes, the recording is stale and is
 * played no more. The newest recording of a slot counts; if that one is withdrawn, the slot is silent.
 * Nothing is played that nobody recorded.
 */
import * as z from 'zod/mini'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { type SoundLanguage, soundLanguages } from './numerals.ts'
import type { Slot } from './slots.ts'

export const SlotName = z
  .string()
  .check(z.regex(/^(message|item|number)\/[a-z0-9]+([_-][a-z0-9]+)*$/), z.maxLength(120))

export const Speech = z.enum(soundLanguages)

/** A sentence read slowly takes ten seconds; nobody listens longer on a phone. */
export const soundMillisecondsMax = 20_000
/** Twenty seconds of speech at 24 kbit/s: what a village's network carries. */
export const soundBytesMax = 60 * 1024

export interface Sound extends Subject {
  readonly slot: Slot
  readonly language: SoundLanguage
  /** The sentence as it was read out. */
  readonly said: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string
  readonly bytes: number
  readonly milliseconds: number
  readonly state: 'kept' | 'withdrawn'
  readonly recordedBy: Key
  readonly recordedAt: Instant
}

/** What a phone is told of a programme's recordings in one language: slots in the order they are used, with their files. */
export interface SoundList extends Subject {
  readonly language: SoundLanguage
  readonly sounds: Readonly<Record<Slot, string>>
}
