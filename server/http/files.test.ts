import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bopha, bophasHousehold, chenda, dara, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Browser, serveStory } from '#dev/testing/served.ts'
import { photoBytesMax } from '#server/files/photos.ts'
import { pictureIn } from './picture.ts'

let served: Awaited<ReturnType<typeof serveStory>>
let sreymoms: Browser

beforeAll(async () => {
  served = await serveStory()
  sreymoms = await served.signedIn(sreymom)
})
afterAll(() => served.end())

const send = (browser: Browser, bytes: Buffer) => browser.request('POST', '/api/files/05', new Uint8Array(bytes))

describe('a photo', () => {
  test('is kept by its bytes, once, and lies on the disk', async () => {
    const photo = aPng(3, 2)
    const digest = createHash('sha256').update(photo).digest('hex')
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await send(sreymoms, photo)
      expect({ status, body }).toEqual({
        status: 201,
        body: { digest, type: 'image/png', width: 3, height: 2, bytes: photo.length },
      })
    }
    expect(readFileSync(join(served.dataFolder, 'files', digest.slice(0, 2), digest))).toEqual(photo)
  })

  test('of forty megabytes is refused with a sentence that reaches the sender', async () => {
    const { status, body } = await send(sreymoms, Buffer.concat([aPng(3, 2), Buffer.alloc(40 * 1024 * 1024)]))
    expect({ status, type: body.type, title: body.words.en.title }).toEqual({
      status: 413,
      type: '/api/problems/picture-too-large',
      title: 'The photo is too large',
    })
  })

  test('is a photo by what it is, not by what it is called', async () => {
    const png = aPng(3, 2)
    const notPhotos = {
      nothing: Buffer.alloc(0),
      text: Buffer.from('This is a picture of thirty chicks. '.repeat(10)),
      page: Buffer.from('<html><script>alert(1)</script></html>'.repeat(5)),
      drawing: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'.repeat(5)),
      document: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(200)]),
      animation: Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(200)]),
      'a picture’s first bytes': Buffer.concat([png.subarray(0, 16), Buffer.alloc(200)]),
      'a picture cut off': png.subarray(0, png.length - 6),
      'a picture of no size': aPng(0, 2),
      'a picture of endless size': aPng(60_000, 60_000),
    }
    for (const [what, bytes] of Object.entries(notPhotos)) {
      const { status, body } = await sreymoms.request('POST', '/api/files/05', new Uint8Array(bytes), {
        'content-type': 'image/png',
      })
      expect({ what, status, type: body.type }).toEqual({ what, status: 415, type: '/api/problems/not-a-picture' })
    }
  })

  test('is sent by somebody who is signed in, for a province', async () => {
    expect((await send(served.browser(), aPng(3, 2))).status).toBe(401)
    expect((await sreymoms.request('POST', '/api/files/anywhere', new Uint8Array(aPng(3, 2)))).status).toBe(404)
  })
})

describe('to look at a photo', () => {
  const card = aPng(7, 5)
  const digest = createHash('sha256').update(card).digest('hex')
  const address = `/api/files/household/${bophasHousehold}/${digest}`

  beforeAll(async () => {
    await send(sreymoms, card)
  })

  test('nobody but its sender may before a record names it', async () => {
    const daras = await served.signedIn(dara)
    expect((await sreymoms.get(address)).status).toBe(200)
    expect((await daras.get(address)).status).toBe(404)
  })

  test('whoever may read the record may, and nobody else learns that it exists', async () => {
    await served.play.as(sreymom).does(
      'household.register',
      bophasHousehold,
      aRegistration({
        poverty: {
          category: 'poor2',
          source: 'card-seen',
          card: 'KSP-1',
          issuedOn: '2020-01-01',
          expiresOn: null,
          photo: digest,
        },
      }),
    )
    const found = await (await served.signedIn(dara)).get(address)
    expect(found.status).toBe(200)
    expect(found.headers.get('content-type')).toBe('image/png')
    expect(found.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(found.headers.get('cache-control')).toMatch('private')

    expect((await (await served.signedIn(chenda)).get(address)).status).toBe(404)
    expect((await served.browser().get(address)).status).toBe(401)
    const card = {
      category: 'poor1',
      source: 'card-seen',
      card: 'KSP-2',
      issuedOn: '2020-01-01',
      expiresOn: null,
    } as const
    const unsent = 'b'.repeat(64)
    const later = `/api/files/household/${bophasHousehold}/${unsent}`
    await served.play.as(sreymom).does('household.setPoverty', bophasHousehold, { ...card, photo: unsent })
    const stillOnPhone = await (await served.signedIn(dara)).get(later)
    expect(stillOnPhone.status).toBe(204)
    expect((await (await served.signedIn(chenda)).get(later)).body.type).toBe('/api/problems/not-found')

    const throughAnother = `/api/files/person/${bopha.key}/${digest}`
    expect((await (await served.signedIn(dara)).get(throughAnother)).status).toBe(404)
    for (const wrong of ['..%2f..%2fsecrets%2ftime', 'a'.repeat(64), digest.toUpperCase()])
      expect((await sreymoms.get(`/api/files/household/${bophasHousehold}/${wrong}`)).status).toBe(404)
  })
})

describe('the size of a picture', () => {
  test('is found behind whatever a camera wrote before it', () => {
    const segment = (marker: number, body: Buffer) =>
      Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
    const frame = Buffer.from([8, 0x0b, 0xb8, 0x0f, 0xa0, 3, ...Array(9).fill(0)])
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, Buffer.alloc(500, 7)),
      segment(0xdb, Buffer.alloc(64)),
      segment(0xc4, Buffer.alloc(30)),
      segment(0xc2, frame),
      segment(0xda, Buffer.alloc(10)),
      Buffer.alloc(100, 3),
      Buffer.from([0xff, 0xd9]),
    ])
    expect(pictureIn(jpeg)).toEqual({ type: 'image/jpeg', width: 4000, height: 3000 })
    expect(pictureIn(jpeg.subarray(0, jpeg.length - 2))).toBeUndefined()
  })

  test('is found in each of the three kinds of WebP', () => {
    const webp = (kind: string, body: Buffer) => {
      const chunk = Buffer.concat([Buffer.from(kind), Buffer.from(Uint32Array.of(body.length).buffer), body])
      return Buffer.concat([
        Buffer.from('RIFF'),
        Buffer.from(Uint32Array.of(chunk.length + 4).buffer),
        Buffer.from('WEBP'),
        chunk,
      ])
    }
    const size = { type: 'image/webp', width: 640, height: 480 }
    const rest = Buffer.alloc(20)
    expect(pictureIn(webp('VP8X', Buffer.concat([Buffer.from([0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]), rest])))).toEqual(
      size,
    )
    const lossless = Buffer.from(Uint32Array.of(639 | (479 << 14)).buffer)
    expect(pictureIn(webp('VP8L', Buffer.concat([Buffer.from([0x2f]), lossless, rest])))).toEqual(size)
    const lossy = Buffer.concat([Buffer.from([0x30, 1, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1]), rest])
    expect(pictureIn(webp('VP8 ', lossy))).toEqual(size)
  })

  test('is never asked of more than eight megabytes', () => {
    expect(photoBytesMax).toBe(8_388_608)
  })
})

/** A whole, tiny PNG that says it is so wide and so high. */
function aPng(width: number, height: number): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([length, Buffer.from(name), body, Buffer.alloc(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const points = deflateSync(Buffer.alloc(Math.min(1_000, (width + 1) * height)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', points),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
