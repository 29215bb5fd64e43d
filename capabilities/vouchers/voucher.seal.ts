/**
 * The sealed voucher, on paper and on the phone.
 *
 * The sheet's QR holds 93 bytes: a body of 29 and its Ed25519 signature of 64. It proves that the
 * programme issued this voucher and names the shop that it was printed for; what may be handed over
 * stands in the signed document, which the shop's phone already holds. Where the two differ (the
 * voucher was moved or extended since), the document is the newer word. No document, no redemption
 * without a signal.
 *
 *   1 version · 1 number of the signing key · 1 home · 16 id of the voucher
 *   8 mark of the shop (first bytes of SHA-256 of its key) · 2 expiry, in days since 2020-01-01
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ShopVoucher } from '#capabilities/vouchers/voucher.ts'
import { canonical } from '#door/envelope.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import { addDays, type Day, daysBetween } from '#door/values.ts'

const sealVersion = 1
export const bodyLength = 29
export const signatureLength = 64

const firstDay: Day = '2020-01-01'

export interface Mark {
  readonly keyNumber: number
  readonly voucher: Key
  readonly shopMark: string
  readonly expiresOn: Day
}

/** What is signed of a voucher: the record, exactly as its shop is sent it. */
export function documentBytes(voucher: ShopVoucher): Uint8Array {
  return utf8ToBytes(canonical(voucher))
}

export function qrBody(
  { key, shop, expiresOn }: Pick<ShopVoucher, 'key' | 'shop' | 'expiresOn'>,
  keyNumber: number,
): Uint8Array {
  const days = daysBetween(firstDay, expiresOn)
  const body = new Uint8Array(bodyLength)
  body.set([sealVersion, keyNumber, Number(homeOf(key))])
  body.set(hexToBytes(idOf(key).replaceAll('-', '')), 3)
  body.set(hexToBytes(shopMark(shop)), 19)
  body.set([days >> 8, days & 0xff], 27)
  return body
}

/** Takes a scanned QR apart; undefined if it is not a voucher's. The signature is still to be verified. */
export function readQr(bytes: Uint8Array): { body: Uint8Array; signature: Uint8Array; mark: Mark } | undefined {
  if (bytes.length !== bodyLength + signatureLength || bytes[0] !== sealVersion) return undefined
  const body = bytes.slice(0, bodyLength)
  const hex = bytesToHex(body)
  const id = [hex.slice(6, 14), hex.slice(14, 18), hex.slice(18, 22), hex.slice(22, 26), hex.slice(26, 38)].join('-')
  const mark: Mark = {
    keyNumber: body[1]!,
    voucher: keyOf(String(body[2]).padStart(2, '0'), id),
    shopMark: hex.slice(38, 54),
    expiresOn: addDays(firstDay, (body[27]! << 8) | body[28]!),
  }
  return { body, signature: bytes.slice(bodyLength), mark }
}

/** Eight bytes that tell one shop from another. */
export function shopMark(shop: Key): string {
  return bytesToHex(sha256(utf8ToBytes(`chamka shop ${shop}`)).slice(0, 8))
}
