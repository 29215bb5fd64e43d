/** The catalogue comes in through the console, a price is asked once more, and the same list changes nothing. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CatalogueItem, itemKey } from '#capabilities/catalogue/item.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { dara, practiceProgramme, sophal } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { choose, control, fill, keyIn, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import { bring, takeIn } from './bringing.ts'

const list = [
  'កូដ,ឈ្មោះមុខទំនិញ,ឈ្មោះអង់គ្លេស,ឯកតា,ខ្សែច្រវាក់,លក្ខណៈ,តម្លៃ,រូបិយប័ណ្ណ,ថ្ងៃតម្លៃ,ប្រភព',
  'incubator,ម៉ាស៊ីនភ្ញាស់,Incubator,គ្រឿង,មាន់ស្រែ,៦០ គ្រាប់,៣៨០០០០,រៀល,២៥/០៣/២០២១,ហាងសុខា',
  'incubator,,,,,,95,ដុល្លារ,25/03/2021,ហាងមនោរម្យ',
  'vaccine,វ៉ាក់សាំងមាន់,Chicken vaccine,កញ្ចប់,មាន់ស្រែ,,4500,,25/03/2021,ហាងសុខា',
]

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  office = await audience.as(sophal, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

const incubator = itemKey(practiceProgramme, 'incubator')

describe('a list of items', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('is brought: items stand with their prices, and a price without a currency comes back', async () => {
    await tap(office, km('console_imports'))
    await tap(office, km('imports_bring'))
    await choose(office, km('imports_kind_catalogue'))
    await bring(office, 'items.csv', list.join('\n'))
    await sees(office, km('import_problem_missing', { field: km('import_field_currency').source }))
    await takeIn(office, stage)
    await sees(office, km('imports_left_over'))
    expect(await stage.record<CatalogueItem>('item', incubator)).toMatchObject({
      ...{ unit: 'piece', chain: 'chicken', specification: '៦០ គ្រាប់' },
      quotations: [
        { currency: 'KHR', minor: 380_000, from: '2021-03-25', source: 'ហាងសុខា' },
        { currency: 'USD', minor: 9_500, source: 'ហាងមនោរម្យ' },
      ],
    })
  })

  test('is found in the catalogue, with what was asked last; what nobody asked for says so', async () => {
    await tap(office, km('console_catalogue'))
    await sees(office, km('catalogue_no_quotation'))
    await office.getByLabel(km('catalogue_search_for')).first().fill('ភ្ញាស់')
    await office.getByText(km('catalogue_no_quotation')).first().waitFor({ state: 'hidden' })
    await office.getByRole('link', { name: 'ម៉ាស៊ីនភ្ញាស់' }).click()
    await office.waitForURL(new RegExp(incubator))
    await sees(office, /380,000៛/)
    await sees(office, km('catalogue_windows_none'))
  })

  test('a quotation is added, and the price before it stays', async () => {
    await tap(office, km('catalogue_quote'))
    const form = office.locator('.panel--do')
    await fill(form, km('catalogue_quotation_price'), '៣៩៥០០០')
    await fill(form, km('catalogue_quotation_day'), '25/03/2021')
    await fill(form, km('catalogue_quotation_source'), 'ហាងសុខា')
    await tap(office, km('catalogue_quote_do'))
    await sees(office, km('catalogue_corrected'))
    await sees(office, /395,000៛/)
    await sees(office, km('story_item_quote'))
    const told = async () => {
      const { quotations } = await stage.record<CatalogueItem>('item', incubator)
      return quotations.map(({ minor }) => minor)
    }
    await expect.poll(told).toEqual([380_000, 9_500, 395_000])
  })

  test('is brought again, and nothing changes', async () => {
    const before = await stage.record<CatalogueItem>('item', incubator)
    await office.goto('/console/imports/new')
    await choose(office, km('imports_kind_catalogue'))
    await bring(office, 'items.csv', list.join('\n'))
    await takeIn(office, stage)
    const { counts } = await stage.record<Import>('import', keyIn(office))
    expect(counts).toMatchObject({ rows: 3, accepted: 0, repeated: 2, refused: 1 })
    expect(await stage.record<CatalogueItem>('item', incubator)).toEqual(before)
  })

  test('whoever only reads it finds nothing to press', async () => {
    const district = await audience.as(dara, 'desk')
    await district.goto(`/console/catalogue/${incubator}`)
    await sees(district, /395,000៛/)
    for (const words of ['catalogue_quote', 'catalogue_amend', 'catalogue_retire'])
      expect(await control(district, km(words)).count()).toBe(0)
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})
