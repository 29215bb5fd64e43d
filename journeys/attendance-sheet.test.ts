/** A sheet of who was at a training comes in: found, chosen, corrected, brought again, and nobody counted twice. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Import, ImportCounts } from '#capabilities/imports/import.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import { bopha, castId, dara, practiceProgramme, sreymom } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { type Key, keyOf } from '#door/key.ts'
import { choose, fill, keyIn, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import { bring, takeIn } from './bringing.ts'

const village = '05080101'
const sheet = [
  'ល.រ,ឈ្មោះ,ភេទ,លេខទូរស័ព្ទ,វត្តមាន',
  `១,${bopha.nameKm},ស្រី,,មក`,
  '២,ឡេង សុធារ៉ាវី,ស្រី,,មក',
  '៣,ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,,មក',
  '៤,ឈឿង វិសាលសុខា,ស្រី,,មក',
]
const [younger, elder] = [castId(951), castId(952)]

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  await registered(950, 'ឡេង សុធារ៉ាវី', 'female', 1979)
  await registered(951, 'ថាច់ ពិសិដ្ឋរតនៈ', 'male', 1992)
  await registered(952, 'ថាច់ ពិសិដ្ឋរតនៈ', 'male', 1961)
  audience = await openAudience(stage.url)
  office = await audience.as(dara, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('a sheet of four lines', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('says of its session what it has no columns for', async () => {
    await tap(office, km('console_imports'))
    await tap(office, km('imports_bring'))
    await choose(office, km('imports_kind_attendance'))
    await bring(office, 'sheet.csv', sheet.join('\n'))
    await sees(office, km('imports_missing'))
    await fill(office, km('phone_training_on'), '01/03/2021')
    await choosesIn(km('phone_training_topic'), 'compost')
    await choosesIn(km('phone_training_kind'), 'field-day')
    await choosesIn(km('phone_training_instrument'), 'farmer-to-farmer')
    await choosesIn(km('phone_training_trainer'), sreymom.key)
    const where = office.locator('fieldset', { hasText: km('imports_session_village') })
    await choosesIn(km('level_commune'), village.slice(0, 6), where)
    await choosesIn(km('level_village'), village, where)
    await looksEarly()
    await takeIn(office, stage)
    expect((await theImport()).counts).toMatchObject({ rows: 4, accepted: 2, possible: 1, unmatched: 1 })
    expect(await listed()).toHaveLength(2)
    await sees(office, km('imports_sessions'))
  })

  test('asks which of two people was there, and puts the one on the list', async () => {
    await sees(office, km('choosing_title'))
    const side = office.locator('.choosing__side', { hasText: /១៩៦១|1961/ })
    await tap(side, km('choosing_this_person'))
    await sees(office, km('choosing_settled'))
    expect(await listed()).toHaveLength(3)
    expect(await listed()).toContain(elder)
    expect(await listed()).not.toContain(younger)
  })

  test('tells who is not registered; registered and brought again, only that one is added', async () => {
    await sees(office, km('import_problem_not_registered'))
    const corrections = await office.request.get(`/api/imports/${keyIn(office)}/corrections`)
    const text = await corrections.text()
    expect(text).toContain('ឈឿង វិសាលសុខា')
    await registered(953, 'ឈឿង វិសាលសុខា', 'female', 1985)
    await office.goto('/console/imports/new')
    await choose(office, km('imports_kind_attendance'))
    await bring(office, 'sheet-corrected.csv', text)
    await fill(office, km('imports_list_name'), 'sheet')
    await takeIn(office, stage)
    expect(await listed()).toHaveLength(4)
    expect((await theImport()).settings.session).toMatchObject({ heldOn: '2021-03-01', village })
  })

  test('the whole sheet brought once more counts nobody twice, and asks nobody again', async () => {
    const before = await listed()
    await office.goto('/console/imports/new')
    await choose(office, km('imports_kind_attendance'))
    const header = `${sheet[0]},កាលបរិច្ឆេទ,ប្រធានបទ,របៀបបង្រៀន,វិធីផ្សព្វផ្សាយ,អ្នកបង្រៀន,លេខកូដភូមិ`
    const session = `01/03/2564,compost,ទិវាកសិករលើចម្ការ,farmer-to-farmer,${sreymom.nameKm},5080101`
    await bring(office, 'sheet.csv', [header, ...sheet.slice(1).map((line) => `${line},${session}`)].join('\n'))
    await choose(office, km('imports_day_first'))
    await takeIn(office, stage)
    expect((await theImport()).counts).toMatchObject({ rows: 4, accepted: 0, repeated: 4, possible: 0 })
    expect(await listed()).toEqual(before)
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

/** The first look falls before a line was weighed, as it does on a busy day: what comes later must still be shown. */
async function looksEarly(): Promise<void> {
  await office.route(
    '**/api/read/import.one?*',
    async (route) => {
      const response = await route.fetch()
      const seen = (await response.json()) as Import & { progress: ImportCounts }
      const progress = Object.fromEntries(Object.keys(seen.progress).map((outcome) => [outcome, 0]))
      await route.fulfill({ response, json: { ...seen, state: 'running', progress } })
    },
    { times: 1 },
  )
  await office.route('**/api/read/import.toChoose?*', (route) => route.fulfill({ json: [] }), { times: 1 })
}

async function registered(number: number, nameKm: string, sex: 'female' | 'male', birthYear: number) {
  await stage.does(dara, 'household.register', keyOf('05', castId(number + 40)), {
    ...{ programme: practiceProgramme, member: castId(number), nameKm, nameLatin: null, sex, birthYear, village },
    ...{ phone: null, poverty: null, consent: '2020-10' },
  })
}

async function choosesIn(label: RegExp, value: string, within: Page | Locator = office) {
  await within.getByLabel(label).first().selectOption(value)
}

function theImport(): Promise<Import> {
  return stage.record<Import>('import', keyIn(office))
}

/** Everybody on the list of the one session of that day. */
async function listed(): Promise<string[]> {
  const { rows } = await stage.pool.query<{ key: Key }>(
    `select home || '-' || id as key from training where held_on = '2021-03-01'`,
  )
  expect(rows).toHaveLength(1)
  return (await stage.record<Training>('training', rows[0]!.key)).attendance.map(({ member }) => member)
}
