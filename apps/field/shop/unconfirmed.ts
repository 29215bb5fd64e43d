/**
 * Hand-overs that were reported with a code that this phone cannot judge (digits, or a strip it has not heard
 * of), and have no word from the office yet. Such a hand-over is on no record here; the goods are gone all the
 * same, and must not be handed over a second time.
 */
import type { InputOf } from '#capabilities/commands.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Envelope } from '#door/envelope.ts'
import type { FieldEngine } from '#sync/engine.ts'
import type { Unconfirmed } from '../vouchers/counting.ts'

type Phone = Pick<FieldEngine, 'outbox' | 'outlook' | 'find'>

/** The reports themselves, in the order in which they were made. */
export function unforeseenOn(phone: Phone): Envelope[] {
  return phone
    .outbox()
    .filter(
      ({ envelope, state }) =>
        envelope.name === 'voucher.redeem' &&
        ['waiting', 'held', 'accepted'].includes(state) &&
        !phone.outlook().foresightOf(envelope.id)?.record &&
        !phone.find<Voucher>('voucher', envelope.about)?.handovers.some(({ id }) => id === envelope.id),
    )
    .map(({ envelope }) => envelope)
}

export function unconfirmedOf(phone: Phone, voucher: Voucher): Unconfirmed[] {
  return unforeseenOn(phone)
    .filter(({ about }) => about === voucher.key)
    .flatMap(({ input }) => (input as InputOf<'voucher.redeem'>).lines)
    .filter(({ replaces }) => replaces === undefined)
    .map(({ line, quantity, code }) => ({ line, quantity, n: code?.n }))
}
