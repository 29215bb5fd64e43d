/** The list of households at the desk, in Khmer: found by a few letters, narrowed, sent as a link, gone through by keys. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bophasHousehold, dara } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { control, sees } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'

let stage: Stage
let audience: Audience
let page: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  page = await audience.as(dara, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

const rows = () => page.locator('.queue__link')
const search = () => page.getByRole('searchbox')

/** The list has settled on what was asked. */
async function shows(count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('.queue:not([aria-busy]) .queue__link').length === wanted,
    count,
  )
}

test('letters typed one by one find the household, and the field keeps the focus and every letter', async () => {
  await page.goto('/console/households')
  await rows().first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('បុប្ផា', { delay: 120 })

  await page.waitForURL(/search=/)
  await shows(1)
  await sees(page, km('households_count'))
  expect(await search().inputValue()).toBe('បុប្ផា')
  expect(await search().evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await rows().first().getAttribute('href')).toContain(bophasHousehold)
})

test('the address is the view: a link shows somebody else the same', async () => {
  const other = await audience.as(dara, 'desk')
  await other.goto(page.url())
  await other.locator('.queue__link').first().waitFor()

  expect(await other.getByRole('searchbox').inputValue()).toBe('បុប្ផា')
  expect(await other.locator('.queue__link').count()).toBe(1)
})

test('arrows go along the list, and Enter opens', async () => {
  await search().fill('')
  await page.waitForFunction(() => document.querySelectorAll('.queue:not([aria-busy]) .queue__link').length > 5)
  await search().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const second = await rows().nth(1).getAttribute('href')
  await page.keyboard.press('Enter')

  await page.waitForURL((url) => url.pathname === second)
  await page.goBack()
  await rows().first().waitFor()
})

test('nobody fits: it says so, and the way back to all is one tap', async () => {
  await search().fill('០៩៩៩៩៩៩៩៩')
  await sees(page, km('households_none_found'))
  await control(page, km('households_all_again')).click()

  await rows().first().waitFor()
  expect(await search().inputValue()).toBe('')
})

test('a view gets a name, and brings back what it showed', async () => {
  await page.getByText(km('household_suspicion')).first().click()
  await page.waitForURL(/show=suspected/)
  await page.getByText(km('households_views')).click()
  await page.getByLabel(km('households_view_name')).fill('ត្រូវពិនិត្យ')
  await control(page, km('households_view_keep')).click()
  await sees(page, km('households_views_here'))
  await page.goto('/console/households')
  await page.getByText(km('households_views')).click()
  await page.getByRole('link', { name: 'ត្រូវពិនិត្យ' }).click()

  await page.waitForURL(/show=suspected/)
})
