import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { priceReads } from '#capabilities/markets/price.store.ts'
import { commodityCode, priceKey } from '#capabilities/markets/price.ts'
import { castId, dara, malis, sophal } from '#dev/cast.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme({ bare: true, startsAt: '2024-06-10T02:00:00.000Z' })
})
afterAll(() => play.end())

type Input = InputOf<'price.record'>

function aPrice(changes: Partial<Input> = {}): Input {
  return {
    programme: programmeCode,
    province: '05',
    month: '2024-05',
    market: 'Chbar Mon',
    commodity: 'Carrots',
    unit: 'KG',
    kind: 'retail',
    riel: 3_400,
    cents: 85,
    isEstimate: false,
    source: 'Market prices',
    import: null,
    ...changes,
  }
}

const record = (changes: Partial<Input> = {}, by = malis) => {
  const input = aPrice(changes)
  return play.as(by).ask('price.record', priceKey(input), input)
}
const scope = [{ programme: programmeCode, places: ['0508'] }]
const one = { programme: programmeCode, province: '05' }

describe('a price', () => {
  test('is one record, whoever brings it and however it is written', async () => {
    expect(await record({ commodity: 'Leeks' })).toMatchObject({ outcome: 'accepted' })
    expect(await record({ commodity: ' leeks', market: 'CHBAR MON', source: 'Another list' })).toMatchObject({
      refusal: { refused: 'record.exists' },
    })
    expect(await play.record('price', priceKey(aPrice({ commodity: 'Leeks' })))).toMatchObject({
      version: 1,
      place: '05',
      riel: 3_400,
      cents: 85,
      by: malis.key,
      revisions: [],
    })
  })

  test('of another unit, kind, month or market is another', () => {
    const others = [
      {},
      { unit: '10 pcs' },
      { kind: 'wholesale' },
      { month: '2024-04' },
      { market: 'Kong Pisei' },
    ] as const
    expect(new Set(others.map((changes) => priceKey(aPrice(changes)))).size).toBe(others.length)
    expect(priceKey(aPrice({ unit: '1/2 kg' }))).not.toBe(priceKey(aPrice({ unit: '12 kg' })))
  })

  test.each<[string, Partial<Input>, object]>([
    ['of the next month', { month: '2024-07' }, { refused: 'price.month-ahead', month: '2024-07' }],
    ['of nothing', { riel: 0 }, { refused: 'price.not-above-zero' }],
    ['below nothing', { riel: -5 }, { refused: 'price.not-above-zero' }],
    ['of no cents', { cents: 0 }, { refused: 'price.not-above-zero' }],
    ['of a province that is not there', { province: '77' }, { refused: 'place.unknown', code: '77' }],
  ])('%s is refused', async (_, changes, refusal) => {
    expect(await record(changes)).toEqual({ outcome: 'refused', refusal })
  })

  test('of an impossible month is refused by its name', async () => {
    const about = priceKey(aPrice())
    expect(await play.as(malis).ask('price.record', about, aPrice({ month: '2024-13' }))).toMatchObject({
      refusal: { refused: 'input.invalid', fields: [{ path: 'month', problem: 'month.impossible' }] },
    })
  })

  test('under a key that is not its own is refused', async () => {
    expect(await play.as(malis).ask('price.record', priceKey(aPrice()), aPrice({ month: '2024-04' }))).toMatchObject({
      refusal: { refused: 'record.not-found' },
    })
  })

  test('is recorded by those whose duty it is', async () => {
    expect(await record({ commodity: 'Okra' }, dara)).toMatchObject({ refusal: { refused: 'actor.not-allowed' } })
    expect(await record({ commodity: 'Okra' }, sophal)).toMatchObject({ outcome: 'accepted' })
  })
})

