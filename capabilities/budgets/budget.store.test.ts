import { afterAll, beforeAll, expect, test } from 'vitest'
import { kosal, vanna } from '#dev/cast.ts'
import { allotment, budgetLine, type Play, startProgramme } from '#dev/testing/programme.ts'

let programme: Play

beforeAll(async () => {
  programme = await startProgramme({ bare: true })
})
afterAll(() => programme.end())

const line = {
  programme: 'story',
  code: 'inputs',
  names: { km: 'ធាតុចូល', en: 'Inputs' },
  fundingSource: 'IFAD',
  component: 'RUSH-IT',
  category: 'Goods',
  currency: 'USD' as const,
  minor: 100_000,
}

test('budget.set puts the money of a source on a line, and the province has none of it yet', async () => {
  await programme.as(kosal).does('budget.set', budgetLine, line)

  expect(await programme.balance(`line/${budgetLine}/unallotted`, '00')).toBe(100_000)
  expect(await programme.balance(`source/${budgetLine}`, '00')).toBe(-100_000)
})

test('budget.allot sets money aside, and allotment.receive brings it to the province, once', async () => {
  await programme.as(kosal).does('budget.allot', budgetLine, { to: '05', minor: 60_000 })
  await programme.settle()
  await programme.settle()

  expect(await programme.balance(`line/${budgetLine}/unallotted`, '00')).toBe(40_000)
  expect(await programme.balance(`line/${budgetLine}/allotted/05`, '00')).toBe(60_000)
  expect(await programme.balance(`allotment/${allotment}/available`)).toBe(60_000)
  expect(await programme.record('allotment', allotment)).toMatchObject({ minor: 60_000, place: '05', currency: 'USD' })
})

test('more than the line holds is not allotted; budget.add makes room for it', async () => {
  expect(await programme.as(kosal).ask('budget.allot', budgetLine, { to: '05', minor: 40_001 })).toMatchObject({
    refusal: { refused: 'budget.exhausted' },
  })

  await programme.as(kosal).does('budget.add', budgetLine, { minor: 1, reference: 'WA-2' })
  await programme.as(kosal).does('budget.allot', budgetLine, { to: '05', minor: 40_001 })
  await programme.settle()

  expect(await programme.balance(`allotment/${allotment}/available`)).toBe(100_001)
})

test("nobody below the Secretariat moves a line, and nobody at all asks in the programme's name", async () => {
  expect(await programme.as(vanna).ask('budget.allot', budgetLine, { to: '05', minor: 1 })).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })
  expect(await programme.as(kosal).ask('allotment.receive', allotment, { line: budgetLine, minor: 1 })).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })
})
