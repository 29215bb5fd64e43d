/** Who is told what of two households that may be one: at the office of both, and at the office of one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JudgedRow, SuspectedRow } from '#capabilities/households/household.relations.ts'
import type { Household } from '#capabilities/households/household.ts'
import { bophasHousehold, chenda, dara, type Player, samnang, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import { scopeOf } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { reads } from '#server/capabilities.ts'
import { readersOver } from '#server/http/reader.ts'

let play: Play
let near: Key
let far: Key

beforeAll(async () => {
  play = await startProgramme()
  await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  near = await again({ village: '05080102', nameKm: null, nameLatin: 'Sok Bopha' })
  play.later(1)
  far = await again({ village: '05070101', member: play.id() }, chenda)
})
afterAll(() => play.end())

async function again(changes: Parameters<typeof aRegistration>[0], by: Player = sreymom): Promise<Key> {
  const key = play.key()
  await play.as(by).does('household.register', key, aRegistration({ member: play.id(), ...changes }))
  return key
}

async function asSeenBy<T>(player: Player, name: string, input: object = {}): Promise<T> {
  const actor = (await readersOver(play.pool, play.now)(player.key))!
  const one = reads[name]!
  return one.run(scopeOf(actor, one.permission), one.input.parse(input), play.pool) as Promise<T>
}

test('what waits longest comes first, with the names of both and what speaks for it', async () => {
  const rows = await asSeenBy<SuspectedRow[]>(vanna, 'household.suspected')
  expect(rows.map(({ key }) => key)).toEqual([near, far])
  expect(rows[0]).toMatchObject({
    head: { nameLatin: 'Sok Bopha' },
    suspicions: [
      { other: { key: bophasHousehold, head: { nameLatin: 'Sok Bopha' } }, grounds: expect.arrayContaining(['card']) },
    ],
  })
  const next = { judgeBy: rows[0]!.judgeBy, key: near }
  expect(await asSeenBy<SuspectedRow[]>(vanna, 'household.suspected', { after: next })).toHaveLength(1)
  expect(await asSeenBy(vanna, 'household.waitingToBeJudged')).toMatchObject([{ households: 2 }])
})

test('of a household elsewhere an office learns that there is one, and whom to ask, and nothing else', async () => {
  const [row, ...more] = await asSeenBy<SuspectedRow[]>(chenda, 'household.suspected')
  expect(more).toEqual([])
  expect(row!.key).toBe(far)
  for (const open of row!.suspicions) {
    expect(open).toMatchObject({ other: null, score: 0, grounds: [], unsure: null, office: '05' })
  }
  const whole = await asSeenBy<Household>(chenda, 'household.one', { key: far })
  expect(whole.suspects.length).toBe(row!.suspicions.length)
  for (const told of [row, whole, await asSeenBy(chenda, 'household.ties', { key: far })]) {
    expect(JSON.stringify(told)).not.toContain(bophasHousehold)
    expect(JSON.stringify(told)).not.toContain(near)
  }
})

test('what was judged is listed with who said so and why', async () => {
  const reason = 'ម្ដាយ និងកូន'
  await play.as(dara).does('household.judge', near, { other: bophasHousehold, verdict: 'different', reason })
  const [judged] = await asSeenBy<JudgedRow[]>(samnang, 'household.judged')
  expect(judged).toMatchObject({
    key: near,
    judgements: [
      { verdict: 'different', reason, other: { key: bophasHousehold }, by: { key: dara.key, nameKm: dara.nameKm } },
    ],
  })
})

test('joined, each names the other', async () => {
  const reason = 'ចុះឈ្មោះពីរដង'
  await play.as(vanna).does('household.judge', far, { other: bophasHousehold, verdict: 'same', reason })
  await play.settle()
  const ties = await asSeenBy<{ households: { key: Key; mergedInto: Key }[] }>(vanna, 'household.ties', {
    key: bophasHousehold,
  })
  expect(ties.households).toContainEqual(expect.objectContaining({ key: far, mergedInto: bophasHousehold }))
  expect(await asSeenBy(chenda, 'household.judged')).toMatchObject([{ key: far, judgements: [{ other: null }] }])
})
