import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

export const lineStateWords: Record<string, Message> = {
  open: m.claim_line_open,
  matched: m.claim_line_matched,
  disputed: m.claim_line_disputed,
  paid: m.claim_line_paid,
  rejected: m.claim_line_rejected,
}

export const paymentMethodWords: Record<string, Message> = {
  bank: m.payment_bank,
  wing: m.payment_wing,
  khqr: m.payment_khqr,
  cash: m.payment_cash,
}

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
