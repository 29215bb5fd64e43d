import type { Desk, SubjectKind } from '#capabilities/complaints/complaint.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

export const kindWords: Record<SubjectKind, Message> = {
  voucher: m.complaint_kind_voucher,
  delivery: m.complaint_kind_delivery,
  household: m.complaint_kind_household,
  person: m.complaint_kind_person,
  shop: m.complaint_kind_shop,
  general: m.complaint_kind_general,
}

export const deskWords: Record<Desk, Message> = {
  secretariat: m.complaints_desk_secretariat,
  director: m.complaints_desk_director,
  outside: m.complaints_desk_outside,
}
