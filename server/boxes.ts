/** The programme's half of the boxes that phones seal: the key that opens them, which never leaves the server. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { BoxedEnvelope, boxedAbout } from '#door/envelope.ts'
import { type BoxKey, boxPurpose, boxSuite, senderBytes } from '#sync/box.ts'

export type Boxes = ReturnType<typeof boxesWith>

/** Over a P-256 key in PEM. Keys are numbered, so that a phone that slept through a change is understood. */
export function boxesWith(pem: string, number: number) {
  const privateKey = createPrivateKey(pem)
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')])
  const suite = boxSuite()
  const recipientKey = suite.kem.importKey(
    'jwk',
    privateKey.export({ format: 'jwk' }) as Parameters<typeof suite.kem.importKey>[1],
    false,
  )
  const key: BoxKey = { number, publicKey: point.toString('base64url') }

  return {
    /** What phones seal to. */
    key,
    open,

    /** The envelope in a box, if it is one and opens; what is no box is handed on as it is. */
    async unboxed(given: unknown): Promise<unknown> {
      const boxed = BoxedEnvelope.safeParse(given)
      if (!boxed.success) return given
      const bytes = await open(Buffer.from(boxed.data.box, 'base64url'), boxedAbout(boxed.data))
      try {
        const inside = JSON.parse(bytes?.toString('utf8') ?? 'null')
        return inside?.id === boxed.data.id && inside.home === boxed.data.home ? inside : given
      } catch {
        return given
      }
    },
  }

  /** What is in it; undefined where it was not sealed to this key, or not about this. */
  async function open(box: Uint8Array, about: string): Promise<Buffer | undefined> {
    if (box.length <= 1 + senderBytes || box[0] !== number) return undefined
    try {
      const enc = copyOf(box.subarray(1, 1 + senderBytes))
      const recipient = await suite.createRecipientContext({
        recipientKey: await recipientKey,
        enc,
        info: boxPurpose.buffer as ArrayBuffer,
      })
      const opened = await recipient.open(copyOf(box.subarray(1 + senderBytes)), copyOf(Buffer.from(about)))
      return Buffer.from(opened)
    } catch {
      return undefined
    }
  }
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
