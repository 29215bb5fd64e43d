import { afterAll, beforeAll, expect, test } from 'vitest'
import { countFigures, figuresTable } from '#capabilities/indicators/indicator.store.ts'
import { bophasHousehold, castId, dara, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'

let programme: Play
const figures = () => countFigures(programmeCode, programme.today(), programme.pool)

beforeAll(async () => {
  programme = await startProgramme()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
})
afterAll(() => programme.end())

async function moved(work: () => Promise<unknown>) {
  const before = await figures()
  await work()
  const after = await figures()
  return Object.fromEntries(
    Object.entries(after)
      .map(([key, count]) => [key, count - before[key as keyof typeof before]])
      .filter(([, by]) => by !== 0),
  )
}

const key = keyOf('05', castId(901))

test('each step of a proposal moves its figure and the figures that depend on it, and nothing else', async () => {
  expect(await moved(() => programme.as(sreymom).does('proposal.submit', key, aWish()))).toEqual({
    proposals_received: 1,
    proposals_undecided: 1,
    proposals_not_yet_verified: 1,
  })
  expect(
    await moved(() =>
      programme
        .as(dara)
        .does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ),
  ).toEqual({ proposals_verified: 1, proposals_not_yet_verified: -1 })
  expect(await moved(() => programme.as(vanna).does('proposal.approve', key, { seen: 2, note: null }))).toEqual({
    proposals_approved: 1,
    proposals_approved_value_usd: 4_123,
    proposals_answered: 1,
    proposals_undecided: -1,
    proposals_verified: -1,
  })
})

test('a registration counts one household, and a refused one none', async () => {
  const one = programme.key()
  const other = aRegistration({
    member: programme.id(),
    nameKm: 'គឹម ហួរ',
    nameLatin: null,
    birthYear: 1966,
    poverty: null,
  })
  expect(await moved(() => programme.as(sreymom).does('household.register', one, other))).toEqual({
    households_registered: 1,
  })
  expect(await moved(() => programme.as(vanna).ask('household.register', programme.key(), other))).toEqual({})
})

test('what was ever rejected stays rejected, and a figure as of a day does not know the next', async () => {
  programme.later(1)
  const rejected = programme.key()
  await programme.as(sreymom).does('proposal.submit', rejected, aWish())
  const yesterday = programme.today()
  programme.later(1)
  expect(
    await moved(() =>
      programme
        .as(dara)
        .does('proposal.reject', rejected, { seen: 1, code: 'second-application', note: null, bulk: true }),
    ),
  ).toEqual({ proposals_rejected: 1, proposals_answered: 1, proposals_undecided: -1, proposals_not_yet_verified: -1 })

  expect(await countFigures(programmeCode, yesterday, programme.pool)).toMatchObject({
    proposals_rejected: 0,
    proposals_not_yet_verified: 1,
  })
})

test('a table is published when its programme is closed, as of that day, amounts as decimal text', async () => {
  expect(await figuresTable(programmeCode, programme.pool)).toBeNull()
  await programme.as(sophal).does('programme.close', keyOf('00', castId(300)), { asOf: programme.today() })

  expect(await figuresTable(programmeCode, programme.pool)).toMatchObject({
    demonstration: true,
    asOf: programme.today(),
    figures: {
      proposals_received: 2,
      proposals_approved: 1,
      proposals_approved_value_usd: '41.23',
      proposals_rejected: 1,
    },
    readings: { proposals_undecided: 0 },
  })
})
