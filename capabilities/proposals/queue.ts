import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'

/** The place of a proposal, by whose key it goes, among those that wait for the same answer. */
export interface Queue extends Subject {
  readonly household: Key
  /** How many came before. */
  readonly ahead: number
  /** When that was counted. */
  readonly at: Instant
}
