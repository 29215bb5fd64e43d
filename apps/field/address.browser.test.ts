/** What a real browser makes of the app at each kind of address: to be begun at, or not. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { aCertificate } from '#dev/testing/certificate.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let browser: Browser
beforeAll(async () => {
  served = await serveStory()
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [...browserFlags, '--host-resolver-rules=MAP farm.example 127.0.0.1'],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.end()
})

test('at an insecure address nobody begins work, and everybody is told the way', { timeout: 60_000 }, async () => {
  const page = await aPage('km')
  const { port } = new URL(served.url)
  await page.goto(`http://farm.example:${port}/field/`)
  await page.getByText('មិនអាចធ្វើការនៅអាសយដ្ឋាននេះបានទេ').waitFor()
  await expectNoScrollAside(page)
  expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto])).toEqual([false, false])
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('You cannot work at this address').waitFor()
  await page.getByRole('link', { name: 'https://farm.example/field/' }).waitFor()
  await page.getByText(`http://localhost:${port}/field/`).waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
})

test('with a certificate of our own the app opens under another name', { timeout: 60_000 }, async () => {
  const secure = await serveStory({ config: { tls: aCertificate(served.dataFolder) } })
  try {
    const page = await aPage('en')
    await page.goto(`https://farm.example:${new URL(secure.url).port}/field/`)
    await page.getByRole('textbox').first().waitFor()
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
  } finally {
    await secure.end()
  }
})

async function aPage(language: 'km' | 'en'): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    locale: language,
    ignoreHTTPSErrors: true,
  })
  return context.newPage()
}

async function expectNoScrollAside(page: Page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}
