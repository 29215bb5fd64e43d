import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

/** What somebody has to do about a voucher. */
export const matterWords: Record<string, Message> = {
  redeem: m.matter_redeem,
  confirm: m.matter_confirm,
  resolve: m.matter_resolve,
  answer: m.matter_answer,
  loss: m.matter_loss,
  replace: m.matter_replace,
  check: m.matter_check,
  unfreeze: m.matter_unfreeze,
}

export const sideWords: Record<string, Message> = {
  shop: m.side_shop,
  farmer: m.side_farmer,
  witness: m.side_witness,
}
