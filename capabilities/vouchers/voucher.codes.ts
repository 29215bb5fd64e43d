/**
 * Receipt codes: who holds the strip says "I received it", without having to read.
 *
 * Each line of a voucher has a strip of codes, one for each hand-over: 128 random bits as a QR under
 * a fold, and six digits beside it for a shop whose camera fails. The console's browser makes them
 * when the sheet is printed; what it sends are hashes, so the server never sees a code before it is
 * redeemed, and a phone that holds the hashes can check a scanned code without a signal and guess
 * nothing. Six digits can be guessed, so their hashes never leave the server.
 *
 * A household with a phone of its own may carry a strip there as well: made on that phone, in the same way.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import type { Key } from '#door/key.ts'

/** 128 bits in base64url. */
const Secret = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))
const Digits = z.string().check(z.regex(/^\d{6}$/))
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** Hashes of the codes of one line, in the order of their numbers. */
export const Strip = z.array(z.object({ hash: Hash, digitsHash: Hash })).check(z.minLength(1), z.maxLength(10))
export type Strip = z.infer<typeof Strip>

/** What was scanned or typed: the number of the code on its line, and the code itself. */
export const GivenCode = z.union([
  z.object({ n: z.int().check(z.minimum(1), z.maximum(200)), secret: Secret }),
  z.object({ n: z.int().check(z.minimum(1), z.maximum(200)), digits: Digits }),
])
export type GivenCode = z.infer<typeof GivenCode>

export interface Code {
  readonly n: number
  /** The printed sheet it stands on: a reprint cancels every code before it. Null on the household's own phone. */
  readonly sheet: number | null
  readonly hash: string
  /** Only on the server. */
  readonly digitsHash?: string
  readonly state: 'open' | 'used' | 'cancelled'
}

export type Verdict = 'right' | 'wrong' | 'used' | 'cancelled' | 'unknown'

/**
 * Whether a code is the one that was made. `unknown` where a phone cannot tell: of digits, and of a strip that
 * it has not heard of yet.
 */
export function verdictOn(voucher: Key, line: number, strip: readonly Code[], given: GivenCode): Verdict {
  const code = strip.find(({ n }) => n === given.n)
  if (!code) return given.n >= nextNumber(strip) && isOnPhone(strip) ? 'unknown' : 'wrong'
  if (code.state !== 'open') return code.state
  if ('secret' in given) return codeHash(voucher, line, given.n, given.secret) === code.hash ? 'right' : 'wrong'
  if (code.digitsHash === undefined) return 'unknown'
  return digitsHash(voucher, line, given.n, given.digits) === code.digitsHash ? 'right' : 'wrong'
}

/** Hashes of digits stay on the server. */
function isOnPhone(strip: readonly Code[]): boolean {
  return strip.some(({ digitsHash }) => digitsHash === undefined)
}

/** The number that the next code of a line will bear. */
export function nextNumber(strip: readonly Pick<Code, 'n'>[]): number {
  return strip.reduce((highest, { n }) => Math.max(highest, n), 0) + 1
}

export function codeHash(voucher: Key, line: number, n: number, secret: string): string {
  return hashed(`chamka receipt code ${voucher} ${line} ${n} ${secret}`)
}

export function digitsHash(voucher: Key, line: number, n: number, digits: string): string {
  return hashed(`chamka receipt digits ${voucher} ${line} ${n} ${digits}`)
}

/** The six digits beside a code: they follow from it, and lead nowhere back. */
export function digitsOf(secret: string): string {
  const [a, b, c, d] = sha256(utf8ToBytes(`chamka digits ${secret}`))
  const number = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0
  return String(number % 1_000_000).padStart(6, '0')
}

/** What a code's QR says, short enough for a small one: `R<line>.<number>.<secret>`. */
export function codeText(line: number, n: number, secret: string): string {
  return `R${line}.${n}.${secret}`
}

export function readCode(text: string): { line: number; n: number; secret: string } | undefined {
  const parts = /^R(\d{1,2})\.(\d{1,3})\.([A-Za-z0-9_-]{22})$/.exec(text)
  return parts ? { line: Number(parts[1]), n: Number(parts[2]), secret: parts[3]! } : undefined
}

export interface Printed {
  readonly line: number
  readonly n: number
  readonly secret: string
  readonly digits: string
}

/** A sheet of codes: what is printed, and what is told to the programme. Chance is handed in, sixteen bytes at a time. */
export function makeSheet(
  voucher: Key,
  lines: readonly { readonly n: number; readonly first: number }[],
  handoversMax: number,
  chance: () => Uint8Array,
): { printed: Printed[]; strips: Strip[] } {
  const printed: Printed[] = []
  const strips = lines.map(({ n: line, first }) =>
    Array.from({ length: handoversMax }, (_, index) => {
      const n = first + index
      const secret = base64url(chance().subarray(0, 16))
      const digits = digitsOf(secret)
      printed.push({ line, n, secret, digits })
      return { hash: codeHash(voucher, line, n, secret), digitsHash: digitsHash(voucher, line, n, digits) }
    }),
  )
  return { printed, strips }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const four = [a! >> 2, ((a! & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63]
    text += four
      .slice(0, Math.min(4, bytes.length - at + 1))
      .map((six) => letters[six])
      .join('')
  }
  return text
}

function hashed(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

// Signs that are not taken for one another, read or heard. Twenty-nine of them, a prime, so that the
// check sign catches every wrong sign and every two that changed places.
const signs = '23456789ACDEFGHJKLMNPQRTUVWXY'

/** A number to read out over the telephone, `05-K7M4-P2X9-TC`; it follows from the key. */
export function serialOf(voucher: Key): string {
  const home = voucher.slice(0, 2)
  const bytes = sha256(utf8ToBytes(`chamka serial ${voucher}`))
  let body = ''
  for (let at = 0; at < 9; at++) body += signs[((bytes[2 * at]! << 8) | bytes[2 * at + 1]!) % signs.length]
  const written = body + checkSign(home, body)
  return `${home}-${written.slice(0, 4)}-${written.slice(4, 8)}-${written.slice(8)}`
}

/** As it was meant: capitals, hyphens where they belong. Undefined when it was misread or mistyped. */
export function readSerial(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const home = text.slice(0, 2)
  const written = text.slice(2)
  if (!/^\d{2}$/.test(home) || written.length !== 10 || [...written].some((sign) => !signs.includes(sign)))
    return undefined
  if (checkSign(home, written.slice(0, 9)) !== written[9]) return undefined
  return `${home}-${written.slice(0, 4)}-${written.slice(4, 8)}-${written.slice(8)}`
}

function checkSign(home: string, body: string): string {
  const values = [...[...home].map(Number), ...[...body].map((sign) => signs.indexOf(sign))]
  return signs[values.reduce((sum, value, at) => sum + value * (at + 1), 0) % signs.length]!
}
