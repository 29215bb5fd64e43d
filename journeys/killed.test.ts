/**
 * A phone on a profile that is kept, and a server on a database that is kept: each is killed with signal 9 in
 * the middle of its work, and the phone runs full. Nothing is lost, nothing is there twice, and the person was told the truth.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { sreymom } from '#dev/cast.ts'
import { freePort } from '#dev/chaos/browsers.ts'
import { bundled, openHouse } from '#dev/chaos/kill.ts'
import { cookiesOf } from '#dev/chaos/writers.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { homeOf, keyOf } from '#door/key.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { newId } from '#sync/device.ts'
import { sees, tap } from './acting.ts'
import { km } from './audience.ts'
import { arrivedOnce, batch, counted, families, fillForm, linesOf, office, register, strip } from './roads.ts'

let folder: string
let program: string
let house: Awaited<ReturnType<typeof openHouse>>
let pool: Pool
let cookies: string
let context: BrowserContext
let phone: Page

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chamka-killed-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o711 })
  program = await bundled()
  house = await openHouse(program, data, await freePort())
  pool = openPool(house.databaseUrl, 1)
  cookies = await cookiesOf(sreymom, house.url)
  await takeUp()
})
afterAll(async () => {
  await context?.close().catch(() => {})
  await pool?.end()
  await house?.close()
  rmSync(folder, { recursive: true, force: true })
  if (program) rmSync(program, { force: true })
})

test('the server is killed while ten things arrive: the phone says that they are kept, and all ten arrive once', async () => {
  await strip(phone, km('phone_signal_all_sent'), 60_000)
  await context.route(office, (route) => route.abort())
  await register(phone, ...families)
  await strip(phone, km('phone_signal_kept', counted(10)))

  let isKilled = false
  await context.unroute(office)
  await context.route(batch, async (route) => {
    if (!isKilled) setTimeout(() => void house.kill('server'), 20)
    isKilled = true
    await route.continue()
  })
  await phone.evaluate(() => dispatchEvent(new Event('online')))
  await strip(phone, km('phone_signal_all_sent'), 90_000)
  expect(isKilled).toBe(true)
  await arrivedOnce(pool, families)
})

test('the browser is killed while it writes: everything that it had said was kept goes, and the form is as it was left', async () => {
  const [first, second, third] = ['វង់ សុភាព', 'ញ៉ែម បូរី', 'ឌុច កញ្ញា'] as const
  await context.route(office, (route) => route.abort())
  await register(phone, first, second)
  await fillForm(phone, third)
  await phone.waitForTimeout(600)
  await Promise.all([tap(phone, km('phone_register_do')).catch(() => {}), killBrowser()])

  await takeUp()
  await strip(phone, km('phone_signal_all_sent'), 60_000)
  await arrivedOnce(pool, [first, second])
  const [[households] = [0]] = await linesOf(pool, [third])
  if (households === 0) {
    await phone.getByRole('link', { name: third }).click()
    await sees(phone, km('phone_draft_resumed'))
    for (let step = 0; step < 3; step++) await tap(phone, km('phone_step_next'))
    await tap(phone, km('phone_register_do'))
    await phone.getByRole('heading', { name: third }).waitFor()
  }
  await arrivedOnce(pool, [third])
})

test('the phone is full when news comes and a form is sent: nothing is half written, it is said, and goes once there is room (CHT #7149)', async () => {
  const name = 'កែវ មុន្នី'
  const session = await context.newCDPSession(phone)
  const roomFor = (quota: { quotaSize?: number }) =>
    session.send('Storage.overrideQuotaForOrigin', { origin: house.url, ...quota })
  // A browser that has just looked how much room there is looks again when the database was closed for a while.
  await phone.goto('about:blank')
  await roomFor({ quotaSize: 1 })
  await phone.waitForTimeout(3000)
  await registeredElsewhere('ហេង ពេជ្រ')
  await phone.goto(`${house.url}/field/`)
  await strip(phone, km('phone_signal_full'))
  await fillForm(phone, name)
  await strip(phone, km('phone_signal_full_form'))
  await tap(phone, km('phone_register_do'))
  await sees(phone, km('told_no_room'))
  expect(await linesOf(pool, [name])).toEqual([[0, 0]])

  await roomFor({})
  await tap(phone, km('phone_register_do'))
  await phone.getByRole('heading', { name }).waitFor()
  await strip(phone, km('phone_signal_all_sent'))
  await arrivedOnce(pool, [name])
})

/** On another device of hers. */
async function registeredElsewhere(nameKm: string): Promise<void> {
  const [id, about] = [newId(new Date().toISOString()), keyOf('05', newId(new Date().toISOString()))]
  const answered = await context.request.post(`${house.url}/api/ask`, {
    data: {
      ...{ id, home: homeOf(about), name: 'household.register', about, person: sreymom.key, device: null, n: 0 },
      input: aRegistration({
        member: newId(new Date().toISOString()),
        nameKm,
        nameLatin: null,
        phone: null,
        poverty: null,
      }),
      ...{ askedAt: new Date().toISOString(), lastServerTime: null, after: [], signature: null },
    },
  })
  expect((await answered.json()).answer).toMatchObject({ outcome: 'accepted' })
}

/** The same phone, with all that its profile kept. */
async function takeUp(): Promise<void> {
  context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await findBrowser(),
    args: browserFlags,
    viewport: { width: 360, height: 740 },
    locale: 'km-KH',
    timezoneId: 'Asia/Phnom_Penh',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  await context.addCookies(
    `${cookies}; language=km`.split('; ').map((cookie) => {
      const at = cookie.indexOf('=')
      return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: house.url }
    }),
  )
  await context.addInitScript(() => localStorage.setItem('language', 'km'))
  phone = await context.newPage()
  await phone.goto(`${house.url}/field/`)
}

async function killBrowser(): Promise<void> {
  const gone = new Promise((resolve) => context.once('close', resolve))
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  process.kill(processInfo.find(({ type }) => type === 'browser')!.id, 'SIGKILL')
  await gone
}
