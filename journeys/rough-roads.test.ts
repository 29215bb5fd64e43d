/**
 * What happens on the road between a phone and the office, in a phone-sized browser, in Khmer. After each
 * incident nothing is lost, nothing is there twice, and the person was told the truth.
 */
import { gunzipSync } from 'node:zlib'
import type { BrowserContext, Page, Request, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { rithy, sreymom } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import type { Key } from '#door/key.ts'
import { control, fill, sees, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import {
  arrivedOnce,
  batch,
  counted,
  families,
  fillForm,
  linesOf,
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
  // A person may have eight devices: who gets a new one closes the one before.
  const { rows } = await stage.pool.query<{ key: Key }>(
    `select home || '-' || id as key from device where person = $1 and revoked_at is null`,
    [sreymom.key],
  )
  for (const { key } of rows) await stage.does(sreymom, 'device.revoke', key, { reason: 'A new phone' })
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

test('the network is gone before a request leaves: it is kept, said to be kept, and goes when the signal is back', async () => {
  await phone.context().setOffline(true)
  await register(phone, families[0])
  await strip(phone, km('phone_signal_kept', counted(1)))
  await openSending(phone)
  await sees(phone, km('phone_sending_waiting'))
  expect(await linesOf(stage.pool, [families[0]])).toEqual([[0, 0]])

  await phone.context().setOffline(false)
  await strip(phone, km('phone_signal_all_sent'))
  await sees(phone, km('phone_sending_nothing'))
  await arrivedOnce(stage.pool, [families[0]])
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

test('a fault with one of ten: nine arrive, the tenth is shown with its reason, saved as a file and carried by another phone (OpenCRVS #2936)', async () => {
  const broken = families[4]
  await phone.context().route(office, (route) => route.abort())
  await register(phone, ...families)
  await strip(phone, km('phone_signal_kept', counted(10)))
  await phone.context().unroute(office)

  // The one in the middle is turned away whenever it comes by, with others or alone.
  let fifth: string | undefined
  await phone.context().route(batch, async (route) => {
    const ids = idsIn(route)
    fifth ??= ids[4]
    await (ids.includes(fifth!)
      ? route.fulfill({ status: 422, contentType: 'application/problem+json', body: '{}' })
      : route.continue())
  })
  await signalIsBack(phone)
  await openSending(phone)
  await sees(phone, km('phone_problem_unreadable'))
  const others = families.filter((name) => name !== broken)
  await arrivedOnce(stage.pool, others)
  expect(await linesOf(stage.pool, [broken])).toEqual([[0, 0]])
  await expect.poll(() => phone.locator('main article.card').count()).toBe(1)

  await phone.locator('summary').click()
  const saved = phone.waitForEvent('download')
  await phone.getByRole('button', { name: km('phone_hand_over_give', counted(1)) }).click()
  const file = await (await saved).path()
  await sees(phone, km('phone_hand_over_given'))

  const colleague = await audience.as(rithy, 'phone')
  await strip(colleague, km('phone_signal_all_sent'), 60_000)
  await openSending(colleague)
  await colleague.locator('summary').click()
  await colleague.locator('input[type=file]').setInputFiles(file)
  await sees(colleague, km('phone_hand_over_taken', counted(1)))
  await arrivedOnce(stage.pool, families)
  await colleague.context().close()
})

test('the clock of a phone is wrong by a day or a year, forwards or backwards: the deadlines it shows are true, whoever is behind is told, and work counts when it was done', async () => {
  const day = 86_400_000
  const wrong = await audience.as(sreymom, 'phone', 'km', -365 * day)
  const underWay = new Set<Request>()
  wrong.on('request', (request) => underWay.add(request))
  for (const end of ['requestfinished', 'requestfailed'] as const)
    wrong.on(end as 'requestfinished', (request) => underWay.delete(request))
  await strip(wrong, km('phone_signal_all_sent'), 60_000)
  await phone.locator('.top__home').click()
  await sees(phone, km('phone_today_hello'))
  await expect.poll(() => wrong.locator('main').textContent()).toBe(await phone.locator('main').textContent())
  await settleIn(wrong)

  for (const [at, step] of [-365 * day, -day, day, 365 * day].entries()) {
    await wrong.context().route(office, (route) => route.abort())
    // An answer that is still on its way would set the clock right again.
    await expect.poll(() => underWay.size, { timeout: 10_000 }).toBe(0)
    await wrong.evaluate((by) => Object.assign(globalThis, { wrongBy: (globalThis as any).wrongBy + by }), step)
    await register(wrong, families[at]!)
    await openSending(wrong)
    await expect.poll(() => wrong.getByText(km('phone_clock_behind')).count()).toBe(step < 0 ? 1 : 0)
    await wrong.context().unroute(office)
    await signalIsBack(wrong)
    await sees(wrong, km('phone_sending_nothing'))
    await arrivedOnce(stage.pool, [families[at]!])
    expect(await wrong.getByText(km('phone_clock_behind')).count()).toBe(0)
  }
  const { rows } = await stage.pool.query<{ late: number }>(
    `select max(abs(extract(epoch from happened_at - received_at)))::int as late from journal
     where name = 'household.register' and received_at > now() - interval '1 minute'`,
  )
  expect(rows[0]!.late).toBeLessThan(60)
  await wrong.context().close()
})

test('a second window of one phone says so; taken over, it goes on to the last letter of the first, which can write no more, and nothing is asked twice', async () => {
  await fillForm(phone, families[0])
  const second = await phone.context().newPage()
  await second.goto('/field/')
  await sees(second, km('phone_elsewhere'))
  const whole = `${families[0]} ពិសី`
  for (const _screen of [3, 2, 1]) await tap(phone, km('phone_step_back'))
  await fill(phone, km('phone_register_name'), whole)
  await tap(second, km('phone_elsewhere_here'))
  await strip(second, km('phone_signal_all_sent'))
  await sees(phone, km('phone_elsewhere'))
  expect(await control(phone, km('phone_step_next')).count()).toBe(0)

  await second.getByRole('link', { name: whole }).click()
  await sees(second, km('phone_draft_resumed'))
  await register(second, families[1])
  await strip(second, km('phone_signal_all_sent'))
  await arrivedOnce(stage.pool, [families[1]])
  expect(await linesOf(stage.pool, [whole])).toEqual([[0, 0]])
})

test('signed out in the middle of the day: work goes on, the phone asks to sign in, and then all of it goes', async () => {
  await stage.pool.query('delete from auth.session')
  await expect.poll(async () => (await phone.request.get('/api/me')).status(), { timeout: 20_000 }).toBe(401)
  await register(phone, families[0])
  await strip(phone, km('phone_signal_signed_out'))
  await register(phone, families[1])
  expect(await linesOf(stage.pool, families.slice(0, 2))).toEqual([
    [0, 0],
    [0, 0],
  ])
  await phone
    .locator('.signal')
    .getByRole('button', { name: km('phone_sign_in') })
    .click()
  await fill(phone, km('phone_sign_in_number'), sreymom.phone!)
  await tap(phone, km('phone_sign_in_send'))
  await tap(phone, km('phone_sign_in_enter'))
  await strip(phone, km('phone_signal_all_sent'))
  await arrivedOnce(stage.pool, families.slice(0, 2))
})

test('shut out while work was unsent: it still arrives, is set aside for the office to look at, and the person is told (SORMAS #403)', async () => {
  const shutOut = await audience.as(rithy, 'phone')
  await settleIn(shutOut)
  await shutOut.context().route(office, (route) => route.abort())
  await register(shutOut, families[0])
  await strip(shutOut, km('phone_signal_kept', counted(1)))
  await stage.does('system', 'person.revoke', rithy.key, { reason: 'left the commune' })
  await shutOut.context().unroute(office)
  await signalIsBack(shutOut)
  await openSending(shutOut)
  await sees(shutOut, km('phone_problem_shut_out'))
  const { rows } = await stage.pool.query(`select why from quarantine where person = $1`, [rithy.key])
  expect(rows).toEqual([{ why: 'author-shut-out' }])
  expect(await linesOf(stage.pool, [families[0]])).toEqual([[0, 0]])
  await shutOut.context().close()
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

function idsIn(route: Route): string[] {
  const sent = route.request().postDataBuffer()!
  const isPacked = route.request().headers()['content-encoding'] === 'gzip'
  const { envelopes } = JSON.parse((isPacked ? gunzipSync(sent) : sent).toString('utf8'))
  return envelopes.map(({ id }: { id: string }) => id)
}
