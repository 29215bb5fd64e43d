/**
 * The programme's word for a voucher, verified on the shop's phone: Ed25519 by the browser, or by our
 * own where an older one cannot.
 *
 * Nothing is handed over on the strength of a voucher whose seal does not hold; the office remains the
 * judge of what was. Such a document is held all the same, so that the phone can say what is wrong.
 */
import { documentBytes, readQr, shopMark } from '#capabilities/vouchers/voucher.seal.ts'
import type { ShopVoucher } from '#capabilities/vouchers/voucher.ts'
import type { Document } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { bytesIn } from './base64url.ts'
import type { FieldEngine } from './engine.ts'

/** Why a shop should hand nothing over. */
export type Distrust = 'untrusted' | 'other-shop' | 'no-document'

type Phone = Pick<FieldEngine, 'bearer' | 'held'>

export async function distrustOf(phone: Phone, voucher: Key): Promise<Distrust | undefined> {
  const document = phone.held.document('shop-voucher', voucher)
  if (!document) return 'no-document'
  if (recordIn(document)?.shop !== phone.bearer()?.actor.shop) return 'other-shop'
  return (await isSealed(phone, document)) ? undefined : 'untrusted'
}

/**
 * The voucher that a scanned sheet is good for; undefined if the QR is not a sheet's. Its shop and its
 * last day are those of the day it was printed: where the voucher was moved or extended since, the
 * document is the newer word.
 */
export async function readSheet(phone: Phone, scanned: Uint8Array): Promise<{ voucher: Key } | Distrust | undefined> {
  const sheet = readQr(scanned)
  if (!sheet) return undefined
  const { body, signature, mark } = sheet
  const key = publicKey(phone, mark.keyNumber)
  if (!key || !(await isSigned(key, body, signature))) return 'untrusted'

  const document = phone.held.document('shop-voucher', mark.voucher)
  const shops = [phone.bearer()?.actor.shop, ...((document && recordIn(document)?.formerShops) ?? [])]
  if (!shops.some((shop) => shop && shopMark(shop) === mark.shopMark)) return 'other-shop'
  return (await distrustOf(phone, mark.voucher)) ?? { voucher: mark.voucher }
}

/** A document with its number is verified once; a newer number is another document. */
const verified = new WeakMap<Document, Promise<boolean>>()

async function isSealed(phone: Phone, document: Document): Promise<boolean> {
  const { seal } = document
  const record = recordIn(document)
  const key = seal && publicKey(phone, seal.keyNumber)
  if (!record || !key) return false
  const known = verified.get(document) ?? isSigned(key, documentBytes(record), bytesIn(seal.signature))
  verified.set(document, known)
  return known
}

async function isSigned(key: Uint8Array, body: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(body))
  } catch {
    const { verifyAsync } = await import('@noble/ed25519')
    return verifyAsync(signature, body, key, { zip215: false }).catch(() => false)
  }
}

function publicKey(phone: Phone, keyNumber: number): Uint8Array | undefined {
  const text = phone.bearer()?.voucherKeys?.[keyNumber]
  return text === undefined ? undefined : bytesIn(text)
}

/** The record that the document is about, and no other that somebody put into it. */
function recordIn({ key, records }: Document): ShopVoucher | undefined {
  return records.voucher?.find((record) => record.key === key) as ShopVoucher | undefined
}
