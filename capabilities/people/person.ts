/**
 * People: everybody who does something here, with what they may do and from when to when.
 *
 * A phone number is how to reach somebody, never who they are: several may share one. A right that
 * was given is never removed from the record; it ends.
 */
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf, type Instant, type Sex } from '#door/values.ts'

/** A role given to a person, for a reach and with dates. Named by the envelope that gave it. */
export interface GivenGrant {
  readonly id: string
  readonly role: string
  /** A programme's code, or `*` for the installation itself. */
  readonly programme: string
  readonly places: readonly string[]
  readonly household: Key | null
  readonly shop: Key | null
  readonly from: Day
  /** The last day; null has no end. */
  readonly until: Day | null
  readonly by: Key
  readonly takenBack: { by: Key; at: Instant; reason: string } | null
}

/** Somebody who has this person's duties between two days. */
export interface Deputation {
  readonly id: string
  readonly person: Key
  readonly from: Day
  readonly until: Day
}

export interface Person extends Subject {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: Sex | null
  readonly birthYear: number | null
  readonly phone: string | null
  readonly email: string | null
  /** The sign-in that proves this person. A plain value: nothing here leans on it. */
  readonly accountId: string | null
  readonly household: Key | null
  /** Who of the household's members this is. */
  readonly member: string | null
  readonly shop: Key | null
  readonly grants: readonly GivenGrant[]
  /** Households of relatives, as declared: nobody decides there. */
  readonly relatives: readonly Key[]
  readonly deputies: readonly Deputation[]
  /** Invented for a demonstration. */
  readonly sample: boolean
  readonly state: 'active' | 'revoked'
}

/** A device that signs for a person. */
export interface Device extends Subject {
  readonly person: Key
  readonly household: Key | null
  readonly shop: Key | null
  readonly label: string
  /** The public half of its P-256 key: SubjectPublicKeyInfo as base64url. */
  readonly publicKey: string
  readonly enrolledAt: Instant
  readonly revokedAt: Instant | null
  readonly revokedBy: Key | null
  /** In the words of whoever did. */
  readonly revokedWhy: string | null
}

/** A device as a list shows it: what it last told of itself, and when. */
export interface DeviceRow
  extends Pick<Device, 'key' | 'version' | 'person' | 'place' | 'label' | 'enrolledAt' | 'revokedAt' | 'revokedWhy'> {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly roles: readonly string[]
  /** Whoever shut it out; no names where the programme itself did. */
  readonly revokedBy: { readonly nameKm: string | null; readonly nameLatin: string | null } | null
  /** Null where it was never heard since it told such things. */
  readonly contact: {
    readonly heardAt: Instant
    readonly unsent: number
    readonly unsentSince: Instant | null
    readonly documents: number
    readonly documentsMax: number
    readonly version: string | null
    readonly isPromised: boolean | null
  } | null
}

/** Phones, a tablet, a computer at the office. More is somebody else's. */
export const devicesMax = 8

type Dated = { readonly from: Day; readonly until: Day | null }

export function isInForce({ from, until }: Dated, day: Day): boolean {
  return from <= day && (until === null || day <= until)
}

export function overlap(one: Dated, other: Dated): boolean {
  return (other.until === null || one.from <= other.until) && (one.until === null || other.from <= one.until)
}

/** What a person holds or is going to hold: rights are judged on the day they are used, so the past does not matter. */
export function held({ grants }: Person, day: Day): GivenGrant[] {
  return grants.filter(({ until }) => until === null || until >= day)
}

/** Ends what has not ended. Its last day was yesterday, so that it is gone at once. */
export function endedAt<T extends Dated>(dated: T, at: Instant): T {
  const yesterday = addDays(dayOf(at), -1)
  return dated.until !== null && dated.until <= yesterday ? dated : { ...dated, until: yesterday }
}

const spkiOfP256 = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE'
const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const constant = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/**
 * Is this the public half of a P-256 key? The point is held against the curve, y² = x³ − 3x + b,
 * because a key that cannot be read would be found out only when its owner's work arrives.
 */
export function isPublicKey(text: string): boolean {
  if (!new RegExp(`^${spkiOfP256}[A-Za-z0-9_-]{86}$`).test(text)) return false
  const bytes = bytesIn(text.slice(spkiOfP256.length))
  if (!bytes) return false
  const x = numberIn(bytes.subarray(0, 32))
  const y = numberIn(bytes.subarray(32))
  return x < prime && y < prime && (y * y - (x * x * x - 3n * x + constant)) % prime === 0n
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url, whose last sign must carry no bits that say nothing. */
function bytesIn(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let [held, bits, at] = [0, 0, 0]
  for (const sign of text) {
    held = (held << 6) | alphabet.indexOf(sign)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at] = held >> bits
    held &= (1 << bits) - 1
    at += 1
  }
  return held === 0 ? bytes : undefined
}

function numberIn(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}
