import * as z from 'zod/mini'
import {
  commodityCode,
  MarketName,
  Month,
  type MonthOfPrices,
  nameKey,
  type Price,
  type PriceFigure,
  type PriceKind,
  priceKinds,
  UnitName,
} from '#capabilities/markets/price.ts'
import { everything, type Scope } from '#door/actor.ts'
import { HomeText, type Key } from '#door/key.ts'
import { type Bilingual, Code } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const priceStore = recordStore<Price>({
  table: 'price',
  fields: [
    'programme',
    'place',
    'month',
    'market',
    'commodity',
    'unit',
    'kind',
    'riel',
    'cents',
    'isEstimate',
    'source',
    'import',
    'by',
    'at',
    'revisions',
  ],
  derived: { commodityKey: ({ commodity }) => nameKey(commodity), unitKey: ({ unit }) => nameKey(unit) },
})

/** More commodities than a market has; more months than a chart can show. */
const figuresMax = 1_000
const monthsMax = 120

/** The prices behind a figure, each with the names of those who brought and revised it. */
export interface PriceRow extends Omit<Price, 'programme' | 'place' | 'version'> {
  readonly people: Readonly<Record<Key, { readonly nameKm: string | null; readonly nameLatin: string | null }>>
}

export interface ProvinceWithPrices {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
  readonly latest: Month
}

const aboutOne = {
  programme: Code,
  province: HomeText,
  commodity: MarketName,
  unit: z.optional(UnitName),
  kind: z.optional(z.enum(priceKinds)),
}

// The median of an even number of prices is between two of them: whole riel, half away from zero.
const median = `round(percentile_cont(0.5) within group (order by riel)::numeric)::bigint`
const comesTo = `${median} as median, min(riel) as lowest, max(riel) as highest, count(*)::int as markets,
  bool_or(is_estimate) as "hasEstimates"`

export const priceReads = {
  board: read({
    summary: 'What the markets of a province come to in the latest month of each commodity, unit and kind.',
    permission: 'price.read',
    input: z.object({ programme: Code, province: HomeText, kind: z.optional(z.enum(priceKinds)) }),
    async run(scope, { programme, province, kind }, db) {
      if (!isSeen(scope, programme)) return []
      const { rows } = await db.query<Omit<PriceFigure, 'names' | 'before'> & Before & { commodityKey: string }>(
        `with monthly as (
           select commodity_key, unit_key, kind, month, min(commodity) as commodity, min(unit) as unit, ${comesTo}
           from price where home = $1 and programme = $2 and ($3::text is null or kind = $3)
           group by commodity_key, unit_key, kind, month
         ), followed as (
           select *, row_number() over each as back, lead(month) over each as "monthBefore",
             lead(median) over each as "medianBefore", lead(markets) over each as "marketsBefore"
           from monthly window each as (partition by commodity_key, unit_key, kind order by month desc)
         )
         select commodity, unit, kind, month, median, lowest, highest, markets, "hasEstimates",
           "monthBefore", "medianBefore", "marketsBefore"
         from followed where back = 1 order by commodity_key, unit_key, kind limit ${figuresMax}`,
        [province, programme, kind ?? null],
      )
      const names = await commodityNames(programme, db)
      return rows.map(({ monthBefore, medianBefore, marketsBefore, commodityKey: _, ...figure }): PriceFigure => {
        const before = monthBefore && { month: monthBefore, median: medianBefore!, markets: marketsBefore! }
        return { ...figure, names: names.get(commodityCode(figure.commodity)) ?? null, before: before || null }
      })
    },
  }),

  series: read({
    summary: 'A commodity in a province, month by month, the latest first, each unit and kind by itself.',
    permission: 'price.read',
    input: z.object(aboutOne),
    async run(scope, { programme, province, commodity, unit, kind }, db) {
      if (!isSeen(scope, programme)) return []
      const { rows } = await db.query<MonthOfPrices & { unit: string; kind: PriceKind }>(
        `select min(unit) as unit, kind, month, ${comesTo} from price where ${isAbout}
         group by unit_key, kind, month order by month desc, unit_key, kind limit ${monthsMax}`,
        aboutValues({ programme, province, commodity, unit, kind }),
      )
      return rows
    },
  }),

  records: read({
    summary:
      'The prices behind a figure, market by market: who brought each, with which list, and what was said before.',
    permission: 'price.read',
    input: z.object({
      ...aboutOne,
      month: z.optional(Month),
      after: z.optional(z.object({ month: Month, market: MarketName })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { month, after, limit, ...about }, db) {
      if (!isSeen(scope, about.programme)) return []
      const { rows } = await db.query<PriceRow>(
        `select r.*, coalesce((
           select jsonb_object_agg(who, jsonb_build_object('nameKm', p.name_km, 'nameLatin', p.name_latin))
           from unnest(array(select r.by union select one ->> 'by' from jsonb_array_elements(r.revisions) one
                             union select one ->> 'revisedBy' from jsonb_array_elements(r.revisions) one)) who
             join person p on p.home = left(who, 2) and p.id = substr(who, 4)::uuid), '{}') as people
         from (
           select home || '-' || id as key, month, market, commodity, unit, kind, riel, cents,
             is_estimate as "isEstimate", source, import, by, at, revisions
           from price where ${isAbout} and ($6::text is null or month = $6)
             and ($7::text is null or month < $7 or (month = $7 and market > $8))
           order by month desc, market, unit_key, kind limit $9
         ) r order by r.month desc, r.market`,
        [...aboutValues(about), month ?? null, after?.month ?? null, after?.market ?? null, limit],
      )
      return rows
    },
  }),

  provinces: read({
    summary: 'The provinces whose prices are known, with their latest month.',
    permission: 'price.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      if (!isSeen(scope, programme)) return []
      const { rows } = await db.query<ProvinceWithPrices>(
        `select code, name_km as "nameKm", name_latin as "nameLatin", latest
         from place cross join lateral (
           select max(month) as latest from price where home = code and programme = $1
         ) known where length(code) = 2 and latest is not null order by code`,
        [programme],
      )
      return rows
    },
  }),
}

interface Before {
  readonly monthBefore: Month | null
  readonly medianBefore: number | null
  readonly marketsBefore: number | null
}

/** A price is no secret: whoever has a part in the programme reads those of every province. */
function isSeen(scope: Scope, programme: string): boolean {
  return scope.some((reach) => reach.programme === everything || reach.programme === programme)
}

const isAbout = `home = $1 and programme = $2 and commodity_key = $3
  and ($4::text is null or unit_key = $4) and ($5::text is null or kind = $5)`

function aboutValues({ programme, province, commodity, unit, kind }: z.infer<z.ZodMiniObject<typeof aboutOne>>) {
  return [province, programme, nameKey(commodity), unit === undefined ? null : nameKey(unit), kind ?? null]
}

/** Names that the programme was opened with, by the code of the commodity. */
async function commodityNames(programme: string, db: Queryable): Promise<ReadonlyMap<string, Bilingual>> {
  const { rows } = await db.query<{ code: string; names: Bilingual }>(
    `select one ->> 'code' as code, one -> 'names' as names
     from programme, jsonb_array_elements(coalesce(definition -> 'commodities', '[]')) one where programme = $1`,
    [programme],
  )
  return new Map(rows.map(({ code, names }) => [code, names]))
}
