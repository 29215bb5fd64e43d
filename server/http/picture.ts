/** Whether bytes are a photo: by what they begin with and the size they declare, never by a name. */

export interface Picture {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** A phone's photo has some twelve million points; what declares more than this is made to harm. */
const sideMax = 16_384
const pointsMax = 64_000_000

export function pictureIn(bytes: Buffer): Picture | undefined {
  const picture = jpeg(bytes) ?? png(bytes) ?? webp(bytes)
  if (!picture) return undefined
  const { width, height } = picture
  const fits = width > 0 && height > 0 && width <= sideMax && height <= sideMax && width * height <= pointsMax
  return fits ? picture : undefined
}

function png(bytes: Buffer): Picture | undefined {
  const signature = '89504e470d0a1a0a'
  if (bytes.length < 57 || bytes.toString('hex', 0, 8) !== signature || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return undefined
  // A file that was cut off has no end.
  if (bytes.toString('latin1', bytes.length - 8, bytes.length - 4) !== 'IEND') return undefined
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Walks the segments to the frame header: the size stands there, not at a fixed place. */
function jpeg(bytes: Buffer): Picture | undefined {
  if (bytes.length < 64 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  let size: { width: number; height: number } | undefined
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2 || at + 2 + length > bytes.length) return undefined
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame && length >= 8) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    // From the scan on come the points themselves, to the end of the image.
    if (marker === 0xda)
      return size && bytes.includes('\xff\xd9', at, 'latin1') ? { type: 'image/jpeg', ...size } : undefined
    at += 2 + length
  }
  return undefined
}

function webp(bytes: Buffer): Picture | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    return undefined
  if (bytes.readUInt32LE(4) + 8 > bytes.length) return undefined
  const type = 'image/webp'
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21)
      return bytes[20] === 0x2f
        ? { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
        : undefined
    }
    case 'VP8 ':
      return bytes.toString('hex', 23, 26) === '9d012a'
        ? { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
        : undefined
  }
}
