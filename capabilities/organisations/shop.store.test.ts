import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shopReads } from '#capabilities/organisations/shop.store.ts'
import { chenda, dara, pisey, sokha, sokhasShop, sophal } from '#dev/cast.ts'
import { aShop, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const refused = (refusal: object) => ({ outcome: 'refused', refusal })

describe('shop.register', () => {
  test('an administrator registers a shop with its places, chains and contract', async () => {
    expect(await programme.record('shop', sokhasShop)).toMatchObject({
      state: 'active',
      nameKm: 'ហាងសុខា',
      serves: ['0508'],
      contract: { number: 'C-2021-05' },
      registeredBy: pisey.key,
    })
  })

  test.each<[string, object, object]>([
    ['in a place that does not exist', { place: '05080199' }, { refused: 'place.unknown', code: '05080199' }],
    [
      'whose contract ends before it begins',
      { contract: { number: '1', from: '2021-02-01', until: '2021-01-01' } },
      { refused: 'shop.contract-dates' },
    ],
    [
      'without a name',
      { nameKm: null, nameLatin: null },
      { refused: 'input.invalid', fields: [{ path: 'nameKm', problem: 'name.missing' }] },
    ],
  ])('not %s', async (_, changes, refusal) => {
    expect(await programme.as(pisey).ask('shop.register', programme.key(), aShop(changes))).toEqual(refused(refusal))
  })

  test('an officer may not', async () => {
    expect(await programme.as(dara).ask('shop.register', programme.key(), aShop())).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
  })
})

describe('shop.amend', () => {
  test('a contract is renewed by whoever saw the present one', async () => {
    const { contract } = await programme.record('shop', otherShop)
    const becomes = { ...contract, until: '2022-12-31' }
    await programme.as(pisey).does('shop.amend', otherShop, { contract: { was: contract, becomes } })
    expect(await programme.record('shop', otherShop)).toMatchObject({ contract: becomes })

    const late = await programme.as(pisey).ask('shop.amend', otherShop, { contract: { was: null, becomes: contract } })
    expect(late).toEqual(refused({ refused: 'field.clash', fields: ['contract'] }))
  })
})

describe('shop.suspend', () => {
  test('with a reason, and not by the shop itself', async () => {
    const shop = programme.key()
    await programme.as(pisey).does('shop.register', shop, aShop())
    expect(
      await programme.as(sophal).does('shop.suspend', shop, { why: 'Sold vaccines past their date' }),
    ).toMatchObject({
      state: 'suspended',
      suspensions: [{ by: sophal.key, until: null }],
    })
    expect(await programme.as(sophal).ask('shop.suspend', shop, { why: 'again' })).toEqual(
      refused({ refused: 'shop.state', state: 'suspended' }),
    )
    expect(await programme.as(sokha).ask('shop.suspend', sokhasShop, { why: 'x' })).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
  })
})

describe('shop.reinstate', () => {
  test('the suspension stays in its history', async () => {
    const shop = programme.key()
    await programme.as(pisey).does('shop.register', shop, aShop())
    await programme.as(pisey).does('shop.suspend', shop, { why: 'Closed for weeks' })

    const { state, suspensions } = await programme.as(pisey).does('shop.reinstate', shop, {})
    expect(state).toBe('active')
    expect(suspensions).toMatchObject([{ why: 'Closed for weeks', until: expect.any(String) }])
    expect(await programme.as(pisey).ask('shop.reinstate', shop, {})).toEqual(
      refused({ refused: 'shop.state', state: 'active' }),
    )
  })
})

describe('reads', () => {
  const everywhere = [{ programme: 'story', places: [''] }]

  test('shops are found by whom they serve, within reach', async () => {
    const list = (scope: Parameters<typeof shopReads.list.run>[0], place?: string) =>
      shopReads.list.run(scope, { limit: 50, ...(place ? { place } : {}) }, programme.pool)

    expect((await list(everywhere, '05080101')).map(({ key }) => key)).toContain(sokhasShop)
    expect(await list(everywhere, '0507')).toEqual([])
    expect(await list([{ programme: 'story', places: ['0507'] }])).toEqual([])
    expect(await list([{ programme: 'other', places: [''] }])).toEqual([])
    expect((await list([{ programme: 'story', places: [], shop: sokhasShop }])).map(({ key }) => key)).toEqual([
      sokhasShop,
    ])
  })

  test('one shop is nobody to those out of reach', async () => {
    const input = { key: sokhasShop }
    expect(await shopReads.one.run(everywhere, input, programme.pool)).toMatchObject({ key: sokhasShop })
    expect(await shopReads.one.run([{ programme: 'story', places: chenda.places }], input, programme.pool)).toBeNull()
    expect(
      await shopReads.one.run([{ programme: 'story', places: [], shop: otherShop }], input, programme.pool),
    ).toBeNull()
  })
})
