/**
 * A command as it travels.
 *
 * The author is whoever signed; the session says only who carries it. An envelope never changes
 * after it was made: the same id with another body is refused. It is never upcast either: inputs
 * only gain optional fields, and a changed meaning is a new verb.
 */
import * as z from 'zod/mini'
import { HomeText, homeOf, IdText, KeyText } from './key.ts'
import { Instant } from './values.ts'

/** Largest envelope the door opens, in bytes of JSON. Photos travel by another road. */
export const envelopeBytesMax = 512 * 1024

/** Most envelopes in one batch. */
export const batchMax = 500

export const Envelope = z
  .object({
    id: IdText,
    /** The home of the record it is about: the shard it is decided in. */
    home: HomeText,
    /** `noun.verb`. */
    name: z.string().check(z.regex(/^[a-z]+(-[a-z]+)*\.[a-z]+([A-Z][a-z]+)*$/), z.maxLength(60)),
    about: KeyText,
    input: z.record(z.string(), z.unknown()),
    person: KeyText,
    /** Null for the console, whose envelopes take their author from the session. */
    device: z.nullable(KeyText),
    /** The device's running number: gaps and restored backups show. */
    n: z.int().check(z.minimum(0), z.maximum(2_000_000_000)),
    askedAt: Instant,
    /** The last signed time the device was given, with its seal: `<instant>.<seal>`. */
    lastServerTime: z.nullable(z.string().check(z.maxLength(120))),
    /** Envelopes this one depends on: while one is missing or refused, this one is held. */
    after: z.array(IdText).check(z.maxLength(20)),
    /** ECDSA P-256 over SHA-256 of `bodyOf`, as r‖s in base64url. */
    signature: z.nullable(z.string().check(z.regex(/^[A-Za-z0-9_-]{86}$/))),
  })
  .check(z.refine(({ home, about }) => homeOf(about) === home, { error: 'home-mismatch', path: ['home'] }))
export type Envelope = z.infer<typeof Envelope>

/**
 * An envelope in a box that only the programme opens: sent while the phone is locked, or by another phone.
 * Its id and home stand outside, bound to it.
 */
export const BoxedEnvelope = z.object({
  id: IdText,
  home: HomeText,
  /** In base64url, as `sync/box.ts` seals it about `<home>/<id>`. */
  box: z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(1_000_000)),
})
export type BoxedEnvelope = z.infer<typeof BoxedEnvelope>

/** What a box of an envelope is bound to. */
export function boxedAbout({ home, id }: Pick<Envelope, 'home' | 'id'>): string {
  return `${home}/${id}`
}

/** The bytes that are signed and digested: canonical JSON of everything but the signature. */
export function bodyOf({ signature: _, ...signed }: Envelope): string {
  return canonical(signed)
}

/** JSON with sorted keys and no white space, so that two machines write the same bytes (as RFC 8785). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item === undefined ? null : item)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .filter((name) => (value as Record<string, unknown>)[name] !== undefined)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}