describe('another amount', () => {
  const about = priceKey(aPrice({ commodity: 'Pumpkin' }))
  const told = { source: 'Corrected', import: null, reason: 'Typed wrongly' }
  beforeAll(async () => {
    await record({ commodity: 'Pumpkin', isEstimate: true })
  })

  test('takes the place of the first, which stays with who said it', async () => {
    const price = await play.as(sophal).does('price.revise', about, {
      was: { riel: 3_400, cents: 85 },
      becomes: { riel: 3_600, cents: 90, isEstimate: false },
      ...told,
    })
    expect(price).toMatchObject({
      ...{ version: 2, riel: 3_600, cents: 90, isEstimate: false, source: 'Corrected', by: sophal.key },
      revisions: [
        {
          ...{ riel: 3_400, cents: 85, isEstimate: true, source: 'Market prices', by: malis.key },
          ...{ revisedBy: sophal.key, reason: 'Typed wrongly' },
        },
      ],
    })
  })

  test.each<[string, Partial<InputOf<'price.revise'>>, object]>([
    ['than one that stands no more', { was: { riel: 3_400, cents: 85 } }, { refused: 'field.clash', fields: ['riel'] }],
    ['that is the same', { becomes: { riel: 3_600, cents: 90, isEstimate: false } }, { refused: 'price.unchanged' }],
    ['of nothing', { becomes: { riel: 0, cents: 90, isEstimate: false } }, { refused: 'price.not-above-zero' }],
    [
      'worked out from dollars',
      { becomes: { riel: 9, cents: 90, isEstimate: true } },
      { refused: 'price.seen-in-market' },
    ],
  ])('%s is refused', async (_, changes, refusal) => {
    const input = {
      was: { riel: 3_600, cents: 90 },
      becomes: { riel: 3_700, cents: 92, isEstimate: false },
      ...told,
      ...changes,
    }
    expect(await play.as(malis).ask('price.revise', about, input)).toEqual({ outcome: 'refused', refusal })
  })
})

describe('the board of a province', () => {
  const cabbage = 'Cabbage (bok choy)'
  beforeAll(async () => {
    const markets: [string, string, number][] = [
      ['2024-01', 'Chbar Mon', 2_000],
      ['2024-03', 'Chbar Mon', 3_000],
      ['2024-03', 'Kong Pisei', 3_500],
      ['2024-05', 'Chbar Mon', 4_000],
      ['2024-05', 'Kong Pisei', 4_601],
      ['2024-05', 'Oral', 5_000],
      ['2024-05', 'Udong', 9_000],
    ]
    for (const [month, market, riel] of markets) await record({ commodity: cabbage, month, market, riel, cents: null })
    await record({ commodity: cabbage, month: '2024-05', market: 'Oral', riel: 1, unit: 'bunch', cents: null })
    await record({
      commodity: cabbage,
      month: '2024-04',
      market: 'Oral',
      riel: 800,
      kind: 'wholesale',
      isEstimate: true,
    })
  })

  const boardOf = async (kind?: 'retail') =>
    (await priceReads.board.run(scope, { ...one, ...(kind && { kind }) }, play.pool)).filter(
      ({ commodity }) => commodity === cabbage,
    )

  test('has the latest month of each unit and kind, its median, range and markets, and the month before', async () => {
    expect(await boardOf()).toEqual([
      {
        ...{ commodity: cabbage, names: null, unit: 'bunch', kind: 'retail', month: '2024-05' },
        ...{ median: 1, lowest: 1, highest: 1, markets: 1, hasEstimates: false, before: null },
      },
      {
        ...{ commodity: cabbage, names: null, unit: 'KG', kind: 'retail', month: '2024-05' },
        ...{ median: 4_801, lowest: 4_000, highest: 9_000, markets: 4, hasEstimates: false },
        before: { month: '2024-03', median: 3_250, markets: 2 },
      },
      {
        ...{ commodity: cabbage, names: null, unit: 'KG', kind: 'wholesale', month: '2024-04' },
        ...{ median: 800, lowest: 800, highest: 800, markets: 1, hasEstimates: true, before: null },
      },
    ])
    expect((await boardOf('retail')).map(({ unit }) => unit)).toEqual(['bunch', 'KG'])
  })

  test('opens into its months, and these into the prices behind them with who brought each', async () => {
    const about = { ...one, commodity: cabbage, unit: 'kg', kind: 'retail' } as const
    const series = await priceReads.series.run(scope, about, play.pool)
    expect(series.map(({ month, median, markets }) => [month, median, markets])).toEqual([
      ['2024-05', 4_801, 4],
      ['2024-03', 3_250, 2],
      ['2024-01', 2_000, 1],
    ])
    const records = (more: object = {}) =>
      priceReads.records.run(scope, { ...about, limit: 3, ...more } as never, play.pool)
    const first = await records()
    expect(first.map(({ month, market, riel }) => [month, market, riel])).toEqual([
      ['2024-05', 'Chbar Mon', 4_000],
      ['2024-05', 'Kong Pisei', 4_601],
      ['2024-05', 'Oral', 5_000],
    ])
    expect(first[0]).toMatchObject({ by: malis.key, source: 'Market prices', revisions: [] })
    expect(first[0]!.people[malis.key]).toEqual({ nameKm: malis.nameKm, nameLatin: malis.nameLatin })
    const { month, market } = first[2]!
    expect((await records({ after: { month, market } })).map((row) => [row.month, row.market])).toEqual([
      ['2024-05', 'Udong'],
      ['2024-03', 'Chbar Mon'],
      ['2024-03', 'Kong Pisei'],
    ])
    expect(await records({ month: '2024-01' })).toHaveLength(1)
  })

  test('calls a commodity by the names that the programme gives it', async () => {
    const story = keyOf('00', castId(300))
    const { definition } = await play.record('programme', story)
    const names = { km: 'ស្ពៃតឿ', en: cabbage }
    const commodities = [{ code: commodityCode(cabbage), names }]
    expect(commodities[0]!.code).toBe('cabbage-bok-choy')
    await play.as('system').does('programme.revise', story, { definition: { ...definition, commodities } })
    expect((await boardOf())[0]!.names).toEqual(names)
  })

  test('is read by whoever has a part in the programme, wherever they work, and by nobody else', async () => {
    const elsewhere = [{ programme: 'elsewhere', places: [''] }]
    expect(await priceReads.board.run(elsewhere, one, play.pool)).toEqual([])
    expect(await priceReads.provinces.run(elsewhere, { programme: programmeCode }, play.pool)).toEqual([])
    expect(await priceReads.provinces.run(scope, { programme: programmeCode }, play.pool)).toEqual([
      { code: '05', nameKm: 'កំពង់ស្ពឺ', nameLatin: 'Kampong Speu', latest: '2024-05' },
    ])
  })
})

