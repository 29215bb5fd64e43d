/**
 * Keys travel whole, as `05-0192f3c4-…`: the home and the id.
 *
 * The home is the two-digit province where a record was first registered (`00` for national
 * records). It never changes, is the shard key, and stands first in every large table's key.
 * Nothing is ever looked up by id alone.
 */
import * as z from 'zod/mini'

export type Home = string
export type Key = string

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const keyPattern = new RegExp(`^[0-9]{2}-${uuid}$`)
const idPattern = new RegExp(`^${uuid}$`)

/** The home of records that belong to no province. */
export const national: Home = '00'

export const KeyText = z.string().check(z.regex(keyPattern))
export const IdText = z.string().check(z.regex(idPattern))
export const HomeText = z.string().check(z.regex(/^[0-9]{2}$/))

export function isKey(text: unknown): text is Key {
  return typeof text === 'string' && keyPattern.test(text)
}

export function keyOf(home: Home, id: string): Key {
  return `${home}-${id}`
}

export function homeOf(key: Key): Home {
  return key.slice(0, 2)
}

export function idOf(key: Key): string {
  return key.slice(3)
}

/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. Time and chance are handed in. */
export function uuidv7(at: number, chance: Uint8Array): string {
  const bytes = new Uint8Array(16)
  bytes.set(chance.subarray(0, 10), 6)
  let rest = at
  for (let place = 5; place >= 0; place--) {
    bytes[place] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  let text = ''
  for (let place = 0; place < 16; place++) {
    if (place === 4 || place === 6 || place === 8 || place === 10) text += '-'
    text += bytes[place]!.toString(16).padStart(2, '0')
  }
  return text
}
