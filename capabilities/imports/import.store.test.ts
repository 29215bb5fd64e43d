import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { dara, kosal, samnang, sreymom } from '#dev/cast.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme({ bare: true })
})
afterAll(() => programme.end())

function aList(changes: Partial<InputOf<'import.prepare'>> = {}): InputOf<'import.prepare'> {
  return {
    programme: programmeCode,
    area: '0508',
    kind: 'households',
    list: 'Members of the cooperative',
    file: { name: 'members.csv', digest: 'e'.repeat(64), bytes: 1_000, sheet: null },
    header: ['Name', 'Sex', 'Village'],
    mapping: [
      { column: 0, field: 'name' },
      { column: 1, field: 'sex' },
      { column: 2, field: 'villageCode' },
    ],
    settings: {
      dayOrder: null,
      listYear: null,
      consentVersion: '2020-10',
      consentDeclared: true,
      povertySource: 'self-declared',
    },
    ...changes,
  }
}

test('a list is prepared, begun, stopped, resumed and finished', async () => {
  const key = programme.key('00')
  const prepared = await programme.as(dara).does('import.prepare', key, aList())
  expect(prepared).toMatchObject({ state: 'prepared', by: dara.key, settings: { listYear: 2021 }, counts: null })

  expect(await programme.as(dara).does('import.begin', key, {})).toMatchObject({ state: 'running' })
  const stopped = await programme.as(samnang).does('import.stop', key, {})
  expect(stopped).toMatchObject({ state: 'stopped', stoppedWhy: 'asked' })
  expect(await programme.as(dara).does('import.resume', key, {})).toMatchObject({ state: 'running', stoppedWhy: null })
  const counts = { rows: 3, accepted: 1, repeated: 1, refused: 1, possible: 0, unmatched: 0, suspected: 0 }
  expect(await programme.as('system').does('import.finish', key, counts)).toMatchObject({ state: 'finished', counts })

  expect(await programme.as(dara).ask('import.resume', key, {})).toMatchObject({
    refusal: { refused: 'import.wrong-state', state: 'finished' },
  })
})

test('a list of the same name is the same list, however its name is typed', async () => {
  const first = await programme.as(dara).does('import.prepare', programme.key('00'), aList({ list: 'Poor 2021' }))
  programme.later(400)
  const again = await programme.as(dara).does('import.prepare', programme.key('00'), aList({ list: ' POOR  2021' }))

  expect(again.since).toBe(first.since)
  // Ages count from the year that the list was first brought.
  expect(again.settings.listYear).toBe(first.settings.listYear)
})

test('only whoever brought it goes on with it; others of the area may stop it', async () => {
  const key = programme.key('00')
  await programme.as(dara).does('import.prepare', key, aList({ list: 'Mine' }))
  const refusal = { refusal: { refused: 'import.not-yours' } }
  expect(await programme.as(samnang).ask('import.begin', key, {})).toMatchObject(refusal)
  expect(await programme.as(samnang).does('import.giveUp', key, {})).toMatchObject({ state: 'given-up' })
})

describe('a list is refused', () => {
  test.each([
    ['of another district', { area: '0507' }, { refused: 'actor.out-of-reach' }],
    [
      'without a column for the sex',
      { mapping: [{ column: 0, field: 'name' }] },
      { refused: 'import.columns-missing' },
    ],
    [
      'with one field in two columns',
      { mapping: [...aList().mapping, { column: 0, field: 'sex' }] },
      { refused: 'import.column-twice', field: 'sex' },
    ],
    [
      'with a column that it does not have',
      { mapping: [...aList().mapping, { column: 3, field: 'phone' }] },
      { refused: 'import.column-unknown' },
    ],
    [
      'without anybody saying that people agreed',
      { settings: { ...aList().settings, consentDeclared: false } },
      { refused: 'import.columns-missing', fields: ['consent'] },
    ],
  ])('%s', async (_, changes, refusal) => {
    expect(await programme.as(dara).ask('import.prepare', programme.key('00'), aList(changes))).toMatchObject({
      refusal,
    })
  })

  test.each([kosal, sreymom])('from $nameLatin', async (person) => {
    expect(await programme.as(person).ask('import.prepare', programme.key('00'), aList())).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  })
})
