/** The district office prints sheets: many at once, one of them spoilt, and none counts before somebody has closed it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bophasHousehold, dara, sreymom } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { sees, tap } from './acting.ts'
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

const sheets = () => page.locator('.paper .sheet:not(.cover)')

test('whatever has no closed sheet is printed in one go: A5, bilingual, a page for each sheet of two lines', async () => {
  await page.goto('/console/vouchers')
  await page.getByText(km('vouchers_to_print')).click()
  await page.locator('.bulk__all input').check()
  const wanted = await page.locator('.queue input:checked').count()
  await page.locator('label.choice', { hasText: /សុខា/ }).click()
  await tap(page, km('print_prepare'))
  await sheets().first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.paper .loading'))

  const printed = await sheets().count()
  const turned = await page.locator('.panel > ul > li').count()
  expect(printed + turned).toBe(wanted)
  expect(printed).toBeGreaterThan(3)
  const first = sheets().first()
  const text = (await first.textContent()) ?? ''
  for (const words of [km('sheet_fold'), /Fold here/, km('sheet_complaints'), /012 000 900/])
    expect(text).toMatch(words)
  expect(await first.locator('.sheet__one svg').count()).toBe(await first.locator('.sheet__strip').count())
  expect(await first.locator('.sheet__strip figure').count()).toBeGreaterThan(1)

  const paper = await page.pdf({ preferCSSPageSize: true })
  const boxes = [...paper.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/g)]
  // Points of an inch, to the hundredth of a millimetre and a bit.
  for (const [, width, height] of boxes) {
    expect(Math.abs(Number(width) - (148 / 25.4) * 72)).toBeLessThan(1)
    expect(Math.abs(Number(height) - (210 / 25.4) * 72)).toBeLessThan(1)
  }
  const lines = await Promise.all((await sheets().all()).map((sheet) => sheet.locator('.sheet__one').count()))
  const pages = lines.map((count) => (count > 2 ? 2 : 1))
  expect(boxes.length).toBe(1 + pages.reduce((sum, count) => sum + count, 0))
})

test('the printer spoils one: it is printed anew, its first codes are worth nothing, and the others are closed', async () => {
  const serials = await page.locator('.cover__list td:nth-child(2)').allTextContents()
  await tap(page, km('print_do'))
  await page.locator('fieldset input').first().uncheck()
  await sees(page, km('print_spoilt'))
  await tap(page, km('print_some_folded'))
  await page.waitForFunction(() => document.querySelectorAll('.paper .sheet:not(.cover)').length === 1)
  await sees(page, km('print_folded'))
  // The same serial, on another sheet.
  const anew = page.locator('.cover__list td:nth-child(2)')
  await expect.poll(async () => (await anew.textContent()) !== serials[0]).toBe(true)
  expect((await anew.textContent())!.slice(0, 15)).toBe(serials[0]!.slice(0, 15))

  await tap(page, km('print_do'))
  await tap(page, km('print_all_folded'))
  await tap(page, km('close'))
  await page.goto('/console/vouchers')
  await page.getByText(km('vouchers_to_print')).click()
  await page.waitForLoadState('networkidle')
  const left = await page.locator('.queue__name').allTextContents()
  expect(left.length).toBeLessThan(serials.length)
})

test('an extension worker is offered no sheet, and the office gives her no seal to print', async () => {
  const worker = await audience.as(sreymom, 'desk')
  await worker.goto('/console/vouchers')
  await worker.waitForLoadState('networkidle')
  expect(await worker.getByText(km('vouchers_to_print')).count()).toBe(0)
  const answer = await worker.request.get(`/api/vouchers/${bophasHousehold}/qr`)
  expect(answer.status()).toBe(404)
})
