/**
 * Photos that go to the office over another phone, in boxes that only the programme opens. A box goes under
 * the name of the photo in it, and holds whose photo it is: whoever carries it has neither sent it nor seen it.
 */
import { type Home, isKey, type Key } from '#door/key.ts'
import { bytesIn, textOf } from './base64url.ts'
import { type BoxKey, sealBox } from './box.ts'

/** As it stands in a file of unsent work. */
export interface HandedPhoto {
  readonly digest: string
  readonly home: Home
  /** The command that names it. */
  readonly envelope: string
  readonly box: string
}

/** A key is written in so many signs, whoever it is of. */
const keyLength = 39

export function photoBoxAbout(home: Home, digest: string): string {
  return `chamka photo ${home} ${digest}`
}

export async function boxedPhoto(
  key: BoxKey,
  author: Key,
  { home, digest }: Pick<HandedPhoto, 'home' | 'digest'>,
  picture: Blob,
): Promise<string> {
  const inside = new Uint8Array(keyLength + picture.size)
  inside.set(new TextEncoder().encode(author))
  inside.set(new Uint8Array(await picture.arrayBuffer()), keyLength)
  return textOf(await sealBox(key, photoBoxAbout(home, digest), inside))
}

/** Whose it is and the picture itself, of a box that was opened. */
export function photoInBox(inside: Uint8Array): { author: Key; picture: Uint8Array } | undefined {
  const author = new TextDecoder().decode(inside.subarray(0, keyLength))
  return isKey(author) ? { author, picture: inside.subarray(keyLength) } : undefined
}

export function isHandedPhoto(value: unknown): value is HandedPhoto {
  const { digest, home, envelope, box } = (value ?? {}) as Partial<Record<keyof HandedPhoto, unknown>>
  return (
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    typeof home === 'string' &&
    /^\d\d$/.test(home) &&
    typeof envelope === 'string' &&
    typeof box === 'string' &&
    bytesIn(box).length > 0
  )
}
