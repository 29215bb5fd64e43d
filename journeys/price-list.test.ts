/** Prices come in as a list, stand on the board of their province, and are revised by the next list. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { malis, vanna } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { fill, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import { bring, takeIn } from './bringing.ts'

const header = 'ខែ,ខេត្ត,ផ្សារ,មុខទំនិញ,ខ្នាត,ប្រភេទតម្លៃ,តម្លៃ (រៀល)'
const list = [
  header,
  'មេសា ២០២៤,កំពង់ស្ពឺ,ផ្សារធំ,ត្រសក់ស្រូវ,KG,លក់រាយ,"2,000"',
  'ឧសភា ២០២៤,កំពង់ស្ពឺ,ផ្សារធំ,ត្រសក់ស្រូវ,KG,លក់រាយ,២៤០០៛',
  'ឧសភា ២០២៤,កំពង់ស្ពឺ,ផ្សារថ្មី,ត្រសក់ស្រូវ,KG,លក់រាយ,2600',
  'ឧសភា ២០២៤,កំពង់ស្ពឺ,ផ្សារថ្មី,ត្រសក់ស្រូវ,KG,លក់រាយ,2.600',
]
const next = [header, 'ឧសភា ២០២៤,កំពង់ស្ពឺ,ផ្សារធំ,ត្រសក់ស្រូវ,KG,លក់រាយ,2800', list[3]!]

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  office = await audience.as(malis, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('a list of prices', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('is looked into, and what can be read two ways is told before anything is taken in', async () => {
    await tap(office, km('console_imports'))
    await tap(office, km('imports_bring'))
    await bring(office, 'vegetables.csv', list.join('\n'))
    await sees(office, km('import_problem_decimal_point', { text: '2.600' }))
    expect(await office.locator('.columns-of-list select').first().inputValue()).toBe('month')
    await takeIn(office, stage)
    await sees(office, km('imports_refused'))
  })

  test('stands on the board of its province, with its unit, its month and the month before', async () => {
    await tap(office, km('console_prices'))
    const row = office.getByRole('row', { name: /ត្រសក់ស្រូវ/ })
    await row.waitFor()
    const text = (await row.textContent())!
    expect(text).toContain('2,500៛')
    expect(text).toContain('2,400–2,600៛')
    expect(text).toMatch(km('price_unit_kg'))
    expect(text).toContain('ឧសភា 2024')
    expect(text).toMatch(km('price_up', { amount: '500៛', share: '25%' }))
    expect(text).toContain('មេសា 2024')
  })

  test('that comes next revises it, and the figure opens into what was said before and by whom', async () => {
    await office.goto('/console/imports/new')
    await bring(office, 'corrected.csv', next.join('\n'))
    await fill(office, km('imports_list_name'), 'បញ្ជីកែ')
    await takeIn(office, stage)
    await tap(office, km('console_prices'))
    await office.getByRole('link', { name: 'ត្រសក់ស្រូវ' }).click()
    await sees(office, km('price_behind'))
    await office.getByRole('img', { name: /2,700៛/ }).waitFor()
    await sees(office, km('price_was', { amount: '2,400៛', list: 'vegetables' }))
    await sees(office, km('price_revised', { who: malis.nameKm, reason: 'បញ្ជីកែ' }))
    await office
      .getByRole('link', { name: km('price_open_list') })
      .first()
      .click()
    await office.waitForURL(/imports\/00-/)
  })

  test('is read by whoever works in the province, who brings none', async () => {
    const reader = await audience.as(vanna, 'desk')
    await tap(reader, km('console_prices'))
    await reader.getByRole('link', { name: 'ត្រសក់ស្រូវ' }).click()
    await sees(reader, km('price_was', { amount: '2,400៛', list: 'vegetables' }))
    expect(await reader.getByRole('link', { name: km('price_open_list') }).count()).toBe(0)
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})
