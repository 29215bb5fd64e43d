import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, type Key } from '#door/key.ts'
import { newId } from '#sync/device.ts'
import type { FieldEngine } from '#sync/engine.ts'

/** What a device cannot sign, because it is about the device itself: the session vouches for it. Undefined unreached. */
export async function askBySession(
  phone: Pick<FieldEngine, 'network' | 'now' | 'person'>,
  name: 'device.enrol' | 'device.revoke',
  about: Key,
  input: Record<string, unknown>,
): Promise<Answer | undefined> {
  const envelope: Envelope = {
    id: newId(phone.now()),
    home: homeOf(about),
    name,
    about,
    input,
    person: phone.person,
    device: null,
    n: 0,
    askedAt: phone.now(),
    lastServerTime: null,
    after: [],
    signature: null,
  }
  const response = await phone.network
    .reach('/api/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
    })
    .catch(() => undefined)
  return response?.ok ? ((await response.json()) as { answer: Answer }).answer : undefined
}
