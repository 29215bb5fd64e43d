import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemReads } from '#capabilities/catalogue/item.store.ts'
import { itemKey } from '#capabilities/catalogue/item.ts'
import { dara, kosal, sokha, sokhasShop, sophal, sreymom } from '#dev/cast.ts'
import { anItem, aQuotation } from '#dev/testing/items.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await programme.as(sophal).does('item.add', chick, anItem())
})
afterAll(() => programme.end())

const keyOf = (code: string) => itemKey(programmeCode, code)
const chick = keyOf('chick')
const refused = (refusal: object) => ({ outcome: 'refused', refusal })

/** Another item, for a story of its own. */
async function added(code: string) {
  await programme.as(sophal).does('item.add', keyOf(code), anItem({ code, substitutes: [] }))
  return keyOf(code)
}

describe('item.add', () => {
  test('the secretariat adds an item; nothing is known of its price', async () => {
    expect(await programme.record('item', chick)).toMatchObject({
      ...{ code: 'chick', unit: 'bird', chain: 'chicken', state: 'in-use', place: '', quotations: [] },
      ...{ names: { km: 'កូនមាន់', en: 'Chick' }, substitutes: ['duckling'], mortalityDays: 7 },
    })
  })

  test('a code is given once, and its key follows from it', async () => {
    expect(await programme.as(kosal).ask('item.add', chick, anItem())).toEqual(refused({ refused: 'record.exists' }))
    expect(await programme.as(kosal).ask('item.add', programme.key('00'), anItem({ code: 'hen' }))).toEqual(
      refused({ refused: 'record.not-found' }),
    )
  })

  test.each<[string, Parameters<typeof anItem>[0], object]>([
    ['of a chain that the programme has not', { chain: 'silk' }, { refused: 'item.chain-unknown', chain: 'silk' }],
    ['that stands in for itself', { substitutes: ['goose'] }, { refused: 'item.substitute-itself' }],
  ])('not one %s', async (_, changes, refusal) => {
    const input = anItem({ code: 'goose', ...changes })
    expect(await programme.as(sophal).ask('item.add', keyOf('goose'), input)).toEqual(refused(refusal))
  })

  test('nobody else does', async () => {
    for (const player of [dara, sreymom, sokha])
      expect(await programme.as(player).ask('item.add', keyOf('hen'), anItem({ code: 'hen' }))).toEqual(
        refused({ refused: 'actor.not-allowed' }),
      )
  })
})

describe('item.amend', () => {
  test('fields are edited by whoever saw them', async () => {
    const hoe = await added('hoe')
    const becomes = { km: 'ចបកាប់', en: 'Hoe' }
    await programme.as(kosal).does('item.amend', hoe, {
      names: { was: anItem().names, becomes },
      chain: { was: 'chicken', becomes: null },
      mortalityDays: { was: 7, becomes: null },
    })
    expect(await programme.record('item', hoe)).toMatchObject({ names: becomes, chain: null, mortalityDays: null })

    const late = { was: anItem().names, becomes: { km: 'ចបជីក', en: 'Mattock' } }
    expect(await programme.as(sophal).ask('item.amend', hoe, { names: late })).toEqual(
      refused({ refused: 'field.clash', fields: ['names'] }),
    )
    expect(await programme.as(sophal).ask('item.amend', hoe, { chain: { was: null, becomes: 'silk' } })).toEqual(
      refused({ refused: 'item.chain-unknown', chain: 'silk' }),
    )
    expect(await programme.as(sophal).ask('item.amend', hoe, { substitutes: { was: [], becomes: ['hoe'] } })).toEqual(
      refused({ refused: 'item.substitute-itself' }),
    )
  })
})

describe('item.quote', () => {
  test('a quotation is added to those there are; said otherwise it corrects, and both are kept', async () => {
    const feed = await added('feed')
    const asSophal = programme.as(sophal)
    await asSophal.does('item.quote', feed, aQuotation({ minor: 2_000 }))
    await asSophal.does('item.quote', feed, aQuotation({ minor: 2_200, province: '05' }))
    const { quotations } = await asSophal.does('item.quote', feed, aQuotation({ minor: 2_100 }))
    expect(quotations).toMatchObject([
      { minor: 2_000, province: null, by: sophal.key },
      { minor: 2_200, province: '05' },
      { minor: 2_100, province: null },
    ])
    expect(await asSophal.ask('item.quote', feed, aQuotation({ minor: 2_100 }))).toEqual(
      refused({ refused: 'item.quoted' }),
    )
  })

  test.each<[string, Parameters<typeof aQuotation>[0], object]>([
    ['of a day to come', { from: '2021-12-01' }, { refused: 'day.in-future', field: 'from' }],
    ['of a province that is none', { province: '77' }, { refused: 'place.unknown', code: '77' }],
    ['of nothing', { minor: 0 }, { refused: 'input.invalid', fields: [{ path: 'minor', problem: 'too_small' }] }],
  ])('not one %s', async (_, changes, refusal) => {
    expect(await programme.as(sophal).ask('item.quote', chick, aQuotation(changes))).toEqual(refused(refusal))
  })
})

