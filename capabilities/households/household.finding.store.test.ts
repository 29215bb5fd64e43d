/** Finding in the database what the phone's own comparison finds: by any part, in either script, within reach. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bopha, bophasHousehold, rithy } from '#dev/cast.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { reads } from '#server/capabilities.ts'
import { fillSearch } from '#server/operator/fill-search.ts'

let play: Play
let sophea: Key
let sokha: Key

const thpong: Scope = [{ programme: programmeCode, places: ['0508'] }]

beforeAll(async () => {
  play = await startProgramme()
  await play.as(rithy).does('household.register', bophasHousehold, aRegistration())
  sophea = await another({ nameKm: 'ឈឿន សុភា', nameLatin: 'Chhoeun Sophea', birthYear: 1975, village: '05080102' })
  play.later(3)
  sokha = await another({ nameKm: 'ស៊ឹម សុខា', nameLatin: null, birthYear: 1951, village: '05080201' })
})
afterAll(() => play.end())

async function another(changes: object): Promise<Key> {
  const key = play.key()
  const theirs = { member: play.id(), phone: null, poverty: null, ...changes }
  await play.as(rithy).does('household.register', key, aRegistration(theirs))
  return key
}

async function found(input: object, scope = thpong): Promise<Key[]> {
  const list = reads['household.list']!
  return ((await list.run(scope, list.input.parse(input), play.pool)) as { key: Key }[]).map(({ key }) => key)
}

async function estimated(input: object, scope = thpong) {
  const estimate = reads['household.estimate']!
  return estimate.run(scope, estimate.input.parse(input), play.pool)
}

describe('household.list', () => {
  test.each<[string, () => Key[]]>([
    ['bopha', () => [bophasHousehold]],
    ['បុប្ផា', () => [bophasHousehold]],
    ['012 000 001', () => [bophasHousehold]],
    ['KSP-0508', () => [bophasHousehold]],
    ['សុ', () => [bophasHousehold, sophea, sokha]],
    ['សុភា ឈឿន', () => [sophea]],
    ['ស៊ឹ', () => [sokha]],
    ['nobody', () => []],
    ["' or true --", () => []],
    ['%', () => [bophasHousehold, sophea, sokha]],
  ])('%s', async (search, expected) => {
    expect(await found({ search })).toEqual(expected())
  })

  test('finds nobody out of reach, and everybody once where two roles reach the same', async () => {
    const amleang = [{ programme: programmeCode, places: ['050801'] }]
    expect(await found({ search: 'សុ' }, amleang)).toEqual([bophasHousehold, sophea])
    expect(await found({}, [...thpong, ...amleang, { programme: '*', places: [''] }])).toEqual([
      bophasHousehold,
      sophea,
      sokha,
    ])
  })

  test('a farmer finds the own household, and only by what it is called', async () => {
    const own: Scope = [{ programme: programmeCode, places: [], household: bophasHousehold }]
    expect(await found({}, own)).toEqual([bophasHousehold])
    expect(await found({ search: bopha.nameLatin }, own)).toEqual([bophasHousehold])
    expect(await found({ search: 'sophea' }, own)).toEqual([])
    expect(await estimated({}, own)).toEqual({ about: 1, exact: true })
  })

  test('goes on after a key, whatever was asked', async () => {
    const [first, second, third] = await found({ search: 'សុ' })
    const past = (key: Key, place: string) => ({ key, place })
    expect(await found({ search: 'សុ', limit: 1 })).toEqual([first])
    expect(await found({ search: 'សុ', after: past(first!, '05080101') })).toEqual([second, third])
    expect(await found({ after: past(third!, '05080201') })).toEqual([])
  })

  test('is narrowed by place, day, helper and state together', async () => {
    const day = play.today()
    expect(await found({ place: '050802' })).toEqual([sokha])
    expect(await found({ registeredFrom: day })).toEqual([sokha])
    expect(await found({ registeredUntil: '2021-02-02', search: 'sophea' })).toEqual([sophea])
    expect(await found({ assistedBy: rithy.key, place: '050801' })).toEqual([bophasHousehold, sophea])
    expect(await found({ state: 'closed' })).toEqual([])
    expect(await found({ state: 'active', suspected: true })).toEqual([])
  })

  test('knows a name that was put right, and no longer the one before', async () => {
    await play.as(rithy).does('household.amend', sokha, { nameLatin: { was: null, becomes: 'Sim Sokhon' } })
    expect(await found({ search: 'sokhon' })).toEqual([sokha])
    await play.as(rithy).does('household.amend', sokha, { nameLatin: { was: 'Sim Sokhon', becomes: 'Sim Sokha' } })
    expect(await found({ search: 'sokhon' })).toEqual([])
  })
})

test('a few are counted, not estimated', async () => {
  expect(await estimated({})).toEqual({ about: 3, exact: true })
  expect(await estimated({ search: 'bopha' })).toEqual({ about: 1, exact: true })
  expect(await estimated({}, [])).toEqual({ about: 0, exact: true })
})

test('households from before there was a search are made findable', async () => {
  await play.pool.query(`update household set search = ''`)
  expect(await found({ search: 'bopha' })).toEqual([])

  expect(await fillSearch(play.pool)).toBe(3)
  expect(await fillSearch(play.pool)).toBe(0)
  expect(await found({ search: 'bopha' })).toEqual([bophasHousehold])
})
