/**
 * The phone as an author's hand: it holds a P-256 key that cannot be taken out, signs what its person
 * asks, and numbers it.
 */
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { type Home, homeOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { textOf } from './base64url.ts'
import type { Clock } from './clock.ts'
import type { Change, Storage } from './storage.ts'

/** What an envelope says before the device adds itself. */
export type Asking = Pick<Envelope, 'name' | 'about' | 'input' | 'after'>

interface Kept {
  readonly person: Key
  readonly key: Key
  readonly publicKey: string
  readonly privateKey: CryptoKey
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const signing = { name: 'ECDSA', hash: 'SHA-256' }

/** The device of this person: the one kept here, or a new one that is still to be enrolled. */
export async function openDevice(storage: Storage, clock: Clock, person: Key) {
  const held = await storage.read('device')
  const kept = held.get(person) as Kept | undefined
  const { key, publicKey, privateKey } = kept ?? (await make())
  let n = (held.get(`n ${key}`) as number | undefined) ?? 0

  return {
    key,
    person,
    isNew: kept === undefined,
    /** SubjectPublicKeyInfo in base64url, as the door keeps it. */
    publicKey,

    newId: (): string => newId(clock.now()),
    newKey: (home: Home): Key => keyOf(home, newId(clock.now())),

    /** From now on this is the person's device: kept once the door has accepted it. */
    async keep(): Promise<void> {
      const value: Kept = { person, key, publicKey, privateKey }
      await storage.write([{ drawer: 'device', key: person, value }])
    },

    /** Numbers are never given twice: what keeps the envelope keeps its number with it. */
    async seal(asking: Asking): Promise<{ envelope: Envelope; numbered: Change }> {
      n += 1
      const unsigned: Envelope = {
        ...asking,
        id: newId(clock.now()),
        home: homeOf(asking.about),
        person,
        device: key,
        n,
        askedAt: clock.now(),
        lastServerTime: clock.told(),
        signature: null,
      }
      const bytes = new TextEncoder().encode(bodyOf(unsigned))
      const signature = await crypto.subtle.sign(signing, privateKey, bytes)
      return {
        envelope: { ...unsigned, signature: textOf(new Uint8Array(signature)) },
        numbered: { drawer: 'device', key: `n ${key}`, value: unsigned.n },
      }
    },
  }

  async function make() {
    const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])
    const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
    return {
      key: keyOf(homeOf(person), newId(clock.now())),
      publicKey: textOf(new Uint8Array(spki)),
      privateKey: pair.privateKey,
    }
  }
}

/** An id made where nobody can ask whether it is taken. */
export function newId(now: string): string {
  return uuidv7(Date.parse(now), crypto.getRandomValues(new Uint8Array(10)))
}
