/** A number that a whole province gives, because a form wanted one: looked up without reading the province. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { bophasHousehold, sreymom } from '#dev/cast.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import { stores } from '#server/capabilities.ts'

const placeholder = '0000-0000'
const bearers = 900

let play: Play

beforeAll(async () => {
  play = await startProgramme()
  await play.as(sreymom).does('household.register', bophasHousehold, withPlaceholder())
  // Other people everywhere, of whom nothing is alike but the card.
  const bopha = (await play.record('household', bophasHousehold)) as unknown as Household
  const others = Array.from({ length: bearers }, (): Household => {
    const other = { nameKm: null, nameLatin: 'Tith Ravuth', sex: 'male' as const, birthYear: 1950 }
    const members = bopha.members.map((member) => ({ ...member, ...other }))
    return { ...bopha, key: play.key('21'), place: '21070101', members, matchKeys: bopha.matchKeys.slice(0, 1) }
  })
  await stores.household!.add(others, play.pool)
})
afterAll(() => play.end())

function withPlaceholder(changes: Parameters<typeof aRegistration>[0] = {}) {
  const poverty = {
    category: 'poor2',
    source: 'ministry-list',
    card: placeholder,
    issuedOn: null,
    expiresOn: null,
    photo: null,
  }
  return aRegistration({ poverty, ...changes } as Parameters<typeof aRegistration>[0])
}

test('of each value no more are read than were asked for, and of a rare one all', async () => {
  const bopha = (await play.record('household', bophasHousehold)) as unknown as Household
  const [common, ...rare] = bopha.matchKeys
  const asked = (any: readonly string[]) =>
    stores.household!.search(null, [{ matchKeys: { any, most: 100 } }], play.pool)
  expect(await asked([common!])).toHaveLength(100)
  const found = await asked([common!, ...rare])
  expect(found.length).toBeLessThanOrEqual(101)
  expect(found.map(({ key }) => key)).toContain(bophasHousehold)
  expect(await stores.household!.search(null, [{ matchKeys: { any: [common!] } }], play.pool)).toHaveLength(bearers + 1)
})

test('whoever gives it is held against some who gave it, and first against whom she is most like', async () => {
  const key = play.key()
  await play.as(sreymom).does('household.register', key, withPlaceholder({ member: play.id() }))
  const { suspicions } = (await play.record('household', key)) as unknown as Household
  expect(suspicions).toHaveLength(20)
  expect(suspicions[0]).toMatchObject({ other: bophasHousehold, grounds: expect.arrayContaining(['card', 'name']) })
})

test('looked at again, what is suspected of it stays as it was', async () => {
  const key = play.key()
  await play.as(sreymom).does('household.register', key, withPlaceholder({ member: play.id() }))
  const before = (await play.record('household', key)) as unknown as Household
  await play.pool.query(`update household set water = 'well' where place = '21070101'`)
  await play
    .as(sreymom)
    .does('household.setPhones', key, { was: before.phones.map(({ number }) => number), becomes: [] })
  const after = (await play.record('household', key)) as unknown as Household
  expect(after.version).toBe(before.version + 1)
  expect(new Set(after.suspects)).toEqual(new Set(before.suspects))
})
