import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { dara, sreymom } from '#dev/cast.ts'
import { aJpeg } from '#dev/testing/picture.ts'
import { type Browser, serveStory } from '#dev/testing/served.ts'
import { openUploads } from '#server/files/uploads.ts'
import { openNetwork } from '#sync/network.ts'
import { handedBytesMax, openPhotos } from '#sync/photos.ts'
import { pieceBytes } from '#sync/sending-photos.ts'
import { inMemory } from '#sync/storage.ts'

let served: Awaited<ReturnType<typeof serveStory>>
let sreymoms: Browser

beforeAll(async () => {
  served = await serveStory()
  sreymoms = await served.signedIn(sreymom)
})
afterAll(() => served.end())

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const lying = (digest: string) => readFileSync(join(served.dataFolder, 'files', digest.slice(0, 2), digest))
const tus = { 'tus-resumable': '1.0.0' }
const ofBytes = { ...tus, 'content-type': 'application/offset+octet-stream' }
const begin = (digest: string, length: number) =>
  sreymoms.request('POST', `/api/files/05/uploads/${digest}`, undefined, { ...tus, 'upload-length': String(length) })
const goOn = (digest: string, from: number, bytes: Uint8Array) =>
  sreymoms.request('PATCH', `/api/files/05/uploads/${digest}`, new Uint8Array(bytes), {
    ...ofBytes,
    'upload-offset': String(from),
  })
const soFar = async (digest: string, browser = sreymoms) => {
  const { status, headers } = await browser.request('HEAD', `/api/files/05/uploads/${digest}`, undefined, tus)
  return { status, offset: headers.get('upload-offset') }
}

