/**
 * Whether somebody may do a thing at all, asked before they set out: the very rule that would decide
 * it, about a visit in which all were well.
 */
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Refusal } from '#door/refusal.ts'
import type { FieldEngine } from '#sync/engine.ts'

type Phone = Pick<FieldEngine, 'foresee'>

const photo = '0'.repeat(64)
const position = { latitude: 0, longitude: 0 }

export function barredFromVerifying(phone: Phone, { key, version: seen }: Proposal): Refusal | undefined {
  return phone.foresee('proposal.verify', key, { seen, how: 'visit', note: null, photo, position }).refusal
}

export function barredFromWitnessing(phone: Phone, { key }: Voucher, { id, lines }: Handover): Refusal | undefined {
  const said = lines.map(({ line, quantity }) => ({ line, accepted: quantity }))
  return phone.foresee('voucher.witness', key, { handover: id, lines: said, photo, position }).refusal
}

export function barredFromCalling(phone: Phone, { key }: Voucher, { id, lines }: Handover): Refusal | undefined {
  const said = lines.map(({ line, quantity }) => ({ line, accepted: quantity }))
  return phone.foresee('voucher.callBack', key, { handover: id, lines: said }).refusal
}

export function barredFromChecking(phone: Phone, { key }: Voucher): Refusal | undefined {
  return phone.foresee('voucher.check', key, { verdict: 'in-order', findings: [], photo, position }).refusal
}
