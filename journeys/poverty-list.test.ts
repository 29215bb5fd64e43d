/** A poverty list is matched against who is registered; a person chooses where the list alone does not say. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import type { ImportCounts } from '#capabilities/imports/import.ts'
import { dara } from '#dev/cast.ts'
import { freshId, openStage, type Stage } from '#dev/testing/stage.ts'
import { type Key, keyOf } from '#door/key.ts'
import { choose, fill, keyIn, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import { bring, takeIn } from './bringing.ts'

const list = [
  'ឈ្មោះ,ភេទ,ឆ្នាំកំណើត,លេខកូដភូមិ,លេខប័ណ្ណសមធម៌,កម្រិតក្រីក្រ',
  'ឈឿង វិសាលសុខា,ស្រី,1980,05080106,KSP-77-01,ក្រ១',
  'ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,,05080102,,ក្រ២',
  'ឡេង សុធារ៉ាវី,ស្រី,,05080101,,ក្រ១',
  'នួន ច័ន្ទរស្មី,ស្រី,1991,05080101,,ក្រ១',
]
const sure: Key = keyOf('05', freshId())
const chosen: Key = keyOf('05', freshId())
const another: Key = keyOf('05', freshId())

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  office = await audience.as(dara, 'desk')
  await register(sure, 'ឈឿង វិសាលសុខា', 'female', 1980, '05080106', 'KSP-77-01')
  await register(chosen, 'ថាច់ ពិសិដ្ឋរតនៈ', 'male', 1971, '05080102')
  await register(another, 'ឡេង សុធារ៉ាវី', 'female', 1990, '05080101')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('a poverty list of four rows', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('is brought: consent is not asked, since nobody is registered by it', async () => {
    await tap(office, km('console_imports'))
    await tap(office, km('imports_bring'))
    await choose(office, km('imports_kind_poverty'))
    await bring(office, 'idpoor.csv', list.join('\n'))
    expect(await office.getByText(km('imports_consent')).count()).toBe(0)
    await takeIn(office, stage)
  })

  test('sets the status of whom it surely means, and reports the others', async () => {
    expect((await household(sure)).poverty.at(-1)).toMatchObject({ category: 'poor1', source: 'ministry-list' })
    expect(await counts()).toMatchObject({ rows: 4, accepted: 1, possible: 2, unmatched: 1 })
    await sees(office, km('import_problem_not_registered'))
    const unmatched = await office.request.get(`/api/imports/${keyIn(office)}/unmatched`)
    expect((await unmatched.text()).trim().split('\r\n')).toEqual([list[0], expect.stringContaining('នួន ច័ន្ទរស្មី')])
  })

  test('somebody who knows them says which household a row is about', async () => {
    const row = office.locator('.choosing__row', { hasText: 'ថាច់ ពិសិដ្ឋរតនៈ' })
    await sees(row, km('ground_village'))
    expect(await row.getByRole('link', { name: km('household_open') }).getAttribute('href')).toContain(chosen)
    await tap(row, km('choosing_this'))
    await sees(office, km('choosing_settled'))
    await expect.poll(counts).toMatchObject({ rows: 4, accepted: 2, possible: 1, unmatched: 1 })
    expect((await household(chosen)).poverty).toMatchObject([{ category: 'poor2', source: 'ministry-list' }])
  })

  test('or that it is none of those offered, and why', async () => {
    const row = office.locator('.choosing__row', { hasText: 'ឡេង សុធារ៉ាវី' })
    await tap(row, km('choosing_none'))
    await fill(row, km('choosing_none_reason'), 'ស្គាល់ទាំងពីរនាក់')
    await tap(row, km('choosing_none_do'))
    await expect.poll(counts).toMatchObject({ rows: 4, accepted: 2, possible: 0, unmatched: 2 })
    await sees(office, /ស្គាល់ទាំងពីរនាក់/)
    await expect.poll(() => office.locator('.choosing__row').count()).toBe(0)
    expect((await household(another)).poverty).toEqual([])
  })

  test('brought again, nothing changes and nobody is asked again', async () => {
    const before = await Promise.all([sure, chosen, another].map(household))
    await office.goto('/console/imports/new')
    await choose(office, km('imports_kind_poverty'))
    await bring(office, 'idpoor.csv', list.join('\n'))
    await takeIn(office, stage)
    expect(await counts()).toMatchObject({ rows: 4, accepted: 0, repeated: 2, possible: 0, unmatched: 2 })
    expect(await Promise.all([sure, chosen, another].map(household))).toEqual(before)
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

function household(key: Key): Promise<Household> {
  return stage.record<Household>('household', key)
}

async function counts(): Promise<ImportCounts> {
  const input = encodeURIComponent(JSON.stringify({ key: keyIn(office) }))
  const answer = await office.request.get(`/api/read/import.one?input=${input}`)
  return (await answer.json()).progress
}

async function register(
  about: Key,
  nameKm: string,
  sex: 'female' | 'male',
  birthYear: number,
  village: string,
  card?: string,
) {
  const status = { category: 'poor2', source: 'self-declared', issuedOn: null, expiresOn: null, photo: null }
  const answer = await office.request.post('/api/ask', {
    data: {
      ...{ id: freshId(), home: '05', name: 'household.register', about, person: dara.key },
      input: {
        ...{ programme: 'practice', member: freshId(), nameKm, nameLatin: null, sex, birthYear, village },
        ...{ phone: null, poverty: card ? { ...status, card } : null, consent: '2020-10' },
      },
      ...{ askedAt: new Date().toISOString(), device: null, n: 0, lastServerTime: null, after: [], signature: null },
    },
  })
  expect(await answer.json()).toMatchObject({ answer: { outcome: 'accepted' } })
}
