/** Items come in from lists as people keep them: once, with every price they name, and nothing guessed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CatalogueItem, itemKey } from '#capabilities/catalogue/item.ts'
import { dara, sophal, vanna } from '#dev/cast.ts'
import { anItem, aQuotation } from '#dev/testing/items.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { workbookOf } from '#dev/testing/workbooks.ts'
import { isRefusal } from '#door/refusal.ts'
import { type Brought, begin, lookAt, prepare } from '../bringing.ts'
import { runImport } from '../running.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
beforeAll(async () => {
  play = await startProgramme({ startsAt: '2021-06-01T02:00:00.000Z' })
  lists = listsOf(play)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})
beforeEach(async () => {
  await play.pool.query('delete from item')
})

const header =
  'code,name_km,name_en,unit,chain,specification,substitutes,mortality_days,price,currency,province,price_from,source'
const khmerHeader = 'កូដ,ឈ្មោះមុខទំនិញ,ឈ្មោះអង់គ្លេស,ឯកតា,ខ្សែច្រវាក់,លក្ខណៈ,មុខទំនិញជំនួស,ថ្ងៃធានាងាប់,តម្លៃ,រូបិយប័ណ្ណ,ខេត្ត,ថ្ងៃតម្លៃ,ប្រភព'

function csv(rows: readonly string[], titles = header): string {
  return [titles, ...rows, ''].join('\r\n')
}

const bringing = { by: sophal.key, kind: 'catalogue', area: '', list: 'Catalogue' } as const
let files = 0
function takenIn(rows: readonly string[], changes: Partial<Brought> = {}, titles = header) {
  files += 1
  return lists.takenIn(lists.file(`items-${files}.csv`, csv(rows, titles)), { ...bringing, ...changes })
}

async function items(): Promise<Record<string, CatalogueItem>> {
  const { rows } = await play.pool.query<{ key: string }>(`select home || '-' || id as key from item order by code`)
  const found = await Promise.all(rows.map(({ key }) => play.record('item', key)))
  return Object.fromEntries(found.map((item) => [item.code, item]))
}

async function problemsOf(list: Awaited<ReturnType<typeof takenIn>>) {
  const rows = await lists.problems(list)
  return rows.map(({ row, problems }) => [row, ...problems.map(({ column, problem }) => ({ column, ...problem }))])
}

const catalogue = [
  'chick,កូនមាន់,Chick,bird,chicken,21 days old,duckling;goose,7,5000,KHR,,2021-05-10,Sokha',
  'chick,,,,,,,,5400,KHR,Kampong Speu,2021-05-12,Sokha',
  'drip,ប្រព័ន្ធដំណក់ទឹក,Drip system,set,vegetables,100 m²,,,29.50,USD,,2021-05-10,Monourom',
  'hoe,ចបកាប់,Hoe,piece,,,,,,,,,',
]

describe('a list of items', () => {
  test('becomes the catalogue, each item with all of its prices', async () => {
    const list = await takenIn(catalogue)

    expect(list).toMatchObject({ state: 'finished', counts: { rows: 4, accepted: 4, repeated: 0, refused: 0 } })
    expect(await items()).toMatchObject({
      chick: {
        ...{ names: { km: 'កូនមាន់', en: 'Chick' }, unit: 'bird', chain: 'chicken', specification: '21 days old' },
        ...{ substitutes: ['duckling', 'goose'], mortalityDays: 7, state: 'in-use' },
        quotations: [
          { province: null, currency: 'KHR', minor: 5_000, from: '2021-05-10', source: 'Sokha', by: sophal.key },
          { province: '05', currency: 'KHR', minor: 5_400, from: '2021-05-12', source: 'Sokha' },
        ],
      },
      drip: { unit: 'set', chain: 'vegetables', quotations: [{ currency: 'USD', minor: 2_950 }] },
      hoe: { chain: null, substitutes: [], mortalityDays: null, quotations: [] },
    })
  })

  test('brought again it changes nothing', async () => {
    await takenIn(catalogue)
    const before = await items()
    const lines = (await play.journal()).filter(({ name }) => name.startsWith('item.')).length
    const list = await takenIn(catalogue, { list: 'Another name' })

    expect(list.counts).toMatchObject({ rows: 4, accepted: 0, repeated: 4, refused: 0 })
    expect(await items()).toEqual(before)
    expect((await play.journal()).filter(({ name }) => name.startsWith('item.'))).toHaveLength(lines)
  })

  test('what it says otherwise is amended, and nothing else', async () => {
    await takenIn(catalogue)
    const list = await takenIn([catalogue[0]!.replace('21 days old', '28 days old'), catalogue[3]!])

    expect(list.counts).toMatchObject({ rows: 2, accepted: 1, repeated: 1 })
    const { chick } = await items()
    expect(chick).toMatchObject({ version: 4, specification: '28 days old', names: anItem().names, mortalityDays: 7 })
    expect((await play.journal(chick!.key)).map(({ name }) => name).slice(-4)).toEqual([
      ...['item.add', 'item.quote', 'item.quote', 'item.amend'],
    ])
  })

  test('of prices alone quotes what stands, and what was corrected stays corrected', async () => {
    await takenIn(catalogue)
    await play
      .as(sophal)
      .does('item.quote', itemKey(programmeCode, 'chick'), aQuotation({ minor: 5_100, from: '2021-05-10' }))
    const prices = ['chick,5000 ៛,10/05/2021,Sokha', 'chick,5600 ៛,20/05/2021,', 'pump,90 $,20/05/2021,Sokha']
    const list = await takenIn(prices, { list: 'Prices of May' }, 'code,price,price date,supplier')

    expect(list.counts).toMatchObject({ accepted: 1, repeated: 1, refused: 1 })
    expect((await items()).chick!.quotations.map(({ minor, source }) => [minor, source])).toEqual([
      [5_000, 'Sokha'],
      [5_400, 'Sokha'],
      [5_100, 'Sokha'],
      [5_600, 'Prices of May'],
    ])
    expect(await problemsOf(list)).toEqual([
      [4, ...['itemKm', 'itemEn', 'unit'].map((field) => ({ column: null, code: 'missing', field }))],
    ])
  })

  test('a unit stays what it was', async () => {
    await takenIn(catalogue)
    const list = await takenIn(['hoe,ចបកាប់,Hoe,set,,Steel,,,,,,,'])
    expect(await problemsOf(list)).toEqual([[2, { column: 3, code: 'unit-kept', unit: 'piece' }]])
    expect((await items()).hoe).toMatchObject({ unit: 'piece', specification: null, version: 1 })
  })

  test('a retired item takes nothing from it', async () => {
    await takenIn(catalogue)
    await play.as(sophal).does('item.retire', itemKey(programmeCode, 'hoe'), { why: 'Everybody has one' })
    const list = await takenIn([catalogue[3]!, 'hoe,,,,,,,,9000,KHR,,2021-05-10,Sokha'])
    expect(list.counts).toMatchObject({ repeated: 1, refused: 1 })
    expect(await problemsOf(list)).toMatchObject([[3, { column: 0, refusal: { refused: 'item.state' } }]])
  })

  test('rows of one code that do not agree are told, and what the first said is taken', async () => {
    const list = await takenIn([
      'chick,កូនមាន់,Chick,bird,,,,,5000,KHR,,2021-05-10,Sokha',
      'chick,កូនមាន់,Chicken,bird,,,,,,,,,',
      'chick,,,,,,,,5500,KHR,,2021-05-10,sokha',
      'chick,,,,,,,,5000,KHR,,2021-05-10,Sokha',
    ])
    expect(list.counts).toMatchObject({ accepted: 1, repeated: 1, refused: 2 })
    expect(await problemsOf(list)).toEqual([
      [3, { column: 2, code: 'said-otherwise' }],
      [4, { column: 8, code: 'said-otherwise' }],
    ])
    expect((await items()).chick).toMatchObject({ names: { en: 'Chick' }, quotations: [{ minor: 5_000 }] })
  })
})

describe('dirt', () => {
  const clean = (code: string, rest: string) => `${code},ឈ្មោះ,Name,${rest}`

  test('what can only have meant one thing is understood', async () => {
    const list = await takenIn(
      [
        'Chick_21 Days,កូន\u200bមាន់,Chick,ក្បាល,មាន់ស្រែ,,DUCKLING | goose;,៧,"៥,០០០",រៀល,ខេត្តកំពង់ស្ពឺ,១០/០៥/២៥៦៤,សុខា',
        'feed,ចំណី,Feed,គីឡូ,Village chicken,,,,"2,600 ៛",,5,25/05/2021,',
        'pump,ម៉ាស៊ីនបូមទឹក,Pump,pcs,,,,,$95.5,,ទូទាំងប្រទេស,25/05/2021,',
      ],
      {},
      khmerHeader,
    )
    expect(list.counts).toMatchObject({ rows: 3, accepted: 3 })
    expect(await items()).toMatchObject({
      'chick-21-days': {
        ...{ names: { km: 'កូនមាន់', en: 'Chick' }, unit: 'bird', chain: 'chicken', mortalityDays: 7 },
        substitutes: ['duckling', 'goose'],
        quotations: [{ province: '05', currency: 'KHR', minor: 5_000, from: '2021-05-10', source: 'សុខា' }],
      },
      feed: { unit: 'kg', chain: 'chicken', quotations: [{ province: '05', minor: 2_600, source: 'Catalogue' }] },
      pump: { unit: 'piece', quotations: [{ province: null, currency: 'USD', minor: 9_550 }] },
    })
  })

  test.each<[string, string, object[]]>([
    ['no code', clean('', 'kg,,,,,,,,,'), [{ column: 0, code: 'missing', field: 'code' }]],
    ['a code that is none', clean('កូនមាន់', 'kg,,,,,,,,,'), [{ column: 0, code: 'not-an-item-code' }]],
    ['no unit', clean('a', ',,,,,,,,,'), [{ column: 3, code: 'missing', field: 'unit' }]],
    ['an unknown unit', clean('a', 'bushel,,,,,,,,,'), [{ column: 3, code: 'not-one-of' }]],
    [
      'an unknown chain',
      clean('a', 'kg,silk,,,,,,,,'),
      [{ column: 4, code: 'not-one-of', among: ['chicken', 'vegetables'] }],
    ],
    [
      'itself as a substitute',
      clean('a', 'kg,,,a,,,,,,'),
      [{ column: 6, refusal: { refused: 'item.substitute-itself' } }],
    ],
    ['substitutes that are no codes', clean('a', 'kg,,,b;??,,,,,,'), [{ column: 6, code: 'not-item-codes' }]],
    ['too many days', clean('a', 'kg,,,,5000,,,,,'), [{ column: 7, code: 'too-many-days' }]],
    ['a price without a day', clean('a', 'kg,,,,,5000,KHR,,,'), [{ column: 11, code: 'missing', field: 'priceFrom' }]],
    [
      'a price without a currency',
      clean('a', 'kg,,,,,5000,,,2021-05-10,'),
      [{ column: 9, code: 'missing', field: 'currency' }],
    ],
    ['two currencies', clean('a', 'kg,,,,,5 $,KHR,,2021-05-10,'), [{ column: 9, code: 'currencies-differ' }]],
    ['half a riel', clean('a', 'kg,,,,,5000.5,KHR,,2021-05-10,'), [{ column: 8, code: 'not-a-price' }]],
    ['a tenth of a cent', clean('a', 'kg,,,,,0.125,USD,,2021-05-10,'), [{ column: 8, code: 'not-a-price' }]],
    ['nothing as a price', clean('a', 'kg,,,,,0,KHR,,2021-05-10,'), [{ column: 8, code: 'not-a-price' }]],
    [
      'a point that may be a thousand',
      clean('a', 'kg,,,,,4.000,KHR,,2021-05-10,'),
      [{ column: 8, code: 'decimal-point' }],
    ],
    ['a decimal comma', clean('a', 'kg,,,,,"29,5",USD,,2021-05-10,'), [{ column: 8, code: 'decimal-comma' }]],
    [
      'a province that is none',
      clean('a', 'kg,,,,,5000,KHR,Atlantis,2021-05-10,'),
      [{ column: 10, code: 'province-unknown' }],
    ],
    ['a day that never was', clean('a', 'kg,,,,,5000,KHR,,30/02/2021,'), [{ column: 11, code: 'no-such-day' }]],
    [
      'a day that could be two',
      clean('a', 'kg,,,,,5000,KHR,,03/04/2021,'),
      [{ column: 11, code: 'day-order-unknown' }],
    ],
    [
      'a day to come',
      clean('a', 'kg,,,,,5000,KHR,,2021-12-31,'),
      [{ column: 11, refusal: { refused: 'day.in-future' } }],
    ],
    ['a damaged name', 'a,ឈ្មោះ\ufffd,Name,kg,,,,,,,,,', [{ column: 1, code: 'damaged-letters' }]],
  ])('%s', async (_, row, problems) => {
    const list = await takenIn([row])
    expect(list.counts).toMatchObject({ rows: 1, refused: 1 })
    const [found] = await problemsOf(list)
    expect(found!.slice(1)).toMatchObject(problems)
    expect(found).toHaveLength(problems.length + 1)
  })

  test('zeros that a spreadsheet program took from a code are missed', async () => {
    await takenIn(['0012,ជី,Fertiliser,kg,,,,,,,,,'])
    const list = await lists.takenIn(
      lists.file(
        'numbers.xlsx',
        workbookOf({
          sheets: [
            {
              name: 'Sheet1',
              rows: [
                ['code', 'price', 'currency', 'price from'],
                [12, 2400, 'KHR', '2021-05-10'],
              ],
            },
          ],
        }),
      ),
      bringing,
    )
    expect(await problemsOf(list)).toEqual([[2, { column: 0, code: 'item-zeros-lost', known: '0012' }]])
    expect(Object.keys(await items())).toEqual(['0012'])
  })
})

test('the rows that were left over are corrected in their file, and taken in', async () => {
  const first = await takenIn([catalogue[3]!, 'chick,កូនមាន់,Chick,bushel,,,,,5000,,,2021-05-10,'])
  const file = await lists.corrections(first, 'km')
  expect(file).toContain('bushel')
  const corrected = file.replace('bushel', 'bird').replace('5000,,', '5000,KHR,')
  const list = await lists.takenIn(lists.file('corrected-items.csv', corrected), bringing)
  expect(list.counts).toMatchObject({ rows: 1, accepted: 1, refused: 0 })
  expect((await items()).chick).toMatchObject({ quotations: [{ minor: 5_000, source: 'Catalogue' }] })
})

test('a run that was cut off is answered as it was', async () => {
  await takenIn([catalogue[3]!])
  const rows = [
    ...catalogue.slice(0, 3),
    catalogue[3]!.replace('Hoe', 'Garden hoe'),
    'hoe,,,,,,,,9000,KHR,,2021-05-10,Sokha',
  ]
  const brought = lists.brought(lists.file('cut.csv', csv(rows)), bringing)
  const list = await lists.prepared(brought.path, bringing)
  await begin(list, lists.parts)
  // The door decides some of it, and the process ends before that is written down.
  const door = {
    ...lists.parts.door,
    async askAll(...[envelopes, by]: Parameters<typeof play.door.askAll>) {
      await play.door.askAll(envelopes.slice(0, -1), by)
      throw new Error('cut')
    },
  }
  await expect(runImport(list.key, { ...lists.parts, door })).rejects.toThrow('cut')
  expect(await runImport(list.key, lists.parts)).toBe('finished')

  expect((await play.record('import', list.key)).counts).toMatchObject({
    rows: 5,
    accepted: 5,
    repeated: 0,
    refused: 0,
  })
  const { chick, hoe } = await items()
  expect(chick!.quotations).toHaveLength(2)
  expect(hoe).toMatchObject({ names: { en: 'Garden hoe' }, version: 3, quotations: [{ minor: 9_000 }] })
})

test('only who keeps the catalogue may bring one, for the whole country', async () => {
  for (const player of [dara, vanna]) {
    const brought = lists.brought(lists.file('theirs.csv', csv(catalogue)), { ...bringing, by: player.key })
    const seen = await lookAt(brought, lists.parts)
    if ('refused' in seen) throw new Error('the list was refused')
    const answer = await prepare(brought, seen, lists.parts)
    expect(isRefusal(answer) && answer.refused).toMatch(/^actor\./)
  }
  await play.pool.query(
    `update person set grants = jsonb_set(grants, '{0,places}', '["05"]') where home || '-' || id = $1`,
    [sophal.key],
  )
  const list = await takenIn(catalogue.slice(3), { area: '05' })
  expect(await problemsOf(list)).toMatchObject([[2, { refusal: { refused: 'actor.out-of-reach' } }]])
})
