/**
 * The programme's word for a voucher, checked on the phone: Ed25519 by the browser, or by our own where
 * an older one cannot. A voucher without it is not held, so nothing is handed over on its strength.
 */
import { documentBytes } from '#capabilities/vouchers/voucher.seal.ts'
import type { ShopVoucher } from '#capabilities/vouchers/voucher.ts'
import type { Document, Page } from '#door/document.ts'

/** The documents of a page, less those whose seal does not hold. */
export async function sealedIn({ documents, sealKeys }: Pick<Page, 'documents' | 'sealKeys'>): Promise<Document[]> {
  const holds = await Promise.all(documents.map((document) => isWhole(document, sealKeys)))
  return documents.filter((_, at) => holds[at])
}

async function isWhole({ seal, records }: Document, keys: Page['sealKeys']): Promise<boolean> {
  if (!seal) return true
  const key = keys[seal.keyNumber]
  const voucher = records.voucher?.[0]
  if (!key || !voucher) return false
  return isSigned(bytesIn(seal.signature), documentBytes(voucher as ShopVoucher), bytesIn(key))
}

async function isSigned(signature: Uint8Array, body: Uint8Array, key: Uint8Array): Promise<boolean> {
  try {
    const publicKey = await crypto.subtle.importKey('raw', key as BufferSource, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', publicKey, signature as BufferSource, body as BufferSource)
  } catch {
    const { verifyAsync } = await import('@noble/ed25519')
    return verifyAsync(signature, body, key).catch(() => false)
  }
}

function bytesIn(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0))
}
