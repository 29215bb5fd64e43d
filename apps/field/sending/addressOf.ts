/** Where the record of an envelope can be looked at, if it is on this phone. */
import type { Envelope } from '#door/envelope.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { nounOf } from '#sync/outlook.ts'

const rooms: Readonly<Record<string, string>> = {
  household: '/households',
  proposal: '/proposals',
  voucher: '/vouchers',
}

export function addressOf(
  envelope: Pick<Envelope, 'name' | 'about'>,
  phone: Pick<FieldEngine, 'find'>,
): string | undefined {
  const noun = nounOf(envelope.name)
  const room = rooms[noun]
  return room && phone.find(noun, envelope.about) ? `${room}/${envelope.about}` : undefined
}
