/** A list comes in through the console: looked into, begun, corrected, brought again. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dara } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { choose, fill, keyIn, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import { bring, takeIn } from './bringing.ts'

const list = [
  'ឈ្មោះ,ភេទ,លេខកូដភូមិ,ថ្ងៃខែឆ្នាំកំណើត,កំណត់សម្គាល់',
  'ឈឿង វិសាលសុខា,ស្រី,05080106,03/04/1980,ក',
  'ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,05080102,05/06/1971,ខ',
  'ឡេង សុធារ៉ាវី,3,05080101,07/08/1990,គ',
]

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  office = await audience.as(dara, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('a list of three rows, one of them wrong', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('is sent and looked into: what is not clear is asked, and nothing is taken in', async () => {
    await tap(office, km('console_imports'))
    await tap(office, km('imports_bring'))
    await choose(office, km('imports_kind_households'))
    await bring(office, 'farmers.csv', list.join('\n'))
    await sees(office, km('imports_columns'))
    await sees(office, km('import_problem_not_a_sex', { text: '3' }))
    await sees(office, km('imports_missing'))
    await choose(office, km('imports_consent'))
    const column = office.locator('.columns-of-list select').nth(3)
    expect(await column.inputValue()).toBe('birthYear')
    expect(await households()).toBe(0)
  })

  test('is taken in but for the row that is wrong', async () => {
    await takeIn(office, stage)
    expect(await households()).toBe(2)
    await sees(office, km('imports_left_over'))
    await sees(office, km('import_problem_not_a_sex', { text: '3' }))
  })

  test('comes back as a file, which is corrected and brought again: nothing is taken in twice', async () => {
    const corrections = await office.request.get(`/api/imports/${keyIn(office)}/corrections`)
    const text = await corrections.text()
    expect(text.split('\r\n').filter(Boolean)).toHaveLength(2)
    await anew()
    await bring(office, 'corrected.csv', text.replace(',3,', ',ស្រី,'))
    await fill(office, km('imports_list_name'), 'farmers')
    await choose(office, km('imports_consent'))
    await takeIn(office, stage)
    expect(await households()).toBe(3)

    await anew()
    await bring(office, 'farmers.csv', list.join('\n'))
    await choose(office, km('imports_consent'))
    await takeIn(office, stage)
    expect(await households()).toBe(3)
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

async function anew() {
  await office.goto('/console/imports/new')
  await choose(office, km('imports_kind_households'))
}

async function households(): Promise<number> {
  const { rows } = await stage.pool.query<{ count: number }>(
    `select count(*)::int as count from household where members @> any(array['[{"nameKm":"ឈឿង វិសាលសុខា"}]',
       '[{"nameKm":"ថាច់ ពិសិដ្ឋរតនៈ"}]', '[{"nameKm":"ឡេង សុធារ៉ាវី"}]']::jsonb[])`,
  )
  return rows[0]!.count
}
