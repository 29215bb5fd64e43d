/** The server's half of the seal: the signing key, which never leaves it, and what it signs. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { documentBytes, qrBody } from '#capabilities/vouchers/voucher.seal.ts'
import type { ShopVoucher, Voucher } from '#capabilities/vouchers/voucher.ts'
import type { DocumentSeal } from '#door/document.ts'

export type VoucherSeal = ReturnType<typeof voucherSealWith>

/** Over an Ed25519 key in PEM. Keys are numbered, so that vouchers of a key that was replaced can still be read. */
export function voucherSealWith(pem: string, keyNumber: number) {
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }).x!
  const signed = (bytes: Uint8Array) => sign(null, bytes, privateKey)

  return {
    /** What phones verify with: 32 bytes in base64url. */
    publicKey,
    keyNumber,

    /** For the document in which it is shown like this. */
    over: (shown: ShopVoucher): DocumentSeal => ({
      keyNumber,
      signature: signed(documentBytes(shown)).toString('base64url'),
    }),

    /** What the sheet's QR says: 93 bytes in base64url. */
    qr(voucher: Pick<Voucher, 'key' | 'shop' | 'expiresOn'>): string {
      const body = qrBody(voucher, keyNumber)
      return Buffer.concat([body, signed(body)]).toString('base64url')
    },
  }
}
