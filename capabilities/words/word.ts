/**
 * Words: which Khmer sentences a Khmer reader has looked at and found right.
 *
 * An approval belongs to a sentence as it was read: its record is named by the message and the
 * sentence together, so a sentence that is changed is unreviewed again by itself. Review is never
 * claimed for anything that no named person approved.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Subject } from '#door/command.ts'
import { type Key, keyOf, national, uuidv7 } from '#door/key.ts'
import type { Instant } from '#door/values.ts'

export interface WordReview extends Subject {
  /** The key of the message, `refusal_household_merged`. */
  readonly message: string
  /** The sentence as it was read. */
  readonly khmer: string
  readonly reviewedBy: Key
  readonly reviewedAt: Instant
}

/** The one record that a review of this sentence can have in a programme: each has readers of its own. */
export function reviewKey(programme: string, message: string, khmer: string): Key {
  const digest = sha256(utf8ToBytes(`${programme}\n${message}\n${khmer}`))
  // Shaped as the ids of devices are, at the beginning of time.
  return keyOf(national, uuidv7(0, digest))
}

/** The text of a message as its file holds it: a sentence, or several chosen between by a number. */
export function sentenceOf(written: unknown): string {
  return typeof written === 'string' ? written : JSON.stringify(written)
}
