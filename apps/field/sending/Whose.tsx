import type { Envelope } from '#door/envelope.ts'
import { usePhone } from '#sync/hooks.ts'
import { sentenceOf } from '#ui/HistoryStory.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { nameText } from '../words.ts'

/** Whose work it is and what it does; of what another phone handed over only that it is carried. */
export function Whose({ envelope }: { envelope: Envelope }) {
  const phone = usePhone()
  const bearer = phone.bearer()
  if (envelope.person !== phone.person) return <>{m.phone_sending_carried()}</>
  return <>{sentenceOf(envelope.name, bearer ? nameText(bearer) : '')}</>
}
