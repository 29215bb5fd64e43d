import { describe, expect, test } from 'vitest'
import { attendanceForm } from '#capabilities/imports/attendance-list.form.ts'
import { attendanceReader, type ListedAttendance } from '#capabilities/imports/attendance-list.ts'
import { proposeColumns } from '#capabilities/imports/headers.ts'
import { ImportSettings } from '#capabilities/imports/import.ts'
import { Session } from '#capabilities/imports/session.ts'
import { villagesAmong } from '#capabilities/imports/villages.ts'
import { sreymom } from '#dev/cast.ts'
import { written } from '#dev/testing/cells.ts'

const unit = (code: string, nameKm: string, nameLatin: string) => ({ code, nameKm, nameLatin, alternatives: [] })
const villages = villagesAmong([
  unit('050801', 'អមលាំង', 'Amleang'),
  unit('05080101', 'ត្រពាំងធំ', 'Trapeang Thum'),
  unit('050802', 'ឃុំពីរ', 'Second'),
  unit('05080201', 'ត្រពាំងធំ', 'Trapeang Thum'),
  unit('05080202', 'ភូមិបី', 'Third'),
])
const names = { km: 'ការធ្វើជីកំប៉ុស្ត', en: 'Making compost' }
const syllabus = {
  topics: [{ code: 'compost', names, chain: null, requires: [] }],
  instruments: [{ code: 'public-service', names: { km: 'សេវាសាធារណៈ', en: 'Public service' } }],
  ...{ courses: [], requiredOfWorkers: [] },
}
const { key, phone, nameKm: km, nameLatin: latin } = sreymom
const trainers = [{ key, phone, km, latin, place: null }]
const session = Session.parse({
  ...{ heldOn: '2021-01-20', village: '05080101', topic: 'compost', kind: 'class', instrument: 'public-service' },
  trainer: key,
})

function reads(cells: Record<string, string>, said?: Partial<Session>) {
  const fields = Object.keys(cells)
  const mapping = fields.map((field, column) => ({ column, field }))
  const settings = { ...ImportSettings.parse(said ? { session: { ...session, ...said } } : {}), listYear: 2026 }
  const facts = { dayOrders: new Map(), legacy: new Set<number>(), serialsFrom: 1900 } as const
  const read = attendanceReader({ mapping, settings }, facts, { villages, syllabus, trainers })
  return read({ number: 2, cells: Object.values(cells).map(written) })
}

const listed = (cells: Record<string, string>, said: Partial<Session> = {}) => reads(cells, said) as ListedAttendance
const wrong = (cells: Record<string, string>, said: Partial<Session> = {}) =>
  reads(cells, said).problems?.map(({ problem }) => problem)

test.each<[string, Record<string, string>, object]>([
  ['a topic by its Khmer name', { topic: 'ការធ្វើជី​កំប៉ុស្ត' }, { topic: 'compost' }],
  ['a topic by its English name', { topic: 'MAKING  compost' }, { topic: 'compost' }],
  ['a topic by its code', { topic: 'compost' }, { topic: 'compost' }],
  ['an instrument by its name', { instrument: 'សេវាសាធារណៈ' }, { instrument: 'public-service' }],
  ['a kind in Khmer', { kind: 'បង្ហាញលើចម្ការ' }, { kind: 'field-demonstration' }],
  ['a kind in English', { kind: 'Farmer Field Day' }, { kind: 'field-day' }],
  ['a trainer by name, either first', { trainer: 'Sreymom CHAN' }, { trainer: key }],
  ['a trainer by phone in Khmer digits', { trainer: '០១២ ០០០ ០០២' }, { trainer: key }],
  ['a trainer by key', { trainer: key }, { trainer: key }],
  ['a day in Khmer digits and the Buddhist era', { heldOn: '២០/១/២៥៦៤' }, { heldOn: '2021-01-20' }],
  ['nothing of the session where it was said once', {}, { heldOn: '2021-01-20', village: '05080101', kind: 'class' }],
])('%s is read', (_, cells, expected) => {
  expect(listed({ name: 'កែវ សុភា', ...cells }).session).toMatchObject(expected)
})

