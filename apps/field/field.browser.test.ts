/**
 * The built field app in a real browser, on Preact, against the whole server: a morning without a
 * signal, and the afternoon after it.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeText } from '#capabilities/vouchers/voucher.codes.ts'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { dara, type Player, sokha, sreymom } from '#dev/cast.ts'
import { cameraClip } from '#dev/testing/camera.ts'
import { aDelivery, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let browser: Browser
let delivery: Delivery

beforeAll(async () => {
  served = await serveStory()
  await openShops(served.play)
  delivery = await aDelivery(served.play)
  const { secret } = delivery.sheet.code(1)
  const clip = cameraClip(codeText(1, 1, secret), served.dataFolder)
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...browserFlags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
    ],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.end()
})

describe('a morning without a signal', () => {
  test('what the extension worker asked offline is with the officer once the signal is back', {
    timeout: 60_000,
  }, async () => {
    const { page, taps } = await phoneOf(sreymom)
    await page.getByRole('button', { name: 'Off' }).click()
    await page.getByText('No signal. You can go on working.').waitFor()

    await page.getByRole('link', { name: 'Register a household' }).click()
    await page.getByLabel('Name of the head of household').fill('ចាន់ ធារ៉ា')
    await choose(page, 'Woman')
    await page.getByLabel('Year of birth, or age').fill('១៩៨០')
    await next(page)
    await choose(page, 'Amleang one')
    await choose(page, 'None')
    await next(page)
    await choose(page, 'Not known yet')
    await next(page)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByRole('heading', { name: 'ចាន់ ធារ៉ា' }).waitFor()

    const before = await taps()
    await page.getByRole('link', { name: 'Make a proposal' }).click()
    await choose(page, 'Chicks and feed')
    await next(page)
    await page.getByText('42,000៛').waitFor()
    await next(page)
    await next(page)
    await choose(page, 'Labour')
    await next(page)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Submit the proposal' }).click()
    await page.getByText('Submitted', { exact: true }).waitFor()
    expect((await taps()) - before).toBeLessThanOrEqual(12)
    await page.getByText('No signal. 2 are kept here.').waitFor()
    expect(
      (await served.play.pool.query(`select from household where members @> '[{"nameKm":"ចាន់ ធារ៉ា"}]'`)).rowCount,
    ).toBe(0)

    await page.getByRole('button', { name: 'On', exact: true }).click()
    await page.getByText(/Everything is sent/).waitFor()

    const officer = await phoneOf(dara)
    await officer.page.getByText('ចាន់ ធារ៉ា').click()
    await officer.page.getByRole('heading', { name: 'Verify the proposal' }).waitFor()
    await choose(officer.page, 'At the desk')
    await officer.page.getByRole('button', { name: 'It is verified' }).click()
    await officer.page.getByText('Nothing waits for you').waitFor()
  })
})

describe('at the counter', () => {
  test('nothing can be handed over for a voucher that somebody changed on its way', { timeout: 60_000 }, async () => {
    const { page } = await phoneOf(sokha, async (context) => {
      await context.route('**/api/pull**', async (route) => {
        const response = await route.fetch()
        if (response.status() === 204) return route.fulfill({ response })
        await route.fulfill({ response, body: (await response.text()).replaceAll('"quantity":30', '"quantity":39') })
      })
    })
    await page.getByRole('link', { name: 'Vouchers' }).click()
    await page.getByText('Chick 39 birds').click()
    await page.getByText('This voucher cannot be trusted').waitFor()
    expect(await page.getByRole('button', { name: 'It is handed over' }).count()).toBe(0)
    await page.getByRole('button', { name: 'ខ្មែរ' }).click()
    await page.getByText('មិនអាចទុកចិត្តប័ណ្ណនេះបានទេ').waitFor()
  })

  test('the shop scans the code under the fold and asks the farmer for her share', { timeout: 60_000 }, async () => {
    const { page } = await phoneOf(sokha)
    await page.getByRole('link', { name: 'Vouchers' }).click()
    await page.getByText('Chick 30 birds').click()
    await page.getByText('30,000៛').first().waitFor()
    await page.getByRole('button', { name: 'Scan the receipt code' }).click()
    await page.getByText('Code 1 was scanned').waitFor({ timeout: 30_000 })
    // Asking her for more is refused on the spot.
    await page.getByLabel('The farmer paid').first().fill('40000')
    await page
      .getByText(/share is/i)
      .first()
      .waitFor()
    await page.getByLabel('The farmer paid').first().fill('30,000')
    await page.getByRole('button', { name: 'It is handed over' }).click()
    await page.getByRole('heading', { name: 'Voucher' }).waitFor()

    await expect
      .poll(async () => (await delivery.voucher()).handovers[0]?.lines[0])
      .toMatchObject({ quantity: 30, code: 'qr', farmerPaid: 30_000, accepted: 30 })
  })
})

/** The field app in a phone of this person's, in English. */
async function phoneOf(
  player: Player,
  onTheWay: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<{ page: Page; taps: () => Promise<number> }> {
  await served.chamka.accounts.linkAccount(player.key)
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'en-GB',
    permissions: ['camera'],
  })
  await context.addInitScript(() => {
    Object.assign(window, { taps: 0 })
    addEventListener(
      'click',
      ({ isTrusted }) => isTrusted && Object.assign(window, { taps: (window as any).taps + 1 }),
      true,
    )
  })
  context.setDefaultTimeout(20_000)
  await onTheWay(context)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  await page.goto(`${served.url}/field/`)
  await page.getByLabel('Phone number').fill(player.phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  expect(faults).toEqual([])
  return { page, taps: () => page.evaluate(() => (window as any).taps) }
}

function choose(page: Page, name: string) {
  return page.getByRole('radio', { name, exact: true }).check()
}

function next(page: Page) {
  return page.getByRole('button', { name: 'Next' }).click()
}
