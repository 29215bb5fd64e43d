/** Files of sound over HTTP: who may send them, who hears them, and what is no sound. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bopha, pisey, sreymom } from '#dev/cast.ts'
import { programmeCode } from '#dev/testing/programme.ts'
import { type Browser, type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let administrator: Browser
let farmer: Browser

beforeAll(async () => {
  served = await serveStory()
  administrator = await served.signedIn(pisey)
  farmer = await served.signedIn(bopha)
})
afterAll(() => served.end())

/** As a browser's recorder begins its files; what follows is noise. */
function webm(bytes: number): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(bytes, 7)
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex').copy(file)
  return new Uint8Array(file)
}

const send = (browser: Browser, bytes: Uint8Array<ArrayBuffer>) => browser.request('POST', '/api/sounds', bytes)

describe('a file of sound', () => {
  test('is sent by whoever records, is named by its bytes, and may come twice', async () => {
    const bytes = webm(9_000)
    const digest = createHash('sha256').update(bytes).digest('hex')
    expect(await send(administrator, bytes)).toMatchObject({
      status: 201,
      body: { digest, type: 'audio/webm', bytes: 9_000 },
    })
    expect((await send(administrator, bytes)).body).toMatchObject({ digest })
  })

  test('is heard by everybody of the programme once it is recorded, and by nobody before or after', async () => {
    const { digest } = (await send(administrator, webm(9_001))).body
    const address = `/api/sounds/${digest}`
    expect((await administrator.get(address)).status).toBe(200)
    expect((await farmer.get(address)).status).toBe(404)

    const key = served.play.key('00')
    const sound = { programme: programmeCode, slot: 'item/chick', language: 'km' as const, said: 'កូនមាន់' }
    await served.play.as(pisey).does('sound.record', key, { ...sound, digest, bytes: 9_001, milliseconds: 900 })
    const heard = await farmer.get(address)
    expect(heard.status).toBe(200)
    expect(heard.headers.get('content-type')).toBe('audio/webm')
    expect(heard.headers.get('cache-control')).toContain('immutable')
    expect((await served.browser().get(address)).status).toBe(401)

    await served.play.as(pisey).does('sound.withdraw', key, {})
    expect((await farmer.get(address)).status).toBe(404)
  })

  test.each([bopha, sreymom])('is not taken from $nameLatin', async (person) => {
    expect(await send(await served.signedIn(person), webm(9_000))).toMatchObject({ status: 403 })
  })

  test('of more than 60 KB is not taken', async () => {
    expect(await send(administrator, webm(61_441))).toMatchObject({
      status: 413,
      body: { type: expect.stringContaining('sound-too-large') },
    })
    expect((await send(administrator, webm(61_440))).status).toBe(201)
  })

  test.each([
    ['a picture', Buffer.from(`89504e470d0a1a0a${'00'.repeat(100)}`, 'hex')],
    ['a page', Buffer.from(`<html>webm</html>${' '.repeat(100)}`)],
    ['nothing', Buffer.alloc(0)],
  ])('that is %s is not taken', async (_, bytes) => {
    expect(await send(administrator, new Uint8Array(bytes))).toMatchObject({
      status: 415,
      body: { type: expect.stringContaining('not-a-sound') },
    })
  })

  test.each(['../../secret', 'f'.repeat(64), 'x'])('called %s is not there', async (name) => {
    expect((await administrator.get(`/api/sounds/${encodeURIComponent(name)}`)).status).toBe(404)
  })
})
