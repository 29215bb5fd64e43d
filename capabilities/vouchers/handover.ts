/**
 * Hand-over events: a truck comes to the commune, and many households receive on one day.
 *
 * The event keeps the signed list and who stood by. What each household received is still reported by
 * the shop on its voucher, and confirmed one by one: a list proves that people came, not what they got.
 */
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import type { Day, Instant, Position } from '#door/values.ts'

export interface HandoverEvent extends Subject {
  readonly shop: Key
  readonly heldOn: Day
  readonly vouchers: readonly Key[]
  /** Who stood by for the commune: its name on the list. */
  readonly witness: string
  /** The signed list. */
  readonly photo: string
  readonly position: Position | null
  readonly reportedBy: Key
  readonly reportedAt: Instant
}
