import { afterAll, beforeAll, expect, test } from 'vitest'
import { bophasHousehold, castId, dara, kosal, pisey, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'

let programme: Play
const story = keyOf('00', castId(300))

beforeAll(async () => {
  programme = await startProgramme()
})
afterAll(() => programme.end())

test('programme.revise brings new roles into force at once', async () => {
  const { definition } = await programme.record('programme', story)
  await programme.as('system').does('programme.revise', story, {
    definition: { ...definition, roles: { ...definition.roles, cew: { tier: 0, permissions: [] } } },
  })
  expect(await programme.as(sreymom).ask('household.register', bophasHousehold, aRegistration())).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })

  await programme.as('system').does('programme.revise', story, { definition })
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
})

test('programme.open is not for those who only work in one', async () => {
  expect(
    await programme
      .as(dara)
      .ask('programme.open', programme.key('00'), { code: 'mine', demonstration: false, definition: {} }),
  ).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })
})

test('programme.open: a code is one programme', async () => {
  const again = { code: programmeCode, demonstration: true, definition: {} }
  expect(await programme.as('system').ask('programme.open', programme.key('00'), again)).toEqual({
    outcome: 'refused',
    refusal: { refused: 'programme.exists' },
  })
})

test('programme.close: from then on the door refuses it to everybody', async () => {
  const key = programme.key()
  await programme.as(sreymom).does('proposal.submit', key, aWish())
  expect(await programme.as(sophal).ask('programme.close', story, { asOf: '2030-01-01' })).toMatchObject({
    refusal: { refused: 'day.in-future' },
  })
  await programme.as(sophal).does('programme.close', story, { asOf: '2021-02-01' })

  const closed = { outcome: 'refused', refusal: { refused: 'programme.closed' } }
  expect(
    await programme
      .as(dara)
      .ask('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
  ).toEqual(closed)
  expect(
    await programme
      .as(sreymom)
      .ask(
        'household.register',
        programme.key(),
        aRegistration({ member: programme.id(), birthYear: 1950, poverty: null }),
      ),
  ).toEqual(closed)
  expect(await programme.as('system').ask('proposal.refer', key, { to: 2, why: 'late' })).toEqual(closed)
  expect(await programme.as(sophal).ask('programme.close', story, { asOf: '2021-02-01' })).toEqual(closed)
  for (const stranger of [vanna, kosal, pisey]) {
    const answer = await programme.as(stranger).ask('proposal.approve', key, { seen: 1, note: null })
    expect(answer.outcome).toBe('refused')
  }
})
