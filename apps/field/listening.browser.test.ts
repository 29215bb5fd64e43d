/**
 * A sentence is read out in the console and heard in a village without a signal, in a real browser: the
 * microphone is the browser's own beep.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { bopha, type Player, pisey } from '#dev/cast.ts'
import { aDelivery, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let browser: Browser
let delivery: Delivery
let handover: string

beforeAll(async () => {
  served = await serveStory()
  await openShops(served.play)
  delivery = await aDelivery(served.play)
  handover = (await delivery.handsOver({ quantity: 30, farmerPaid: 30_000 })).handover.id
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...browserFlags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=user-gesture-required',
    ],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.end()
})

test('what staff read out is heard without a signal; what nobody read out has no button', {
  timeout: 120_000,
}, async () => {
  const office = await (await windowOf(pisey)).newPage()
  await office.goto(`${served.url}/console/sounds`)
  await office.getByRole('heading', { name: 'Sounds' }).waitFor()
  for (const sentence of ['I received it', 'birds', 'Chick', 'thirty']) await recordIn(office, sentence)

  const village = await windowOf(bopha, { width: 360, height: 740 })
  await village.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function () {
      this.addEventListener('ended', () => heard.push(`${this.duration > 0}`), { once: true })
      return play.call(this)
    }
  })
  const phone = await village.newPage()
  await phone.goto(`${served.url}/field/`)
  await phone.getByRole('heading', { name: 'Hello' }).waitFor()
  await phone.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/field/vouchers/${delivery.key}/${handover}/confirm`)
  await phone.getByRole('button', { name: 'Listen: I received it' }).waitFor()
  await phone.getByRole('button', { name: 'Listen: Chick: 30 birds' }).waitFor()

  await village.setOffline(true)
  await phone.getByRole('button', { name: 'Listen: Chick: 30 birds' }).click()
  await phone.getByRole('button', { name: 'Stop: Chick: 30 birds' }).waitFor()
  // Item, number and unit, one after another, each to its end.
  await expect.poll(() => heardOn(phone), { timeout: 30_000 }).toBe(3)
  await phone.getByRole('button', { name: 'Listen: Chick: 30 birds' }).waitFor()
  // Nobody read out how to count, nor "feed".
  expect(await phone.getByRole('button', { name: /^Listen: Count/ }).count()).toBe(0)
  expect(await phone.getByRole('button', { name: /^Listen/ }).count()).toBe(2)

  // Pressed again, it is silent.
  await phone.getByRole('button', { name: 'Listen: I received it' }).click()
  await phone.getByRole('button', { name: 'Stop: I received it' }).click()
  await phone.getByRole('button', { name: 'Listen: I received it' }).waitFor()
  expect(await heardOn(phone)).toBe(3)

  // In the other language nobody read anything.
  await phone.getByRole('button', { name: 'ខ្មែរ' }).click()
  await phone.getByRole('heading', { name: 'ខ្ញុំបានទទួល' }).waitFor()
  expect(await phone.getByRole('button', { name: /^ស្ដាប់/ }).count()).toBe(0)
})

/** Reads a sentence out, listens to it, and keeps it. */
async function recordIn(page: Page, sentence: string) {
  await page.getByRole('radiogroup', { name: 'Language to record' }).getByText('English').click()
  await page.getByLabel('Part of a sentence').fill(sentence)
  const card = page
    .locator('.words__one')
    .filter({ has: page.getByText(sentence, { exact: true }) })
    .first()
  await card.getByRole('button', { name: 'Record' }).click()
  await page.getByText('Read the sentence aloud now').waitFor()
  await page.waitForTimeout(700)
  await page.getByRole('button', { name: 'Stop recording' }).click()
  await page.getByRole('button', { name: /^Hear how it sounds/ }).waitFor()
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await card.waitFor({ state: 'detached' })
}

function heardOn(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { heard: string[] }).heard.length)
}

async function windowOf(player: Player, viewport = { width: 1280, height: 800 }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', permissions: ['microphone'] })
  context.setDefaultTimeout(20_000)
  const { cookies } = await served.signedIn(player)
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: served.url })))
  return context
}