describe('with five years of prices from all the country', () => {
  beforeAll(async () => {
    await play.pool.query(
      `insert into price (home, id, version, programme, place, month, market, commodity, commodity_key, unit, unit_key,
         kind, riel, is_estimate, source, by, at, revisions)
       select p.code, gen_random_uuid(), 1, $1, p.code, to_char(month, 'YYYY-MM'), 'Market ' || market, 'Crop ' || crop, 'crop ' || crop,
         'KG', 'kg', kind, 1000 + crop * market, false, 'Many', '00-x', now(), '[]'
       from (select lpad(n::text, 2, '0') as code from generate_series(1, 24) n) p, generate_series(date '2019-01-01', date '2023-12-01', interval '1 month') month,
         generate_series(1, 3) market, generate_series(1, 10) crop, (values ('retail'), ('wholesale')) k(kind)`,
      [programmeCode],
    )
  })

  test.each([['fresh'], ['none']])(
    'the board and the series use their index, with statistics that are %s',
    async (are) => {
      if (are === 'fresh') await play.pool.query('vacuum analyze price')
      else await play.pool.query(`delete from pg_statistic where starelid = 'price'::regclass`)
      const plans: string[] = []
      const explaining = {
        query: async (text: string, values: unknown[]) => {
          if (!/\bprice\b/.test(text)) return { rows: [] }
          const { rows } = await play.pool.query(`explain ${text}`, values)
          plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
          return { rows: [] }
        },
      } as never
      await priceReads.board.run(scope, { ...one }, explaining)
      await priceReads.series.run(scope, { ...one, commodity: 'Crop 3' }, explaining)
      await priceReads.records.run(scope, { ...one, commodity: 'Crop 3', month: '2020-01', limit: 50 }, explaining)
      await priceReads.provinces.run(scope, { programme: programmeCode }, explaining)
      expect(plans).toHaveLength(4)
      const [board, series, records, provinces] = plans
      // A board reads all of its province, and nothing of the others.
      expect(board).toMatch(/Index Cond: \(+home = /)
      expect(series).toContain('by commodity and month')
      expect(records).toContain('prices of a province')
      expect(provinces).toContain('the latest month first')
      for (const plan of plans) expect(plan).not.toContain('Seq Scan on price')
    },
  )
})