/** Says that the rest will come, sends a part, and is gone. */
function breakOff(digest: string, bytes: Uint8Array, sent: number): Promise<void> {
  return new Promise((resolve) => {
    const cookie = [...sreymoms.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const line = request(`${served.url}/api/files/05/uploads/${digest}`, {
      method: 'PATCH',
      headers: { ...ofBytes, cookie, 'upload-offset': '0', 'content-length': String(bytes.length) },
    })
    line.on('error', () => resolve())
    line.write(bytes.subarray(0, sent), () => setTimeout(() => line.destroy(), 200))
  })
}

/** A phone with one photo that a command names, over a network that this test may cut. */
async function aPhone(
  bytes: Uint8Array<ArrayBuffer>,
  onTheWay: (method: string, at: number) => void = () => {},
  onTheWayBack: () => void = () => {},
  browser = sreymoms,
) {
  const storage = inMemory()
  const sent: { method: string; bytes: number }[] = []
  const network = openNetwork(async (address, { method = 'GET', headers, body, signal } = {}) => {
    const length = body instanceof Blob ? body.size : 0
    onTheWay(method, sent.length)
    sent.push({ method, bytes: length })
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${served.url}${address}`, {
      method,
      headers: { ...(headers as Record<string, string>), cookie },
      ...(body ? { body } : {}),
      signal: signal ?? null,
    })
    onTheWayBack()
    return answer
  })
  const opened = () => openPhotos({ storage, network, isSettled: () => true, tell: () => {} })
  const photos = await opened()
  const digest = await photos.keep('05', new Blob([bytes]))
  await storage.write(photos.naming('an envelope', { photo: digest }).changes)
  return { photos, digest, sent, opened, storage }
}

describe('a photo from a phone', () => {
  test('goes in pieces, and leaves the phone only when the office has kept it', async () => {
    const bytes = aJpeg(150_000, 1)
    const { photos, digest, sent, storage } = await aPhone(bytes)
    await photos.send()
    expect({ waiting: photos.waiting().length, left: await storage.keys('photos') }).toEqual({ waiting: 0, left: [] })
    expect(lying(digest)).toEqual(Buffer.from(bytes))
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH', 'PATCH'])
    expect(readdirSync(join(served.dataFolder, 'uploads'))).toEqual([])
  })

  test('small enough goes in one', async () => {
    const { photos, digest, sent } = await aPhone(aJpeg(20_000, 13))
    await photos.send()
    expect({ waiting: photos.waiting(), sent }).toEqual({ waiting: [], sent: [{ method: 'POST', bytes: 20_000 }] })
    expect(digestOf(lying(digest))).toBe(digest)
  })

  test('whose last bytes came just before the server went off is looked at when it is asked for', async () => {
    const bytes = aJpeg(40_000, 14)
    const digest = digestOf(bytes)
    await begin(digest, bytes.length)
    const [id = ''] = readdirSync(join(served.dataFolder, 'uploads')).filter(
      (name) => name.includes(digest) && !name.endsWith('.json'),
    )
    writeFileSync(join(served.dataFolder, 'uploads', id), bytes)
    expect(await soFar(digest)).toEqual({ status: 200, offset: '40000' })
    expect(digestOf(lying(digest))).toBe(digest)
  })

  test('that broke off goes on where it stopped, also on a phone that was off (Collect #7356)', async () => {
    const bytes = aJpeg(150_000, 2)
    let isCut = true
    const { photos, digest, sent, opened } = await aPhone(bytes, (_, at) => {
      if (isCut && at >= 3) throw new TypeError('the network is gone')
    })
    await photos.send()
    expect({ waiting: photos.waiting().length, at: await soFar(digest) }).toEqual({
      waiting: 1,
      at: { status: 200, offset: String(3 * pieceBytes) },
    })

    isCut = false
    sent.length = 0
    const woken = await opened()
    await woken.send()
    expect(woken.waiting().length).toBe(0)
    expect(sent[0]).toEqual({ method: 'HEAD', bytes: 0 })
    expect(sent.reduce((sum, piece) => sum + piece.bytes, 0)).toBe(bytes.length - 3 * pieceBytes)
    expect(digestOf(lying(digest))).toBe(digest)
  })

  test('cut in the middle of a piece keeps what arrived', async () => {
    const bytes = aJpeg(120_000, 3)
    const digest = digestOf(bytes)
    await begin(digest, bytes.length)
    await breakOff(digest, bytes, 70_000)
    const { offset } = await vi.waitFor(async () => {
      const found = await soFar(digest)
      expect(Number(found.offset)).toBeGreaterThan(0)
      return found
    })
    const { status } = await goOn(digest, Number(offset), bytes.subarray(Number(offset)))
    expect({ status, lies: digestOf(lying(digest)) }).toEqual({ status: 204, lies: digest })
  })

  test('whose receipt was lost is not sent again', async () => {
    const bytes = aJpeg(100_000, 4)
    let at = 0
    const { photos, digest, sent, opened } = await aPhone(
      bytes,
      (_, times) => {
        at = times
      },
      () => {
        if (at === 3) throw new TypeError('the answer is gone')
      },
    )
    await photos.send()
    expect({ waiting: photos.waiting().length, lies: digestOf(lying(digest)) }).toEqual({ waiting: 1, lies: digest })
    sent.length = 0
    const woken = await opened()
    await woken.send()
    expect({ waiting: woken.waiting().length, sent }).toEqual({ waiting: 0, sent: [{ method: 'HEAD', bytes: 0 }] })
  })

  test('that is none stays with the reason, and does not keep the others', async () => {
    const { photos, digest } = await aPhone(new TextEncoder().encode('thirty chicks, not a picture '.repeat(20)))
    const another = await photos.keep('05', new Blob([aJpeg(20_000, 9)]))
    photos.naming('another envelope', { photo: another })
    await photos.send()
    expect(digestOf(lying(another))).toBe(another)
    expect(photos.waiting().map(({ refused }) => refused)).toEqual(['not-a-picture'])
    expect((await soFar(digest)).status).toBe(404)
  })

  test('of a draft is not sent, and goes with the draft', async () => {
    const { photos, sent } = await aPhone(aJpeg(9_000, 10))
    await photos.send()
    const loose = await photos.keep('05', new Blob([aJpeg(9_000, 11)]))
    sent.length = 0
    await photos.send()
    expect(sent).toEqual([])
    await photos.tidy([{ answers: { photo: loose } }])
    expect(await photos.open(loose)).toBeDefined()
    await photos.tidy([])
    expect(await photos.open(loose)).toBeUndefined()
  })

  test('goes when its sender says so, and not before, where that was chosen', async () => {
    const { photos, sent } = await aPhone(aJpeg(9_000, 12))
    await photos.choose('asked')
    await photos.send()
    expect(sent).toEqual([])
    await photos.send(true)
    expect(photos.waiting()).toEqual([])
  })

  test('goes over another phone in a box: it is its author’s, and whoever carries it can neither look nor ask', async () => {
    const bytes = aJpeg(60_000, 21)
    const { photos, digest, sent } = await aPhone(bytes)
    const { body: page } = await sreymoms.get('/api/pull')
    const handed = await photos.handedOver(page.bearer.boxKey, sreymom.key)
    expect(handed).toMatchObject([{ digest, home: '05', envelope: 'an envelope' }])
    expect(Buffer.from(handed[0]!.box, 'base64url').includes(Buffer.from(bytes.subarray(100, 140)))).toBe(false)

    const daras = await served.signedIn(dara)
    const colleague = await aPhone(aJpeg(9_000, 22), undefined, undefined, daras)
    expect(await colleague.photos.bring(handed)).toBe(1)
    expect(await colleague.photos.bring(handed)).toBe(0)
    await colleague.photos.send()
    expect(colleague.photos.waiting()).toEqual([])
    expect(digestOf(lying(digest))).toBe(digest)
    const { rows } = await served.play.pool.query('select person from file where digest = $1', [digest])
    expect(rows).toEqual([{ person: sreymom.key }])
    expect((await soFar(digest, daras)).status).toBe(404)
    const look = `/api/files/household/${served.play.key()}/${digest}`
    expect((await daras.get(look)).status).toBe(404)
    expect((await sreymoms.get(look)).status).toBe(200)

    // Her own phone is told that the office has it, and sends nothing.
    await photos.send()
    expect({ waiting: photos.waiting(), sent }).toEqual({ waiting: [], sent: [{ method: 'HEAD', bytes: 0 }] })
  })

  test('in a box about another photo, or that was damaged, counts as none', async () => {
    const { photos } = await aPhone(aJpeg(9_000, 23))
    const { body: page } = await sreymoms.get('/api/pull')
    const [handed] = await photos.handedOver(page.bearer.boxKey, sreymom.key)
    const another = digestOf(aJpeg(9_000, 24))
    const box = new Uint8Array(Buffer.from(handed!.box, 'base64url'))
    await begin(another, box.length)
    const { status, body } = await goOn(another, 0, box)
    expect({ status, type: body.type }).toEqual({ status: 400, type: '/api/problems/unreadable' })
  })

  test('stays behind where a file of unsent work would be too large, and the person is told how many', async () => {
    const { photos } = await aPhone(aJpeg(9_000, 25))
    for (let number = 1; number <= 5; number++) {
      const digest = await photos.keep('05', new Blob([aJpeg(handedBytesMax / 4, 30 + number)]))
      photos.naming(`envelope ${number}`, { photo: digest })
    }
    expect(photos.stayBehind()).toBe(2)
    const { body: page } = await sreymoms.get('/api/pull')
    expect(await photos.handedOver(page.bearer.boxKey, sreymom.key)).toHaveLength(4)
    expect(photos.waiting()).toHaveLength(6)
  })

  test('that was turned away can be let go of, and no other way', async () => {
    const { photos, digest } = await aPhone(new TextEncoder().encode('no picture '.repeat(40)))
    await photos.send()
    expect(photos.waiting()).toMatchObject([{ digest, refused: 'not-a-picture' }])
    expect(photos.stayBehind()).toBe(0)
    await photos.drop(digest)
    expect(photos.waiting()).toEqual([])
    expect(await photos.open(digest)).toBeUndefined()
  })

  test('must be what its name says', async () => {
    const bytes = aJpeg(5_000, 5)
    const another = digestOf(aJpeg(5_000, 6))
    await begin(another, bytes.length)
    const { status, body } = await goOn(another, 0, bytes)
    expect({ status, type: body.type }).toEqual({ status: 400, type: '/api/problems/unreadable' })
    expect((await soFar(another)).status).toBe(404)
  })

  test('is nobody else’s to look for, and comes from somebody who is signed in', async () => {
    const bytes = aJpeg(5_000, 7)
    await begin(digestOf(bytes), bytes.length)
    expect((await soFar(digestOf(bytes), served.browser())).status).toBe(401)
    expect((await begin('not a digest', 5)).status).toBe(404)
  })

  test('of more than eight megabytes is refused before it is sent', async () => {
    const { status, body } = await begin('a'.repeat(64), 9_000_000)
    expect({ status, type: body.type }).toEqual({ status: 413, type: '/api/problems/picture-too-large' })
  })

  test('that nobody goes on with is let go after a month, and not before', async () => {
    const bytes = aJpeg(5_000, 8)
    const digest = digestOf(bytes)
    await begin(digest, bytes.length)
    const uploads = openUploads(served.dataFolder)
    await uploads.forgetUnfinished()
    expect((await soFar(digest)).status).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 60 * 60 * 1000 })
    await uploads.forgetUnfinished()
    vi.useRealTimers()
    expect((await soFar(digest)).status).toBe(404)
  })
})
