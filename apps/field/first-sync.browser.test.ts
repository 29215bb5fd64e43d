/** The first minutes of a new phone, in a browser: what the reading costs, a yes, a stop, and the rest. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { sreymom } from '#dev/cast.ts'
import { fillCommune } from '#dev/testing/commune.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let browser: Browser
let page: Page

beforeAll(async () => {
  served = await serveStory({ demonstration: false, money: 100_000_000 })
  await openShops(served.play)
  await fillCommune(served.play, 250)
  await served.chamka.accounts.linkAccount(sreymom.key)
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] })
  page = await browser.newPage({ locale: 'en-GB', viewport: { width: 360, height: 740 } })
  await page.goto(`${served.url}/field/`)
  await signIn()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await served?.end()
})

const time = { timeout: 60_000 }

test('a new phone of a real programme asks before it reads', time, async () => {
  await page.getByRole('heading', { name: 'Bring your work to this phone' }).waitFor()
  await page.getByText('Households: 250, with all that belongs to them').waitFor()
  await page.getByText(/About \d+ KB/).waitFor()
  expect(asked).toEqual([])
})

test('stopped in the middle it says how much is here, and goes on from there', time, async () => {
  // The second page waits in the valley until somebody stops.
  await page.route(/\/api\/pull\?cursor/, () => {})
  await page.getByRole('button', { name: 'Bring it now' }).click()
  const bar = page.getByRole('progressbar')
  await expect.poll(() => bar.getAttribute('value').then(Number), { timeout: 20_000 }).toBeGreaterThanOrEqual(200)
  await page.getByRole('button', { name: 'Stop for now' }).click()
  await page.getByText(/records are here already/).waitFor()

  await page.unroute(/\/api\/pull\?cursor/)
  const before = asked.length
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText(/Everything is sent/).waitFor()
  expect(asked[before]).toContain('cursor=')
  await page.getByRole('heading', { name: /Hello/ }).waitFor()
})

/** Readings that the phone asked for. */
const asked: string[] = []

async function signIn() {
  page.on('request', (request) => {
    if (/\/api\/pull(\?|$)/.test(request.url())) asked.push(request.url())
  })
  await page.getByLabel('Phone number').fill(sreymom.phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByText('a code of six digits is on its way').waitFor()
  const { rows } = await served.play.pool.query<{ text: string }>(
    `select body->>'text' as text from effect where kind = 'sms' and body->>'to' = $1 order by made_at`,
    [sreymom.phone],
  )
  await page.getByLabel('Code from the message').fill(/\d{6}/.exec(rows.at(-1)?.text ?? '')![0])
  await page.getByRole('button', { name: 'Enter' }).click()
  for (let time = 0; time < 2; time++) {
    await page.getByRole('button', { name: '0', exact: true }).waitFor()
    await page.keyboard.type('240816')
    await page.waitForTimeout(300)
  }
}