describe('item.retire and item.restore', () => {
  test('a retired item takes nothing until it is in use again; both say why', async () => {
    const mesh = await added('mesh')
    const asKosal = programme.as(kosal)
    await asKosal.does('item.retire', mesh, { why: 'Tears in the first rain' })
    for (const answer of [
      await asKosal.ask('item.retire', mesh, { why: 'again' }),
      await asKosal.ask('item.quote', mesh, aQuotation()),
      await asKosal.ask('item.amend', mesh, { specification: { was: anItem().specification!, becomes: null } }),
    ])
      expect(answer).toEqual(refused({ refused: 'item.state', state: 'retired' }))

    await asKosal.does('item.restore', mesh, { why: 'A stronger one is sold' })
    expect(await programme.record('item', mesh)).toMatchObject({
      state: 'in-use',
      retirements: [{ why: 'Tears in the first rain', restored: { why: 'A stronger one is sold', by: kosal.key } }],
    })
    expect(await asKosal.ask('item.restore', mesh, { why: 'again' })).toEqual(
      refused({ refused: 'item.state', state: 'in-use' }),
    )
  })
})

describe('reads', () => {
  const inProgramme = [{ programme: programmeCode, places: ['05'] }]
  const list = (input: object, scope = inProgramme) =>
    itemReads.list.run(scope, itemReads.list.input.parse(input), programme.pool)
  const codes = async (input: object) => (await list(input)).map(({ code }) => code)

  test('the catalogue is ordered by chain and code, a page at a time', async () => {
    const all = await codes({})
    expect(all).toEqual(['hoe', 'chick', 'feed', 'mesh'])
    const first = await list({ limit: 2 })
    const { chain, code, key } = first.at(-1)!
    expect([...first.map((row) => row.code), ...(await codes({ after: { chain: chain ?? '', code, key } }))]).toEqual(
      all,
    )
    expect(await codes({ chain: '' })).toEqual(['hoe'])
    expect(await codes({ programme: 'elsewhere' })).toEqual([])
  })

  test('an item is found by a part of its name in either script, its specification or its code', async () => {
    expect(await codes({ search: 'កូនមាន់', chain: 'chicken' })).toEqual(['chick', 'feed', 'mesh'])
    expect(await codes({ search: 'ចប\u200bកាប់' })).toEqual(['hoe'])
    expect(await codes({ search: 'VACCIN mesh' })).toEqual(['mesh'])
    expect(await codes({ search: "100%'" })).toEqual([])
  })

  test('each with its latest quotation', async () => {
    const rows = await list({ state: 'in-use' })
    expect(rows.find(({ code }) => code === 'feed')?.latest).toMatchObject({ minor: 2_100, from: '2021-01-15' })
    expect(rows.find(({ code }) => code === 'hoe')?.latest).toBeNull()
  })

  test('one item has the windows that list it, with their ceiling', async () => {
    const one = (scope: Parameters<typeof itemReads.one.run>[0], key = chick) =>
      itemReads.one.run(scope, { key }, programme.pool)
    expect(await one(inProgramme)).toMatchObject({
      code: 'chick',
      windows: [
        { names: { en: 'Village chicken 2021' }, state: 'published', ceiling: { currency: 'KHR', minor: 5_000 } },
      ],
    })
    expect(await one(inProgramme, keyOf('hoe'))).toMatchObject({ windows: [] })
    expect(await one([{ programme: 'elsewhere', places: [''] }])).toBeNull()
    expect(await one([{ programme: programmeCode, places: [''], shop: sokhasShop }])).toBeNull()
  })

  test('the chains of a programme are known to those who have a part in it', async () => {
    const chains = (scope: Parameters<typeof itemReads.one.run>[0]) =>
      itemReads.chains.run(scope, { programme: programmeCode }, programme.pool)
    expect((await chains(inProgramme)).map(({ code }) => code)).toEqual(['chicken', 'vegetables'])
    expect(await chains([])).toEqual([])
  })
})
