import { type Browser as Chromium, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { sreymom } from '#dev/cast.ts'
import { type Browser, serveStory } from '#dev/testing/served.ts'

let served: Awaited<ReturnType<typeof serveStory>>
let sreymoms: Browser
let chromiumBrowser: Chromium

beforeAll(async () => {
  served = await serveStory()
  sreymoms = await served.signedIn(sreymom)
  chromiumBrowser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await chromiumBrowser?.close()
  await served?.end()
})

async function open(hash: string, options: { width?: number; bypassCSP?: boolean } = {}) {
  const { width = 1280, bypassCSP = false } = options
  const context = await chromiumBrowser.newContext({ viewport: { width, height: 900 }, bypassCSP })
  await context.addCookies([...sreymoms.cookies].map(([name, value]) => ({ name, value, url: served.url })))
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on(
    'console',
    (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`),
  )
  await page.goto(`${served.url}/api/#${hash}`)
  await page.waitForSelector('#form:not([hidden])')
  // The sheet and typefaces of the public pages are there only once they are built.
  return { page, faults: () => faults.filter((fault) => !fault.includes('/public/')), context }
}

test('a command is chosen, edited, sent and answered as whoever is signed in', async () => {
  const { page, faults, context } = await open('command=household.register')
  expect(await page.textContent('#who')).toBe(sreymom.nameKm)
  expect(await page.textContent('#facts')).toContain('household.register')

  const input = {
    programme: 'story',
    member: served.play.id(),
    nameKm: null,
    nameLatin: 'Mao Srey',
    sex: 'female',
    birthYear: 1990,
    village: '05080101',
    phone: null,
    poverty: null,
    consent: '1',
  }
  await page.fill('#input', JSON.stringify(input))
  await page.click('#send')
  await page.waitForFunction(() => document.getElementById('answer')?.textContent)
  expect(await page.textContent('#status')).toBe('200')
  expect(JSON.parse((await page.textContent('#answer'))!).answer).toEqual({ outcome: 'accepted', version: 1 })

  await page.fill('#input', '{ half')
  await page.click('#send')
  expect(await page.textContent('#wrong')).toContain('This is not JSON')
  expect(faults()).toEqual([])
  await context.close()
})

test('a read is answered, found by searching, and fits the narrowest phone', async () => {
  const { page, faults, context } = await open('read=place.under', { width: 320 })
  await page.fill('#search', 'or the provinces')
  expect(await page.locator('#names button').count()).toBe(1)
  await page.fill('#input', '{"parent":"0508"}')
  await page.click('#send')
  await page.waitForFunction(() => document.getElementById('answer')?.textContent)
  expect(await page.textContent('#status')).toBe('200')
  expect(await page.textContent('#answer')).toContain('Amleang')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(faults()).toEqual([])
  await context.close()
})

test('the page can be used by everybody', async () => {
  const { page, context } = await open('command=proposal.submit', { bypassCSP: true })
  await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' })
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
    return (await axe.run()).violations.map(({ id }) => id)
  })
  expect(violations).toEqual([])
  await context.close()
})
