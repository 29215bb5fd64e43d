/** What the author of an envelope is told. A decided envelope has one answer for ever, however often it is asked. */
import type { Refusal } from './refusal.ts'
import type { Instant } from './values.ts'

export type Answer =
  | { readonly outcome: 'accepted'; readonly version: number }
  | { readonly outcome: 'disputed'; readonly version: number; readonly refusal: Refusal }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** An envelope it depends on is missing or was refused: nothing was decided, it may come again. */
  | { readonly outcome: 'held'; readonly after: readonly string[] }
  /** It could not be read, or its author or device was shut out: a person will look at it. */
  | { readonly outcome: 'quarantined'; readonly why: Why }
  /** What a carrier who is not the author learns. */
  | { readonly outcome: 'received' }

export type Why = 'unknown-command' | 'author-shut-out' | 'device-shut-out' | 'signature' | 'device-unknown'

/** Somebody in the office has looked at what was laid aside. */
export interface OfficeWord {
  readonly word: string
  readonly at: Instant
}
