import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importReads } from '#capabilities/imports/import.store.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { dara, malis, vanna } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { workbookOf } from '#dev/testing/workbooks.ts'
import { scopeOf } from '#door/actor.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { type Brought, begin } from '../bringing.ts'
import { runImport } from '../running.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
beforeAll(async () => {
  play = await startProgramme({ bare: true, startsAt: '2024-06-10T02:00:00.000Z' })
  lists = listsOf(play)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

const header = 'month,province_code,market,commodity,unit,price_type,price_usd,price_khr_est'
const csv = (...rows: string[]) => [header, ...rows, ''].join('\n')
const khmer = 'ខែ,ខេត្ត,ផ្សារ,មុខទំនិញ,ខ្នាត,ប្រភេទតម្លៃ,តម្លៃ (រៀល)'

async function bring(name: string, text: string | Buffer, changes: Partial<Brought> = {}): Promise<Import> {
  const said = { kind: 'prices', by: malis.key, area: '', list: name } as const
  return lists.takenIn(lists.file(name.includes('.') ? name : `${name}.csv`, text), { ...said, ...changes })
}

async function prices(commodity: string): Promise<any[]> {
  const { rows } = await play.pool.query(
    `select home, month, market, unit, kind, riel, cents, is_estimate as "isEstimate", source, import, version, revisions
     from price where commodity = $1 order by month, market, unit, kind`,
    [commodity],
  )
  return rows
}

const linesOfPrices = async () => (await play.journal()).filter(({ name }) => name.startsWith('price.'))
const told = async (list: Import) =>
  (await lists.problems(list)).flatMap(({ row, problems }) =>
    problems.map(({ text, problem }) => [row, text, problem.code === 'refused' ? problem.refusal : problem.code]),
  )

describe('a list of prices', () => {
  const rows = [
    '2024-04,05,Chbar Mon,Carrots,KG,retail,0.85,3400',
    '2024-05,5,Chbar Mon,Carrots,KG,Retail,0.86,"3,500"',
    '2024-05,05,Chbar Mon,Carrots,KG,wholesale,0.72,2900',
    '2024-05,05,Chbar Mon,Carrots,bunch,retail,,៥០០',
  ]

  test('in the layout of the published ones is taken in, with riel marked as worked out', async () => {
    const list = await bring('Published', csv(...rows))
    expect(await told(list)).toEqual([])
    expect(list).toMatchObject({ state: 'finished', counts: { rows: 4, accepted: 4, repeated: 0, refused: 0 } })
    expect(await prices('Carrots')).toMatchObject([
      {
        home: '05',
        month: '2024-04',
        unit: 'KG',
        kind: 'retail',
        riel: 3_400,
        cents: 85,
        isEstimate: true,
        version: 1,
      },
      { home: '05', month: '2024-05', unit: 'KG', kind: 'retail', riel: 3_500, cents: 86, import: list.key },
      { home: '05', month: '2024-05', unit: 'KG', kind: 'wholesale', riel: 2_900, source: 'Published' },
      { home: '05', month: '2024-05', unit: 'bunch', kind: 'retail', riel: 500, cents: null },
    ])
  })

  test('brought again, under its name or another, changes nothing', async () => {
    const before = await prices('Carrots')
    const lines = await linesOfPrices()
    for (const name of ['published', 'Somebody else’s copy']) {
      expect((await bring(name, csv(...rows))).counts).toMatchObject({ rows: 4, accepted: 0, repeated: 4, refused: 0 })
    }
    expect(await prices('Carrots')).toEqual(before)
    expect(await linesOfPrices()).toEqual(lines)
  })

  test('that says otherwise revises what stands, and what was said stays', async () => {
    const list = await bring('Corrected', csv('2024-04,05,Chbar Mon,Carrots,KG,retail,0.90,3600', rows[1]!))
    expect(list.counts).toMatchObject({ accepted: 1, repeated: 1 })
    const [april] = await prices('Carrots')
    expect(april).toMatchObject({
      ...{ riel: 3_600, cents: 90, source: 'Corrected', import: list.key, version: 2 },
      revisions: [{ riel: 3_400, cents: 85, source: 'Published', reason: 'Corrected', by: malis.key }],
    })
    // The first list is still somewhere, and somebody brings it once more.
    expect((await bring('Published', csv(...rows))).counts).toMatchObject({ accepted: 0, repeated: 4 })
    expect((await prices('Carrots'))[0]).toEqual(april)
  })

  test('of what was seen in the market goes before what was worked out, and not the other way', async () => {
    const seen = [
      'មេសា ២០២៤,កំពង់ស្ពឺ,Chbar Mon,Carrots,KG,លក់រាយ,៣.៥៥០៛',
      'មេសា ២០២៤,កំពង់ស្ពឺ,Chbar Mon,Carrots,KG,លក់រាយ,"៣,៥៥០៛"',
    ]
    const list = await bring('Seen', [khmer, ...seen].join('\n'))
    expect(await told(list)).toEqual([[2, '៣.៥៥០៛', 'decimal-point']])
    expect((await prices('Carrots'))[0]).toMatchObject({ riel: 3_550, cents: 90, isEstimate: false })
    const worse = await bring('Worse', csv('2024-04,05,Chbar Mon,Carrots,KG,retail,0.10,410'))
    expect(await told(worse)).toEqual([[2, '410', { refused: 'price.seen-in-market' }]])
    // What was worked out and comes to the same is nothing new.
    const same = await bring('Same', csv('2024-04,05,Chbar Mon,Carrots,KG,retail,0.90,3550'))
    expect(same.counts).toMatchObject({ repeated: 1 })
  })

  test('with a row twice takes it once; where the two differ a person settles it', async () => {
    const one = '2024-05,05,Chbar Mon,Onions,KG,retail,0.50,2000'
    const list = await bring('Twice', csv(one, one, one.replace('2000', '2100')))
    expect(list.counts).toMatchObject({ accepted: 1, repeated: 1, refused: 1 })
    expect(await told(list)).toEqual([[4, '', 'said-otherwise']])
    // So does a row that lies far below, in another stretch.
    const many = Array.from({ length: 1_001 }, (_, at) => `2024-05,05,Market ${at},Garlic,KG,retail,,${2_000 + at}`)
    const far = await bring('Far', csv(...many, '2024-05,05,Market 0,Garlic,KG,retail,,9000'))
    expect(far.counts).toMatchObject({ accepted: 1_001, refused: 1 })
  })
})

describe('dirt', () => {
  test.each([
    ['an impossible month', '2024-13,05,Oral,Dirt,KG,retail,1.00,4000', '2024-13', 'not-a-month'],
    ['a month without its century', 'Jan-24,05,Oral,Dirt,KG,retail,1.00,4000', 'Jan-24', 'year-short'],
    ['a day that can be two', '03/04/2024,05,Oral,Dirt,KG,retail,1.00,4000', '03/04/2024', 'day-order-unknown'],
    ['30 February', '30/02/2024,05,Oral,Dirt,KG,retail,1.00,4000', '30/02/2024', 'no-such-day'],
    ['a code of no province', '2024-05,26,Oral,Dirt,KG,retail,1.00,4000', '26', 'not-a-place-code'],
    ['a province that is not there', '2024-05,12,Oral,Dirt,KG,retail,1.00,4000', '12', 'province-unknown'],
    ['an unknown kind', '2024-05,05,Oral,Dirt,KG,online,1.00,4000', 'online', 'not-a-price-kind'],
    ['no unit', '2024-05,05,Oral,Dirt,,retail,1.00,4000', '', 'missing'],
    ['no market', '2024-05,05,-,Dirt,KG,retail,1.00,4000', '-', 'missing'],
    ['no riel: dollars are not converted', '2024-05,05,Oral,Dirt,KG,retail,1.00,', '', 'missing'],
    ['riel with a fraction', '2024-05,05,Oral,Dirt,KG,retail,1.00,4000.5', '4000.5', 'not-whole'],
    ['a point or a group', '2024-05,05,Oral,Dirt,KG,retail,1.00,4.000', '4.000', 'decimal-point'],
    ['a comma that may be a point', '2024-05,05,Oral,Dirt,KG,retail,"1,5",4000', '1,5', 'decimal-comma'],
    ['dollars where riel belong', '2024-05,05,Oral,Dirt,KG,retail,1.00,$1', '$1', 'not-a-number'],
    ['parts of a cent', '2024-05,05,Oral,Dirt,KG,retail,1.005,4000', '1.005', 'not-whole-cents'],
    ['letters of an old font', '2024-05,05,ëfø®Æß,Dirt,KG,retail,1.00,4000', 'ëfø®Æß', 'legacy-font'],
  ])('%s is told, with what to do', async (name, row, text, code) => {
    const list = await bring(name, csv(row))
    expect(list.counts).toMatchObject({ accepted: 0, refused: 1 })
    expect(await told(list)).toEqual([[2, text, code]])
    for (const language of ['km', 'en'] as const) {
      expect((await lists.corrections(list, language)).split('\r\n')[1]!.length).toBeGreaterThan(row.length + 20)
    }
  })

  test('what only the door can know is told at its column', async () => {
    const list = await bring(
      'Door',
      csv('2024-07,05,Oral,Dirt,KG,retail,1.00,4000', '2024-05,05,Oral,Dirt,KG,retail,1.00,0'),
    )
    expect(await told(list)).toEqual([
      [2, '2024-07', { refused: 'price.month-ahead', month: '2024-07' }],
      [3, '0', { refused: 'price.not-above-zero' }],
    ])
  })

  test('a workbook with dates for months, numbers for codes and a hidden sheet is read', async () => {
    const list = await bring(
      'prices.xlsx',
      workbookOf({
        formats: ['yyyy-mm-dd'],
        sheets: [
          { name: 'Old', state: 'hidden', rows: [['Month'], ['2019-01']] },
          {
            name: 'Prices',
            rows: [
              ['Month', 'Province code', 'Market', 'Commodity', 'Unit', 'Price type', 'Price (KHR)'],
              [{ xml: '<v>45413</v>', attributes: 's="1"' }, 5, 'Oral', 'Workbook', '10 pcs', 'farm gate', 4500],
            ],
          },
        ],
      }),
    )
    expect(await told(list)).toEqual([])
    expect(await prices('Workbook')).toMatchObject([
      { home: '05', month: '2024-05', unit: '10 pcs', kind: 'farm-gate', riel: 4_500, cents: null, isEstimate: false },
    ])
  })

  test('corrected in the file that comes back, it is taken in and nothing else is touched', async () => {
    const text = csv('2024-05,05,Oral,Mended,KG,retail,0.50,2000', '2024-13,5,Oral,Mended,KG,retail,0.52,2100')
    const first = await bring('Mended', text)
    const file = await lists.corrections(first, 'km')
    expect(file).toContain('អ្វីដែលត្រូវកែ')
    const again = await bring('corrected.csv', file.replace('2024-13', '2024-04'), { list: 'Mended' })
    expect(again.counts).toMatchObject({ rows: 1, accepted: 1, refused: 0 })
    expect(await prices('Mended')).toHaveLength(2)
    expect((await bring('Mended', text.replace('2024-13', '2024-04'))).counts).toMatchObject({ repeated: 2 })
  })
})

test('a run that was cut off goes on as if it had not been', async () => {
  await bring('Before the cut', csv('2024-03,05,Oral,Cut,KG,retail,,1000'))
  const rows = Array.from(
    { length: 30 },
    (_, at) => `2024-0${1 + (at % 3)},05,Market ${at},Cut,KG,retail,,${1_000 + at}`,
  )
  const text = csv('2024-03,05,Oral,Cut,KG,retail,,1100', ...rows)
  const said = { kind: 'prices', by: malis.key, area: '', list: 'Cut' } as const
  const list = await lists.prepared(lists.file('cut.csv', text), said)
  await begin(list, lists.parts)
  const door = {
    ...lists.parts.door,
    async askAll(...given: Parameters<typeof play.door.askAll>) {
      await play.door.askAll(given[0].slice(0, 11), given[1])
      throw new Error('cut')
    },
  }
  await expect(runImport(list.key, { ...lists.parts, door })).rejects.toThrow('cut')
  expect(await runImport(list.key, lists.parts)).toBe('finished')
  const { counts } = await play.record('import', list.key)
  expect(counts).toMatchObject({ rows: 31, accepted: 31, repeated: 0, refused: 0 })
  const [oral] = (await prices('Cut')).filter(({ market }) => market === 'Oral')
  expect(oral).toMatchObject({ riel: 1_100, version: 2, revisions: [{ riel: 1_000 }] })
})

describe('who brings prices', () => {
  test('brings them where they may, and is told of the rows that lie elsewhere', async () => {
    await play.pool.query(
      `update person set grants = jsonb_set(grants, '{0,role}', '"registrar"') where home || '-' || id = $1`,
      [vanna.key],
    )
    await play.pool.query(
      `insert into place (code, kind, parent, name_km, name_latin, valid_from) values ('08', 'province', null, 'កណ្ដាល', 'Kandal', '2000-01-01')`,
    )
    const far = csv('2024-05,05,Oral,Reach,KG,retail,,1000', '2024-05,Kandal,Ta Khmau,Reach,KG,retail,,1000')
    const named = far.replace('province_code', 'province').replace(',05,', ',ខេត្តកំពង់ស្ពឺ,')
    const list = await bring('Reach', named, { by: vanna.key, area: '05' })
    expect(list.counts).toMatchObject({ accepted: 1, refused: 1 })
    expect(await told(list)).toEqual([[3, 'Kandal', { refused: 'actor.out-of-reach' }]])
  })

  test('without the duty nobody does', async () => {
    const wish = bring('Not mine', csv('2024-05,05,Oral,Reach,KG,retail,,1000'), { by: dara.key, area: '0508' })
    await expect(wish).rejects.toThrow('actor.out-of-reach')
  })

  test('sees no list of households, and whoever brings households none of prices', async () => {
    const households = 'Name,Sex,Village code\nSok Hidden,3,05080101\n'
    const theirs = await lists.takenIn(lists.file('households.csv', households), { list: 'Households' })
    const [m, d] = await Promise.all([malis.key, dara.key].map(reader))
    const seen = async (scope: typeof m) =>
      (await importReads.list.run(scope!, { limit: 100 }, play.pool)).map(({ kind }) => kind)
    expect(new Set(await seen(m))).toEqual(new Set(['prices']))
    expect(await seen(d)).toEqual(['households'])
    expect(await importReads.problems.run(m!, { key: theirs.key, limit: 10 }, play.pool)).toEqual([])
    expect(await play.as(malis).ask('import.giveUp', theirs.key, {})).toMatchObject({
      refusal: { refused: 'record.not-found' },
    })
  })

  async function reader(key: string) {
    const actors = await loadActors([key], play.now().toISOString(), await programmesOver()(play.pool), play.pool)
    return scopeOf(actors.get(key)!, 'import.run')
  }
})

/** Where somebody has a list as it is published; it is not ours to carry along. */
const published = process.env.PRICE_LIST ?? ''

test.skipIf(!existsSync(published))(
  'a published list, which PRICE_LIST names, is taken in whole and once',
  async () => {
    const text = readFileSync(published, 'utf8')
    const codes = [...new Set(text.split('\n').flatMap((line) => line.split(',')[1]?.match(/^\d\d$/) ?? []))]
    await play.pool.query(
      `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select code, 'province', null, code, code, '2000-01-01' from unnest($1::text[]) code on conflict do nothing`,
      [codes],
    )
    play.at('2026-06-10')
    const begun = performance.now()
    const list = await bring('Published prices', text)
    const rows = text.trim().split('\n').length - 1
    console.info(`${rows} prices, ${Math.round(rows / ((performance.now() - begun) / 1000))} a second`)
    expect(list.counts).toMatchObject({ rows, accepted: rows, refused: 0 })
    expect((await bring('Published prices', text)).counts).toMatchObject({ rows, accepted: 0, repeated: rows })
  },
  60_000,
)
