import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

export const lineStateWords: Record<string, Message> = {
  open: m.claim_line_open,
  matched: m.claim_line_matched,
  disputed: m.claim_line_disputed,
  paid: m.claim_line_paid,
  rejected: m.claim_line_rejected,
}
