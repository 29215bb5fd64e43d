/**
 * Boxes that only the programme can open: what a phone keeps or hands on that nobody who holds the phone
 * may read. Sealed by HPKE (RFC 9180) to the key that comes with the bearer; nothing on the device opens
 * them again.
 */
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { bytesIn } from './base64url.ts'

/** The programme's key: its number, and the point in base64url. */
export interface BoxKey {
  readonly number: number
  readonly publicKey: string
}

export const boxPurpose = new TextEncoder().encode('chamka box 1')
/** Before the ciphertext stand the number of the key, and the one-time key of the sender. */
export const senderBytes = 65

export function boxSuite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
}

/** `about` is bound to the box and travels beside it, readable: it cannot be exchanged for another. */
export async function sealBox(key: BoxKey, about: string, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const suite = boxSuite()
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytesIn(key.publicKey).buffer)
  const sender = await suite.createSenderContext({ recipientPublicKey, info: boxPurpose.buffer })
  const sealed = await sender.seal(copyOf(bytes), copyOf(new TextEncoder().encode(about)))
  const box = new Uint8Array(1 + senderBytes + sealed.byteLength)
  box[0] = key.number
  box.set(new Uint8Array(sender.enc), 1)
  box.set(new Uint8Array(sealed), 1 + senderBytes)
  return box
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
