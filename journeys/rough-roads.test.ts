/**
 * What happens on the road between a phone and the office, in a phone-sized browser, in Khmer. After each
 * incident nothing is lost, nothing is there twice, and the person was told the truth.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { sreymom } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { sees } from './acting.ts'
import { type Audience, km, openAudience, requireBuilt } from './audience.ts'
import {
  arrivedOnce,
  batch,
  counted,
  families,
  office,
  once,
  openSending,
  register,
  settleIn,
  signalIsBack,
  strip,
} from './roads.ts'

let stage: Stage
let audience: Audience
let phone: Page

beforeAll(async () => {
  requireBuilt()
  stage = await openStage()
  audience = await openAudience(stage.url)
})
beforeEach(async () => {
  onTestFailed(() => audience.keepPictures())
  phone = await audience.as(sreymom, 'phone')
  await settleIn(phone)
})
afterEach(async () => {
  await phone.context().close()
  // Each begins with families that nobody knows.
  await stage.pool.query(
    `update household set members = jsonb_set(members, '{0,nameKm}', to_jsonb('ស៊ុន ចាស់'::text)) where members -> 0 ->> 'nameKm' = any($1)`,
    [families],
  )
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

test('the answer is lost after the office has decided: the phone says kept, asks again and counts once (ODK #694)', async () => {
  const asked = await once(phone.context(), batch, async (route) => {
    await route.fetch()
    await phone.context().route(office, (other) => other.abort())
    await route.abort()
  })
  await register(phone, families[0])
  await strip(phone, km('phone_signal_kept', counted(1)))
  await arrivedOnce(stage.pool, [families[0]])

  await phone.context().unroute(office)
  await signalIsBack(phone)
  await strip(phone, km('phone_signal_all_sent'))
  expect(asked.times).toBeGreaterThan(1)
  await openSending(phone)
  await sees(phone, km('phone_sending_nothing'))
  await arrivedOnce(stage.pool, [families[0]])
})

test('an answer and a page of news break off in the middle: half is taken for none, and both come again', async () => {
  const answers = await breaksOff(phone.context(), batch)
  const pages = await breaksOff(phone.context(), /\/api\/pull/)
  await register(phone, families[0])
  await strip(phone, km('phone_signal_all_sent'))
  expect([answers.broken, pages.broken]).toEqual([1, 1])
  await openSending(phone)
  await sees(phone, km('phone_sending_nothing'))
  await arrivedOnce(stage.pool, [families[0]])
  await phone.locator('nav.tabs a[href$="/households"]').click()
  await phone.getByRole('searchbox').fill(families[0])
  await expect.poll(() => phone.getByRole('link', { name: new RegExp(families[0]) }).count()).toBe(1)
})

test('no page has thrown, and no request met a bug', () => {
  expect(audience.troubles).toEqual([])
})

/** The next answer of a kind ends in its middle; those after it arrive whole. */
async function breaksOff(context: BrowserContext, address: string | RegExp): Promise<{ readonly broken: number }> {
  const count = { broken: 0 }
  await context.route(address, async (route) => {
    const response = await route.fetch()
    if (response.status() !== 200 || count.broken > 0) return route.fulfill({ response })
    count.broken += 1
    const { 'content-encoding': _, 'content-length': __, ...headers } = response.headers()
    const whole = await response.text()
    await route.fulfill({ response, headers, body: whole.slice(0, whole.length / 2) })
  })
  return count
}
