/**
 * Hand-overs that were reported with digits and have no word from the office yet. A phone cannot tell
 * whether digits are right, so such a hand-over is on no record here; the goods are gone all the same, and
 * must not be handed over a second time.
 */
import type { InputOf } from '#capabilities/commands.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { FieldEngine } from '#sync/engine.ts'
import type { Unconfirmed } from '../vouchers/counting.ts'

export function unconfirmedOf(phone: Pick<FieldEngine, 'outbox' | 'outlook'>, voucher: Voucher): Unconfirmed[] {
  return phone
    .outbox()
    .filter(
      ({ envelope, state }) =>
        envelope.name === 'voucher.redeem' &&
        envelope.about === voucher.key &&
        ['waiting', 'held', 'accepted'].includes(state) &&
        !phone.outlook().foresightOf(envelope.id)?.record &&
        !voucher.handovers.some(({ id }) => id === envelope.id),
    )
    .flatMap(({ envelope }) => (envelope.input as InputOf<'voucher.redeem'>).lines)
    .filter(({ replaces }) => replaces === undefined)
    .map(({ line, quantity, code }) => ({ line, quantity, n: code && 'digits' in code ? code.n : undefined }))
}
