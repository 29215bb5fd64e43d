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
import { numerals, piecesOf, type SoundLanguage, soundLanguages } from './numerals.ts'

/** `message/phone_voucher_title`, `item/chick`, `number/30`. */
export const Slot = z.string().check(z.regex(/^(message|item|number)\/[a-z0-9]+([_-][a-z0-9]+)*$/), z.maxLength(120))
export type Slot = z.infer<typeof Slot>

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

export function messageSlot(message: string): Slot {
  return `message/${message}`
}

export function itemSlot(code: string): Slot {
  return `item/${code}`
}

/** A number in the pieces that are played one after another. */
export function numberSlots(count: number, language: SoundLanguage): readonly Slot[] {
  return piecesOf(count, language).map((piece) => `number/${piece}`)
}

/** Every piece of a number, with its word. */
export function numeralSlots(language: SoundLanguage): readonly { readonly slot: Slot; readonly sentence: string }[] {
  return Object.entries(numerals[language]).map(([piece, sentence]) => ({ slot: `number/${piece}`, sentence }))
}

/** "Chicks, thirty, birds": what, how many, counted in what. */
export function countedSlots(
  { item, unit, count }: { readonly item: string; readonly unit: string; readonly count: number },
  language: SoundLanguage,
): readonly Slot[] {
  return [itemSlot(item), ...numberSlots(count, language), messageSlot(`unit_${unit}`)]
}