describe('somebody', () => {
  test('is as old as on the day', () => {
    expect(listed({ name: 'A B', age: '៤០' }).attendee.birthYear).toBe(1981)
    expect(listed({ name: 'A B', age: '40', heldOn: '2019-05-05' }).attendee.birthYear).toBe(1979)
  })

  test('lives where a column says, if the session was said to be elsewhere', () => {
    expect(listed({ name: 'A B', village: 'ភូមិបី' })).toMatchObject({
      session: { village: '05080101' },
      attendee: { village: '05080202' },
    })
    // Of four villages of one name that of the session's commune is meant.
    expect(listed({ name: 'A B', village: 'Trapeang Thum' }).attendee.village).toBe('05080101')
    expect(listed({ name: 'A B', village: '' }).attendee.village).toBe('05080101')
    expect(wrong({ name: 'A B', village: 'Nowhere' })).toMatchObject([{ code: 'village-unknown' }])
  })

  test('lives where the session was held, if a column says where that was', () => {
    const read = listed({ name: 'A B', villageCode: '5080202' }, { village: null })
    expect(read).toMatchObject({ session: { village: '05080202' }, attendee: { village: '05080202' } })
    expect(wrong({ name: 'A B', village: 'Trapeang Thum' }, { village: null })).toMatchObject([
      { code: 'village-several', villages: [{ code: '05080101' }, { code: '05080201' }] },
    ])
  })

  test.each([
    ['✓', true],
    ['មក', true],
    ['Present', true],
    ['អវត្តមាន', false],
    ['absent', false],
    ['ទេ', false],
  ])('marked %s was there: %s', (word, present) => {
    expect(listed({ name: 'A B', present: word }).present).toBe(present)
  })

  test('of whom a column says nothing is asked about; without one everybody was there', () => {
    expect(wrong({ name: 'A B', present: '' })).toEqual([{ code: 'missing', field: 'present' }])
    expect(wrong({ name: 'A B', present: 'perhaps' })).toMatchObject([{ code: 'not-yes-or-no' }])
    expect(listed({ name: 'A B' }).present).toBe(true)
  })

  test('keeps what tells them apart', () => {
    const cells = { name: 'A B', phone: '12 345 678', card: 'ksp 0508 1', identityNumber: '010203040', sex: 'ស' }
    expect(listed(cells).attendee).toMatchObject({
      ...{ phone: '+85512345678', card: 'KSP05081', identityNumber: '010203040', sex: 'female' },
    })
  })
})

test('what a sheet cannot do without is held by a column or said once', () => {
  const missing = (fields: string[], said?: Session) =>
    attendanceForm.missing(
      (...some) => some.some((field) => fields.includes(field)),
      ImportSettings.parse({ session: said }),
    )
  expect(missing([])).toEqual(['heldOn', 'village', 'topic', 'kind', 'instrument', 'trainer', 'name'])
  expect(missing(['name'], session)).toEqual([])
  expect(missing(['name', 'village'], { ...session, village: null })).toEqual([])
  expect(missing(['name', 'village'], { ...session, village: null, homes: true })).toEqual(['village'])
  expect(
    missing(['nameKm', 'heldOn', 'villageCode'], { ...session, heldOn: null, village: null, topic: null }),
  ).toEqual(['topic'])
})

test.each([
  ['ល.រ,ឈ្មោះ,ភេទ,អាយុ,ភូមិ,លេខទូរស័ព្ទ,វត្តមាន', ['externalId', 'name', 'sex', 'age', 'village', 'phone', 'present']],
  [
    'No,Participant name,Gender,Date,Training topic,Trainer,Village',
    ['externalId', 'name', 'sex', 'heldOn', 'topic', 'trainer', 'village'],
  ],
])('columns of a sheet are found by their headers: %s', (header, fields) => {
  const { matches } = proposeColumns(attendanceForm.fields, header.split(','))
  expect([...matches].sort((one, other) => one.column - other.column).map(({ field }) => field)).toEqual(fields)
})
