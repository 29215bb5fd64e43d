/** JSON as it travels: packed as the asker can unpack it, brotli before gzip. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Below this, packing costs more than it saves. */
const packedFrom = 400

/** A text with what it is packed into, each made when it is first asked for. */
export interface Packed {
  as(accepted: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly encoding?: 'br' | 'gzip' }>
}

/** The news of one visit: worth the milliseconds that the last tenth costs. */
const shortMax = 16_000

/** `quality` is brotli's: less for what is long and said once. */
export function packed(text: string, quality = text.length < shortMax ? 10 : 5): Packed {
  const made = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  const once = (name: string, make: () => Promise<Buffer>) => {
    const before = made.get(name)
    if (before) return before
    const making = make().then((bytes) => new Uint8Array(bytes))
    made.set(name, making)
    return making
  }
  return {
    async as(accepted) {
      if (text.length >= packedFrom && /\bbr\b/.test(accepted)) {
        const params = {
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
        }
        return { bytes: await once('br', () => brotli(text, { params })), encoding: 'br' }
      }
      if (text.length >= packedFrom && /\bgzip\b/.test(accepted))
        return { bytes: await once('gzip', () => zip(text, { level: 6 })), encoding: 'gzip' }
      return { bytes: await once('plain', async () => Buffer.from(text)) }
    },
  }
}
