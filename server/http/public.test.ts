import { afterAll, beforeAll, expect, test } from 'vitest'
import { bopha, dara, rithy, sokha, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish } from '#dev/testing/programme.ts'
import { serveStory } from '#dev/testing/served.ts'
import { samplePassword } from '#server/sign-in/demonstration.ts'

let served: Awaited<ReturnType<typeof serveStory>>
beforeAll(async () => {
  served = await serveStory()
})
afterAll(() => served.end())

test('everybody may read the first page, in Khmer unless they ask for English', async () => {
  const khmer = await served.browser().get('/')
  expect(khmer.status).toBe(200)
  expect(khmer.text).toContain('<html lang="km">')
  expect(khmer.headers.get('content-security-policy')).toMatch("script-src 'self'")
  expect((await served.browser().get('/', { 'accept-language': 'en' })).text).toContain('<html lang="en">')
})

test('an invented person is a form of one button, which works without script', async () => {
  await served.chamka.accounts.linkAccount(sreymom.key)
  await served.chamka.accounts.linkAccount(dara.key, samplePassword)
  const browser = served.browser()
  const page = await browser.get('/', { 'accept-language': 'en' })
  expect(page.text).toContain(sreymom.nameLatin)
  expect(page.text).toContain(dara.nameLatin)
  expect(page.text).not.toContain(rithy.nameLatin)

  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: served.url }
  const entered = await browser.request('POST', '/enter', `person=${sreymom.key}`, form)
  expect({ status: entered.status, to: entered.headers.get('location') }).toEqual({ status: 303, to: '/field/' })
  expect((await browser.get('/api/me')).body.person.key).toBe(sreymom.key)

  const office = served.browser()
  expect((await office.request('POST', '/enter', `person=${dara.key}`, form)).headers.get('location')).toBe('/console/')
  expect((await office.get('/api/me')).body.person.key).toBe(dara.key)
  expect((await served.browser().request('POST', '/enter', `person=${vanna.key}`, form)).status).toBe(404)
  const elsewhere = { ...form, origin: 'https://evil.example' }
  expect((await served.browser().request('POST', '/enter', `person=${dara.key}`, elsewhere)).status).toBe(403)
})

test('what waits for somebody is what they may act on, and not what they may only see', async () => {
  const { play } = served
  await play.as(sreymom).does('household.register', aWish().household, aRegistration())
  const proposal = play.key()
  await play.as(bopha).does('proposal.submit', proposal, aWish())
  const waiting = (await import('#server/waiting.ts')).waitingFor
  const { readersOver } = await import('./reader.ts')
  const { reads } = await import('#server/capabilities.ts')
  const of = async (person: { key: string }) =>
    waiting((await readersOver(play.pool, play.now)(person.key))!, reads, play.pool)

  expect([await of(dara), await of(vanna), await of(sokha)]).toEqual([1, 0, 0])
  await play
    .as(dara)
    .does('proposal.verify', proposal, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  expect([await of(dara), await of(vanna), await of(sokha)]).toEqual([0, 1, 0])
})

test('seals and figures are there for everybody, once there are any', async () => {
  await served.chamka.seals.seal()
  expect((await served.browser().get('/public/seals')).text).toContain('"signature"')
  expect((await served.browser().get('/public/figures/rush-it.json')).status).toBe(404)
})

test('where people are real, the page shows nobody to become', async () => {
  const real = await serveStory()
  try {
    await real.play.pool.query('update person set sample = false')
    await real.play.pool.query('update programme set demonstration = false')
    await real.chamka.accounts.linkAccount(rithy.key)
    expect((await real.browser().get('/')).text).not.toContain(rithy.nameKm)
  } finally {
    await real.end()
  }
})
