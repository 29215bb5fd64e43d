/**
 * What the server sends a device: documents, the place in the feed, and the proof that nothing is missing.
 *
 * A document is a read view of one thing for one audience: a household with everything it asked for
 * and got, a voucher as its shop may see it. It holds records, some with fields kept back; a rule
 * that needs such a field gets no answer on a phone, and the office answers it. Documents are never
 * edited on a device. This shape is frozen: a changed meaning is a new format.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Actor } from './actor.ts'
import type { Subject } from './command.ts'
import type { Key } from './key.ts'

/** How documents of this release are laid out. What a device holds in an older format is brought up, or read again. */
export const documentFormat = 2

export interface PersonName {
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export interface Document {
  readonly kind: string
  readonly key: Key
  readonly format: number
  /** `<home>/<stream>` and the number of the line that last touched it. */
  readonly stream: string
  readonly seq: number
  readonly records: Readonly<Record<string, readonly Subject[]>>
  /** Fields kept back from this audience, by noun. */
  readonly hides: Readonly<Record<string, readonly string[]>>
  /** The names of those who acted in it; the reader's own is the bearer's. */
  readonly people: Readonly<Record<Key, PersonName>>
  /** On a voucher for the shop that may redeem it: the programme's word for the record as it stands here. */
  readonly seal?: DocumentSeal
}

export interface DocumentSeal {
  readonly keyNumber: number
  /** Ed25519, in base64url. */
  readonly signature: string
}

/** Records that stand behind the documents: windows, places, shops. One with this digest never changes. */
export interface Pack {
  readonly name: string
  readonly records: Readonly<Record<string, readonly Subject[]>>
  readonly hides: Readonly<Record<string, readonly string[]>>
}

/** A pack that a device should hold. One of the same name and another digest takes its place. */
export interface PackNote {
  readonly name: string
  readonly digest: string
}

/** Who is asking, as the device keeps it to foresee by. */
export interface Bearer extends PersonName {
  readonly actor: Actor
  readonly programmes: readonly ProgrammeNote[]
  /** What the seals of vouchers are verified with, by number of the key: 32 bytes in base64url. */
  readonly voucherKeys?: Readonly<Record<string, string>>
  /** What is sealed for the office is sealed to this: number of the key, and the P-256 point in base64url. */
  readonly boxKey?: { readonly number: number; readonly publicKey: string }
}

export interface ProgrammeNote {
  readonly programme: string
  readonly names: { readonly km: string; readonly en: string }
  readonly state: 'open' | 'closed'
  readonly demonstration: boolean
  /** The version of the consent that is asked for now. */
  readonly consent: string
  /** Whom somebody in the field calls about what was refused or laid aside. */
  readonly officePhone?: string
}

/**
 * How far a device has read, in the server's own words: nobody else takes it apart. Nothing was read
 * while it is empty.
 */
export type Cursor = string

export const beginning: Cursor = ''

/** Where each document of the scope stands: kind, key, stream, number. */
export type Mark = readonly [kind: string, key: Key, stream: string, seq: number]

export interface Completeness {
  readonly count: number
  readonly digest: string
}

/** What a device asks: how far it has read, and what it knows to be complete. */
export interface PullQuestion {
  readonly cursor: Cursor
  /** The word it was given when everything had arrived; empty when something is missing. */
  readonly seen: string
  /** Asks for the marks of the whole scope. */
  readonly index: boolean
  /** `<kind> <key>` of documents to be told again, whatever was read before. */
  readonly again: readonly string[]
}

export interface Page {
  readonly reader: Key
  /** Null where it is as it was seen. */
  readonly bearer: Bearer | null
  readonly documents: readonly Document[]
  /** Every pack the device should hold; null where they are as they were seen. */
  readonly packs: readonly PackNote[] | null
  readonly cursor: Cursor
  /** There is another page. */
  readonly more: boolean
  /** What a device in this scope holds when it holds everything, and the word for it; on the last page. */
  readonly complete: (Completeness & { readonly seen: string }) | null
  /** Asked for by a device that holds something else: every mark of the scope. */
  readonly index: readonly Mark[] | null
}

/** Half of it is enough to tell two scopes apart. */
const digestDigits = 32

/** The same text as the database makes of its marks, so that both sides can compare. */
export function completenessOf(marks: Iterable<Mark>): Completeness {
  const lines = [...marks].map(([kind, key, , seq]) => `${kind} ${key} ${seq}`).sort()
  return { count: lines.length, digest: bytesToHex(sha256(utf8ToBytes(lines.join('\n')))).slice(0, digestDigits) }
}

/** What a first reading will bring, as the office reckons it. */
export interface FirstCost {
  readonly documents: number
  readonly households: number
  readonly bytes: number
}
