import { afterAll, beforeAll, expect, test } from 'vitest'
import { sreymom, theary } from '#dev/cast.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'
import { spareOf } from '#sync/spare.ts'

let served: Served
beforeAll(async () => {
  served = await serveStory()
})
afterAll(() => served.end())

const dataKey = new Uint8Array(32).fill(7)

test('whoever has just signed in gets their own phone’s key back, and nobody else’s', async () => {
  const browser = await served.signedIn(sreymom)
  const { body } = await browser.get('/api/pull')
  const box = textOf((await spareOf(dataKey, sreymom.key, body.bearer.boxKey)).box)

  const given = await browser.post('/api/phone-key', { box })
  expect({ status: given.status, body: given.body }).toEqual({ status: 200, body: { dataKey: textOf(dataKey) } })
  expect((await (await served.signedIn(theary)).post('/api/phone-key', { box })).status).toBe(404)
  expect((await served.browser().post('/api/phone-key', { box })).status).toBe(401)
  expect((await browser.post('/api/phone-key', { box: 'no box!' })).status).toBe(400)

  // The session of a phone that was found.
  await served.play.pool.query(`update auth.session set "createdAt" = now() - interval '11 minutes'`)
  served.chamka.signIn.forget()
  expect((await browser.get('/api/me')).status).toBe(200)
  expect((await browser.post('/api/phone-key', { box })).status).toBe(401)
})

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
