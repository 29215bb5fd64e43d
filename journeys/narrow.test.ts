/**
 * Every screen of the field app at 320 px, which is also 1280 px at 400 % zoom, in Khmer: it does not scroll
 * sideways, and thumb and screen reader find everything on it.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cast, type Player, sreymom } from '#dev/cast.ts'
import { faultsOn, thumbFaultsOn } from '#dev/screens/faults.ts'
import { listed, roomOf } from '#dev/screens/list.ts'
import { addressWith, codesOf } from '#dev/screens/records.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { fill, sees, tap } from './acting.ts'
import { type Audience, en, km, openAudience } from './audience.ts'

let stage: Stage
let audience: Audience

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

const shots = listed().shots.filter(({ address, as }) => as && roomOf(address) === 'field' && !address.includes(' > '))
const people = [...new Set(shots.map(({ as }) => as!))]

test.each(people)(
  '%s meets no screen that is too wide, no name that is missing, no button that is too small',
  {
    timeout: 120_000,
  },
  async (name) => {
    const page = await audience.as(playerNamed(name), 'phone')
    await page.setViewportSize({ width: 320, height: 640 })
    const known = { messages: [], codes: await codesOf(stage.pool) }
    const faults: string[] = []
    for (const { address, as, screen } of shots) {
      if (as !== name) continue
      await page.goto(await addressWith(address, stage.pool))
      await drawn(page)
      const found = [...(await faultsOn(page, known)), ...(await thumbFaultsOn(page))]
      faults.push(...found.map((fault) => `${screen}: ${fault}`))
    }
    expect([...new Set(faults)]).toEqual([])
  },
)

test('the language changes without a reload, and what was typed stays', { timeout: 60_000 }, async () => {
  const page = await audience.as(sreymom, 'phone')
  await page.goto('/field/households/new')
  await fill(page, km('phone_register_name'), 'ឈឿង ច័ន្ទដារា')
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  await page.getByText('English', { exact: true }).click()
  await sees(page, en('phone_register_name'))
  expect(await page.getByLabel(en('phone_register_name')).inputValue()).toBe('ឈឿង ច័ន្ទដារា')
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
})

test('nothing moves for whoever asked for less motion', { timeout: 60_000 }, async () => {
  const page = await audience.as(sreymom, 'phone')
  await tap(page, km('phone_find_title'))
  await drawn(page)
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((one) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(one)
      const seconds = [
        ...(animationName === 'none' ? [] : animationDuration.split(',')),
        ...transitionDuration.split(','),
      ]
      return seconds.some((time) => Number.parseFloat(time) * (time.includes('ms') ? 1 : 1000) > 10)
        ? [one.className]
        : []
    }),
  )
  expect(moving).toEqual([])
})

async function drawn(page: Page): Promise<void> {
  await page.locator('main h1, main [role=status]').first().waitFor()
  await page.locator('.spinner, .opening[role=status]').first().waitFor({ state: 'hidden' })
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
}

function playerNamed(name: string): Player {
  const found = cast.find(({ nameLatin }) => nameLatin.toLowerCase().endsWith(name))
  if (!found) throw new Error(`${name} is not in the cast`)
  return found
}
