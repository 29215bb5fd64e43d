import { expect, test } from 'vitest'
import {
  compared,
  endsMany,
  faultIn,
  gazetteerKey,
  isUnchanged,
  type ListedUnit,
  type Unit,
} from '#capabilities/places/gazetteer.ts'
import { lineage, stands } from '#capabilities/places/place.ts'
import { isKey } from '#door/key.ts'

const list: ListedUnit[] = [
  { code: '05', kind: 'province', parent: null, nameKm: 'កំពង់ស្ពឺ', nameLatin: 'Kampong Speu' },
  { code: '0508', kind: 'district', parent: '05', nameKm: 'ថ្ពង', nameLatin: 'Thpong' },
  { code: '050801', kind: 'commune', parent: '0508', nameKm: 'អមលាំង', nameLatin: 'Amleang' },
  { code: '05080101', kind: 'village', parent: '050801', nameKm: 'ភូមិមួយ', nameLatin: 'One' },
  { code: '05080102', kind: 'village', parent: '050801', nameKm: 'ភូមិពីរ', nameLatin: 'Two' },
]
const first = { version: 1, asOf: '2024-01-01', complete: true }
const second = { version: 2, asOf: '2025-01-01', complete: true }
const { units: kept } = compared([], list, first)

const village = (units: readonly Unit[], code: string) => units.find((unit) => unit.code === code)!
const without = (code: string) => list.filter((unit) => unit.code !== code)

test('a first list adds every place', () => {
  expect(compared([], list, first).changes).toEqual({
    added: list.map(({ code }) => code),
    renamed: [],
    amended: [],
    ended: [],
    restored: [],
    unchanged: 0,
  })
})

test('the same list again changes nothing', () => {
  const again = compared(kept, list, second)
  expect(isUnchanged(again.changes)).toBe(true)
  expect(again.changes.unchanged).toBe(list.length)
  expect(again.units).toEqual(kept)
})

test('a place that a full list no longer has ends on the day before, and is not deleted', () => {
  const { units, changes } = compared(kept, without('05080102'), second)
  expect(changes.ended).toEqual(['05080102'])
  expect(village(units, '05080102')).toMatchObject({ nameLatin: 'Two', validTo: '2024-12-31', version: 2 })
})

test('a place that a partial list does not have stays as it is', () => {
  const { changes } = compared(kept, without('05080102'), { ...second, complete: false })
  expect(isUnchanged(changes)).toBe(true)
})

test('a place that ended stands again once it is listed', () => {
  const ended = compared(kept, without('05080102'), second).units
  const { units, changes } = compared(ended, list, { ...second, version: 3 })
  expect(changes).toMatchObject({ restored: ['05080102'], unchanged: 4 })
  expect(village(units, '05080102').validTo).toBeNull()
})

test('what ended before is not ended once more', () => {
  const ended = compared(kept, without('05080102'), second).units
  expect(isUnchanged(compared(ended, without('05080102'), { ...second, version: 3 }).changes)).toBe(true)
})

test('a new name is told apart from any other change', () => {
  const renamed = compared(kept, [...without('050801'), { ...list[2]!, nameLatin: 'Omlaing' }], second)
  expect(renamed.changes).toMatchObject({ renamed: ['050801'], amended: [] })
  const raised = compared(kept, [...without('050801'), { ...list[2]!, kind: 'sangkat' }], second)
  expect(raised.changes).toMatchObject({ renamed: [], amended: ['050801'] })
})

test('a list that does not speak of spellings and positions leaves those that are known', () => {
  const told = compared(
    [],
    [...without('050801'), { ...list[2]!, alternatives: ['Omlaing'], latitude: 11.8, longitude: 104.3 }],
    first,
  )
  const { units, changes } = compared(told.units, list, second)
  expect(isUnchanged(changes)).toBe(true)
  expect(village(units, '050801')).toMatchObject({ alternatives: ['Omlaing'], latitude: 11.8 })
})

test('a list may say itself that a place ended, and what took its place', () => {
  const split = { ...list[4]!, validTo: '2024-06-30', successors: ['05080101'] }
  const { units, changes } = compared(kept, [...without('05080102'), split], second)
  expect(changes.ended).toEqual(['05080102'])
  expect(village(units, '05080102')).toMatchObject({ validTo: '2024-06-30', successors: ['05080101'] })
})

test('a list that ends many places is more likely cut off', () => {
  const many = Array.from({ length: 200 }, (_, at) => `050801${String(at % 100).padStart(2, '0')}`)
  const changes = { added: [], renamed: [], amended: [], restored: [], unchanged: 0 }
  const known = Array.from({ length: 200 }, () => kept[0]!)
  expect(endsMany({ ...changes, ended: many.slice(0, 10) }, known)).toBe(false)
  expect(endsMany({ ...changes, ended: many.slice(0, 11) }, known)).toBe(true)
})

test.each<[string, ListedUnit[], object]>([
  [
    'a place of another province',
    [...list, { ...list[1]!, code: '0601', parent: '06' }],
    { code: '0601', problem: 'province' },
  ],
  ['a code twice', [...list, list[4]!], { code: '05080102', problem: 'twice' }],
  [
    'a village with the code of a commune',
    [...list, { ...list[4]!, code: '050802', parent: '0508' }],
    { code: '050802', problem: 'kind' },
  ],
  [
    'a parent that is not what the code begins with',
    [...without('05080102'), { ...list[4]!, parent: '0508' }],
    { problem: 'parent' },
  ],
  [
    'an end before the beginning',
    [...without('05080102'), { ...list[4]!, validFrom: '2024-02-01', validTo: '2024-01-31' }],
    { problem: 'dates' },
  ],
  [
    'a place that is its own successor',
    [...without('05080102'), { ...list[4]!, successors: ['05080102'] }],
    { problem: 'successor' },
  ],
  [
    'a successor that nobody knows',
    [...without('05080102'), { ...list[4]!, successors: ['05080199'] }],
    { problem: 'successor' },
  ],
  ['half a position', [...without('05080102'), { ...list[4]!, latitude: 11 }], { problem: 'position' }],
])('a list is refused that has %s', (_, wrong, details) => {
  expect(faultIn(wrong, [], '05')).toMatchObject({ refused: 'place.list-wrong', ...details })
})

test('a list is refused whose place lies in one that nobody knows', () => {
  expect(faultIn(without('050801'), [], '05')).toEqual({
    refused: 'place.list-wrong',
    code: '05080101',
    problem: 'parent-missing',
  })
  expect(faultIn(without('050801'), kept, '05')).toBeUndefined()
})

test('a place stands between its days, both included', () => {
  const place = {
    ...kept[4]!,
    key: '05080102',
    programme: '*',
    place: '05080102',
    validFrom: '2023-01-09',
    validTo: '2024-06-30',
  }
  expect(['2023-01-08', '2023-01-09', '2024-06-30', '2024-07-01'].map((day) => stands(place, day))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('a code tells where it lies', () => {
  expect(lineage('05080101')).toEqual(['05', '0508', '050801', '05080101'])
})

test('the record of a province is found by its code alone', () => {
  expect(isKey(gazetteerKey('05'))).toBe(true)
})
