/**
 * Who signed an envelope, and when it can have happened.
 *
 * A device holds a P-256 key that never leaves it; its public half is registered to person and
 * device. Every answer carries the server's time under a seal; what a device reports as the time of
 * an event lies between the last sealed time it saw and the moment of receipt.
 */
import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto'
import type { Envelope } from '#door/envelope.ts'
import { type Key, keyOf } from '#door/key.ts'
import type { Instant } from '#door/values.ts'

export interface Device {
  readonly person: Key
  readonly publicKey: KeyObject
  readonly enrolledAt: Instant
  readonly revokedAt: Instant | null
}

// A public key costs more to parse than to use; devices are few and their keys never change.
const parsed = new Map<string, KeyObject>()
const parsedMax = 20_000

/** A device's row, as JSON tells it. */
export interface DeviceRow {
  readonly home: string
  readonly id: string
  readonly person: Key
  readonly public_key: string
  readonly enrolled_at: string
  readonly revoked_at: string | null
}

export function devicesAmong(rows: readonly DeviceRow[]): Map<Key, Device> {
  return new Map(
    rows.map((row) => [
      keyOf(row.home, row.id),
      {
        person: row.person,
        publicKey: publicKeyOf(row.public_key),
        enrolledAt: new Date(row.enrolled_at).toISOString(),
        revokedAt: row.revoked_at && new Date(row.revoked_at).toISOString(),
      },
    ]),
  )
}

export function publicKeyOf(spki: string): KeyObject {
  const known = parsed.get(spki)
  if (known) return known
  const key = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' })
  if (parsed.size >= parsedMax) parsed.clear()
  parsed.set(spki, key)
  return key
}

export function isSignedBy(publicKey: KeyObject, body: string, signature: string | null): boolean {
  if (signature === null) return false
  return verify(
    'sha256',
    Buffer.from(body),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
}

export type TimeSeal = ReturnType<typeof timeSealWith>

export function timeSealWith(secret: Buffer) {
  const seal = (instant: Instant) => createHmac('sha256', secret).update(instant).digest('base64url').slice(0, 22)

  return {
    /** The server's time, so that a device can show later what it saw. */
    tell: (instant: Instant): string => `${instant}.${seal(instant)}`,

    /** When the device says it happened, held between the last time it was told and now. */
    clamp({ askedAt, lastServerTime }: Envelope, receivedAt: Instant, floor: Instant): Instant {
      const told = lastServerTime === null ? null : instantIn(lastServerTime)
      const earliest = told ?? floor
      if (askedAt > receivedAt) return receivedAt
      return askedAt < earliest && earliest <= receivedAt ? earliest : askedAt
    },
  }

  function instantIn(token: string): Instant | null {
    const dot = token.lastIndexOf('.')
    const instant = token.slice(0, dot)
    const given = Buffer.from(token.slice(dot + 1))
    const right = Buffer.from(seal(instant))
    return given.length === right.length && timingSafeEqual(given, right) ? instant : null
  }
}
