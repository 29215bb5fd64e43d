/**
 * From a browser to a phone of somebody: who is signed in, a key of their own on this device, and the
 * engine that everything else stands on.
 */
import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, type Key } from '#door/key.ts'
import { hold } from '#sync/alone.ts'
import { newId } from '#sync/device.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { openLasting } from '#sync/lasting.ts'
import type { Network } from '#sync/network.ts'
import { inMemory } from '#sync/storage.ts'
import { overHttp } from '#sync/transport.ts'
import { currentLanguage } from '#ui/words/language.ts'

export type Opened =
  | { readonly phone: FieldEngine }
  | { readonly next: 'sign-in' | 'choose' }
  /** Another window holds it. */
  | { readonly elsewhere: true }
  | { readonly failed: 'network' | 'not-allowed' }
  | { readonly refused: Extract<Answer, { outcome: 'refused' }>['refusal'] }

/** Remembered where somebody has been signed in before: there one question less is asked. */
const knownKey = 'known'

/** With `insist` another window that holds the phone has to let go; `onLost` is told when one insists here. */
export async function openPhone(network: Network, insist: boolean, onLost: () => void): Promise<Opened> {
  if (!wasKnown()) {
    const answer = await network.reach('/api/sign-in').catch(() => undefined)
    if (!answer?.ok) return { failed: 'network' }
    if (!((await answer.json()) as { signedIn: boolean }).signedIn) return { next: 'sign-in' }
  }
  const response = await network.reach('/api/me').catch(() => undefined)
  if (!response || response.status >= 500) return { failed: 'network' }
  if (response.status === 401) return { next: 'sign-in' }
  if (response.status === 403)
    return isNotChosen(await response.json()) ? { next: 'choose' } : { failed: 'not-allowed' }

  const { person } = (await response.json()) as { person: { key: Key } }
  becomeKnown()
  // Heavy with the rules of every command: nobody waits for it at the sign-in.
  const behind = await import('#sync/engine.ts').catch(() => undefined)
  if (!behind) return { failed: 'network' }
  let close = async () => {}
  const held = await hold(person.key, insist, async () => {
    await close()
    onLost()
  })
  if (held === 'elsewhere') return { elsewhere: true }
  const engine = await behind.openEngine({
    // A browser that forbids storage still works, as a new device each time.
    storage: await openLasting(person.key).catch(inMemory),
    network,
    transport: overHttp(network),
    person: person.key,
    language: currentLanguage,
  })
  close = engine.close
  const phone: FieldEngine = { ...engine, close: () => engine.close().finally(held.letGo) }
  const refused = phone.device.isNew ? await enrol(phone) : undefined
  if (refused) return refused
  void phone.sync()
  return { phone }
}

/** The first envelope of a device goes without its signature: the session vouches for it. */
async function enrol(phone: FieldEngine): Promise<Opened | undefined> {
  const { key, publicKey, keep } = phone.device
  const envelope: Envelope = {
    id: newId(phone.now()),
    home: homeOf(key),
    name: 'device.enrol',
    about: key,
    input: { publicKey, label: labelOf(navigator.userAgent) },
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
  if (!response?.ok) return { failed: 'network' }
  const { answer } = (await response.json()) as { answer: Answer }
  if (answer.outcome === 'refused') return { refused: answer.refusal }
  if (answer.outcome !== 'accepted') return { failed: 'not-allowed' }
  await keep()
  return undefined
}

/** What an administrator sees in the list of devices: `Android, Chrome`. */
function labelOf(agent: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? 'Device'
  const browser = /(Firefox|Edg|SamsungBrowser|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser'
  return `${system}, ${browser}`
}

function wasKnown(): boolean {
  try {
    return localStorage.getItem(knownKey) !== null
  } catch {
    return false
  }
}

function becomeKnown(): void {
  try {
    localStorage.setItem(knownKey, 'yes')
  } catch {
    // Storage may be forbidden; the question is then asked each time.
  }
}

function isNotChosen(problem: { type?: string }): boolean {
  return problem.type?.endsWith('/person-not-chosen') ?? false
}
