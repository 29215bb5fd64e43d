/**
 * Six digits that open a phone.
 *
 * What a person's drawers are sealed under is one data key. It is kept under a key made of the PIN, and that
 * once more under a key of this browser that cannot be taken out by a program. A spare of it lies in a box
 * that only the programme opens, for whoever has signed in anew: so nothing is lost with a forgotten PIN.
 */
import type { Spare } from './spare.ts'

export interface Lock {
  readonly browserKey: CryptoKey
  /** Chance, then the data key under the PIN, all under the key of the browser. */
  readonly kept: Uint8Array<ArrayBuffer>
  /** Null where everything is invented and nobody has set a PIN yet. */
  readonly pin: { readonly chance: Uint8Array<ArrayBuffer>; readonly rounds: number } | null
  /** Wrong ones since the last right one: counted before each is looked at, so that no cut helps a guesser. */
  readonly wrong: number
  readonly wait: { readonly from: number; readonly milliseconds: number } | null
  readonly spare: Spare | null
}

export type DataKey = Uint8Array<ArrayBuffer>

export const pinDigits = 6
/** Reckoned at some 0.3 s on a phone six times as slow as a desk. Kept with each lock, so that it can grow. */
const rounds = 150_000
const aes = 'AES-GCM'
const chanceBytes = 12

export function newDataKey(): DataKey {
  return crypto.getRandomValues(new Uint8Array(32))
}

export async function lockWith(pin: string | null, dataKey: DataKey, spare: Spare | null = null): Promise<Lock> {
  const browserKey = await crypto.subtle.generateKey({ name: aes, length: 256 }, false, ['encrypt', 'decrypt'])
  const stretched = pin === null ? null : { chance: crypto.getRandomValues(new Uint8Array(16)), rounds }
  const inner = stretched ? await close(await keyOf(pin!, stretched), dataKey) : dataKey
  return { browserKey, kept: await close(browserKey, inner), pin: stretched, wrong: 0, wait: null, spare }
}

/** The data key; undefined where the PIN is another. */
export async function dataKeyIn(lock: Lock, pin: string | null): Promise<DataKey | undefined> {
  try {
    const inner = await open(lock.browserKey, lock.kept)
    if (!lock.pin) return inner
    return pin === null ? undefined : await open(await keyOf(pin, lock.pin), inner)
  } catch {
    return undefined
  }
}

/** Why six digits are not taken as a PIN. */
export function weaknessOf(pin: string): 'short' | 'obvious' | undefined {
  if (!/^\d{6}$/.test(pin)) return 'short'
  const digits = [...pin].map(Number)
  const steps = new Set(digits.slice(1).map((digit, at) => (digit - digits[at]! + 10) % 10))
  const isRow = steps.size === 1 && [0, 1, 9].includes([...steps][0]!)
  const isRepeated = pin.slice(0, 3) === pin.slice(3) || new Set(pin.match(/../g)).size === 1
  const isOfPairs = digits.every((digit, at) => digit === digits[at - (at % 2)])
  const isMirrored = pin === [...pin].reverse().join('')
  const isDrawn = ['159753', '147258', '258369', '147852', '789456', '456123'].includes(pin)
  return isRow || isRepeated || isOfPairs || isMirrored || isDrawn ? 'obvious' : undefined
}

/** So many wrong ones, and only a new sign-in opens. */
export const wrongMax = 10
const minute = 60_000

/** How long nobody may try after so many wrong ones. */
export function waitAfterWrong(wrong: number): number {
  if (wrong < 5) return 0
  return ([1, 5, 15][wrong - 5] ?? 60) * minute
}

async function keyOf(pin: string, { chance, rounds }: NonNullable<Lock['pin']>): Promise<CryptoKey> {
  const digits = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  const way = { name: 'PBKDF2', hash: 'SHA-256', salt: chance, iterations: rounds }
  return crypto.subtle.deriveKey(way, digits, { name: aes, length: 256 }, false, ['encrypt', 'decrypt'])
}

async function close(key: CryptoKey, bytes: DataKey): Promise<DataKey> {
  const iv = crypto.getRandomValues(new Uint8Array(chanceBytes))
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: aes, iv }, key, bytes))
  const both = new Uint8Array(chanceBytes + closed.length)
  both.set(iv)
  both.set(closed, chanceBytes)
  return both
}

async function open(key: CryptoKey, both: DataKey): Promise<DataKey> {
  const way = { name: aes, iv: both.slice(0, chanceBytes) }
  return new Uint8Array(await crypto.subtle.decrypt(way, key, both.slice(chanceBytes)))
}
