/** The words of invoices: for screens that few phones open. */
import { m } from './compiled/messages.js'
import type { Message } from './names.ts'

export const paymentMethodWords: Record<string, Message> = {
  bank: m.payment_bank,
  wing: m.payment_wing,
  khqr: m.payment_khqr,
  cash: m.payment_cash,
}

/** Why a line of an invoice does not simply match. */
export const mismatchWords: Record<string, Message> = {
  'above-match': m.claim_mismatch_above,
  quantity: m.claim_mismatch_quantity,
  'loss-open': m.claim_mismatch_loss,
  'already-claimed': m.claim_mismatch_claimed,
  'delivery-disputed': m.claim_mismatch_disputed,
  'not-confirmed': m.claim_mismatch_unconfirmed,
  'nothing-owed': m.claim_mismatch_nothing,
  'contribution-missing': m.claim_mismatch_contribution,
}
