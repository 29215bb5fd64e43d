/**
 * Photos made small on the device, before anything is sent: a signal that costs money carries at most
 * 150 KB each. What is not a picture, or larger than a phone should open, is refused here already.
 */
export interface Shot {
  readonly blob: Blob
  /** The SHA-256 of its bytes: the name under which records speak of it. */
  readonly photo: string
}

export const photoBytesMax = 150 * 1024
export const originalBytesMax = 25 * 1024 * 1024
const longestSide = 1600
const tries = [
  { side: longestSide, quality: 0.82 },
  { side: 1280, quality: 0.75 },
  { side: 1024, quality: 0.68 },
  { side: 800, quality: 0.6 },
  { side: 640, quality: 0.5 },
  { side: 480, quality: 0.4 },
]

export type Unusable = 'not-image' | 'too-large'

export async function shrink(file: Blob): Promise<Shot | Unusable> {
  if (file.size > originalBytesMax) return 'too-large'
  if (!isPicture(new Uint8Array(await file.slice(0, 16).arrayBuffer()))) return 'not-image'
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!picture) return 'not-image'
  try {
    for (const { side, quality } of tries) {
      const blob = await drawn(picture, side, quality)
      if (blob.size <= photoBytesMax) return { blob, photo: await digestOf(blob) }
    }
    return 'too-large'
  } finally {
    picture.close()
  }
}

/** By its first bytes, whatever its name says: JPEG, PNG, WebP, HEIC. */
export function isPicture(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head)
  return (
    text.startsWith('\u00ff\u00d8\u00ff') ||
    text.startsWith('\u0089PNG\r\n\u001a\n') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    (text.slice(4, 8) === 'ftyp' && /^(heic|heix|mif1|msf1|avif)/.test(text.slice(8)))
  )
}

/** A size that keeps the shape and lies within a square. */
export function within(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, within(picture.width, picture.height, side))
  const pen = canvas.getContext('2d')!
  // Paper behind pictures with holes: JPEG knows no transparency.
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
      'image/jpeg',
      quality,
    )
  })
}

async function digestOf(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
