/** Who may not act on a voucher, whatever their role: nobody judges their own work, household or shop. */
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, isOwnAffair } from '#door/actor.ts'
import type { Decision } from '#door/command.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'

type Bearing = Pick<Voucher, 'household' | 'duties' | 'shop' | 'formerShops'>

/** Own affairs, those one has helped with, and those of one's own shop. */
export function barredFrom(voucher: Bearing, actor: Actor): Refusal | undefined {
  if (isOwnAffair(actor, voucher.household)) return refuse('duty.own-affair')
  if (actor.id === voucher.duties.assistedBy || actor.id === voucher.duties.submittedBy) return refuse('duty.assisted')
  if (actor.shop !== null && [voucher.shop, ...voucher.formerShops].includes(actor.shop)) return refuse('duty.shop')
  return undefined
}

/** Who approved or issued does not say what was received, nor decide about it. */
export function barredFromSpeaking(voucher: Bearing, actor: Actor): Refusal | undefined {
  const barred = barredFrom(voucher, actor)
  if (barred) return barred
  if (actor.id === voucher.duties.approvedBy) return refuse('duty.approved')
  return actor.id === voucher.duties.issuedBy ? refuse('duty.issued') : undefined
}

/** A check is made by somebody who had no hand in any of it. */
export function barredFromChecking(voucher: Bearing & Pick<Voucher, 'handovers'>, actor: Actor): Refusal | undefined {
  const barred = barredFromSpeaking(voucher, actor)
  if (barred) return barred
  if (actor.id === voucher.duties.verifiedBy) return refuse('duty.verified')
  const hasSpoken = voucher.handovers.some(({ confirmations }) => confirmations.some(({ by }) => by === actor.id))
  return hasSpoken ? refuse('duty.witnessed') : undefined
}

/** Who stood by as a witness does not also ask the family: two sides need two people. */
export function barredFromCalling(
  voucher: Bearing & Pick<Voucher, 'handovers'>,
  id: string,
  actor: Actor,
): Refusal | undefined {
  const barred = barredFromSpeaking(voucher, actor)
  if (barred) return barred
  const handover = voucher.handovers.find((one) => one.id === id)
  if (handover?.by === actor.id) return refuse('duty.shop')
  const hasWitnessed = handover?.confirmations.some(({ side, by }) => side === 'witness' && by === actor.id)
  return hasWitnessed ? refuse('duty.witnessed') : undefined
}

export function stale(voucher: Pick<Voucher, 'version'>, { seen }: { seen: number }): Refusal | undefined {
  return voucher.version === seen ? undefined : refuse('record.changed')
}

export function movedOn(voucher: Voucher | Refusal): Decision<Voucher> | Refusal {
  return isRefusal(voucher) ? voucher : { record: voucher }
}
