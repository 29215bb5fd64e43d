import * as z from 'zod/mini'
import { factsSql } from '#capabilities/indicators/facts.store.ts'
import {
  type AnyKey,
  allKeys,
  type FigureKey,
  type Figures,
  faultsIn,
  figureKeys,
  hideSmall,
  type Indicator,
  indicators,
  readingKeys,
  type Split,
  splits,
  whyNotAdditive,
} from '#capabilities/indicators/indicator.ts'
import { everything, type Scope } from '#door/actor.ts'
import { decimal } from '#door/money.ts'
import { type Bilingual, Code, type Day, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'

/** Every figure of a programme as of a day, counted from the records: one statement for each kind of fact. */
export async function countFigures(programme: string, asOf: Day, db: Queryable): Promise<Figures> {
  const bySource = new Map<string, AnyKey[]>()
  for (const key of allKeys) {
    const sql = factsSql(indicators[key].source)
    bySource.set(sql, [...(bySource.get(sql) ?? []), key])
  }
  const counts: Partial<Record<AnyKey, number>> = {}
  for (const [sql, keys] of bySource) {
    const sums = keys.map(
      (key) => `${sumSql(indicators[key])} filter (where ${belongsSql(indicators[key])}) as "${key}"`,
    )
    const { rows } = await db.query<Partial<Figures>>(
      `with fact as materialized (${sql}) select ${sums.join(', ')} from fact`,
      [programme, asOf],
    )
    for (const key of keys) counts[key] = Number(rows[0]![key] ?? 0)
  }
  return counts as Figures
}

/** Counted each or by household; money is added up. */
function sumSql({ counts, uniqueBy }: Indicator): string {
  if (counts === 'money') return 'sum(minor)'
  return `count(distinct ${uniqueBy === 'household' ? 'household' : 'key'})`
}

/** Which facts of its source an indicator counts. */
function belongsSql({ source, parts }: Indicator): string {
  const states = source.of === 'proposals-in' ? source.states : undefined
  const among = (column: string, codes: readonly string[] | undefined) =>
    codes ? `${column} in (${codes.map((each) => `'${each}'`).join(', ')})` : 'true'
  return `${among('part', parts)} and ${among('state', states)}`
}

interface Told {
  readonly programme: string
  readonly state: 'open' | 'closed'
  readonly asOf: Day
  readonly demonstration: boolean
  readonly from: Day
  /** The least that a public cell may show. */
  readonly least: number
}

/** As of the day it was closed, or of today. */
async function programmeNamed(code: string, db: Queryable): Promise<Told | undefined> {
  const { rows } = await db.query<Told>(
    `select programme, state, demonstration, coalesce(as_of, ((now() + interval '7 hours') at time zone 'UTC')::date) as "asOf",
            coalesce(definition -> 'period' ->> 'from', opened_on::text) as "from",
            coalesce((definition ->> 'smallestCell')::int, ${smallestCell}) as least
     from programme where programme = $1`,
    [code],
  )
  return rows[0]
}

const smallestCell = 10

/** The published table: what a closed programme's records say of its last day. Null while there is none. */
export async function figuresTable(programme: string, db: Queryable) {
  const known = await programmeNamed(programme, db)
  if (known?.state !== 'closed') return null
  const figures = await countFigures(programme, known.asOf, db)
  const faults = faultsIn(figures)
  if (faults.length > 0)
    throw new Error(`the figures of ${programme} do not add up and are not published: ${JSON.stringify(faults)}`)
  return {
    demonstration: known.demonstration,
    programme,
    asOf: known.asOf,
    figures: { ...publishedFigures(figures), period: [known.from, known.asOf] as const },
    readings: Object.fromEntries(readingKeys.map((key) => [key, figures[key]])),
    byProvince: await publicSplits(programme, known, db),
    howCounted: Object.fromEntries(
      allKeys.map((key) => {
        const { counts, uniqueBy, moment, additiveOver, how } = indicators[key]
        return [key, { counts, uniqueBy, moment, additiveOver, how }]
      }),
    ),
  }
}

function publishedFigures(figures: Figures): Record<FigureKey, number | string> {
  return Object.fromEntries(figureKeys.map((key) => [key, told(key, figures[key])])) as Record<
    FigureKey,
    number | string
  >
}

/** A count, or the decimal text of an amount. */
function told(key: AnyKey, value: number): number | string {
  return indicators[key].counts === 'money' ? decimal({ currency: 'USD', minor: value }) : value
}

/**
 * By province, for everybody to see: cells that would tell of single households are hidden. Poverty is
 * told for the whole country only.
 */
async function publicSplits(programme: string, { asOf, least }: Told, db: Queryable) {
  const splits: Record<string, Readonly<Record<string, number | null>>> = {}
  for (const key of figureKeys) {
    const { counts, additiveOver, source, parts } = indicators[key]
    // The rest of a sum would betray a hidden part, so of poverty nothing is told by province.
    const isOfPoverty = parts !== undefined && source.of === 'deliveries'
    if (counts === 'money' || isOfPoverty || !additiveOver.includes('province')) continue
    const { cells } = await splitOf(key, 'province', { scope: [{ programme, places: [''] }], programme, asOf }, db)
    splits[key] = hideSmall(cells, least)
  }
  return splits
}

interface Counting {
  readonly scope: Scope
  readonly programme: string
  readonly asOf: Day
}

/** The facts of an indicator that somebody may see, as the beginning of a statement. */
function counted(indicator: Indicator, { scope, programme, asOf }: Counting) {
  const within = withinSql(scope, 3, { household: 'household' })
  return {
    text: `with fact as materialized (
      select * from (${factsSql(indicator.source)}) fact where ${belongsSql(indicator)} and ${within.text})`,
    values: [programme, asOf, ...within.values] as unknown[],
  }
}

interface SplitTable {
  readonly cells: Readonly<Record<string, number>>
  readonly whole: number
  /** Null where the parts sum to the whole. */
  readonly whyNotAdditive: Bilingual | null
}

async function splitOf(key: AnyKey, by: Split, counting: Counting, db: Queryable): Promise<SplitTable> {
  const indicator = indicators[key]
  const { text, values } = counted(indicator, counting)
  const sum = `coalesce(${sumSql(indicator)}, 0)::bigint`
  const { rows } = await db.query<{ of: string | null; value: number; isWhole: boolean }>(
    `${text} select ${splitSql[by]} as of, ${sum} as value, grouping(${splitSql[by]}) = 1 as "isWhole"
     from fact group by grouping sets ((${splitSql[by]}), ()) order by 1 nulls last`,
    values,
  )
  const whole = rows.find(({ isWhole }) => isWhole)?.value ?? 0
  const cells = Object.fromEntries(
    rows.filter(({ isWhole }) => !isWhole).map(({ of, value }) => [of ?? 'unknown', value]),
  )
  const isAdditive = indicator.additiveOver.includes(by)
  const parts = Object.values(cells).reduce((total, value) => total + value, 0)
  if (isAdditive && parts !== whole) throw new Error(`${key} by ${by} adds up to ${parts} and not to ${whole}`)
  return { cells, whole, whyNotAdditive: isAdditive ? null : whyNotAdditive(indicator, by) }
}

const splitSql: Readonly<Record<Split, string>> = {
  province: 'left(place, 2)',
  month: `to_char("on", 'YYYY-MM')`,
  part: 'part',
  chain: 'chain',
}

const Key = z.enum(allKeys)

export const indicatorReads = {
  table: read({
    summary: 'The figures of a programme as of today, or as of the day it was closed.',
    permission: 'indicator.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      const known = seesAll(scope, programme) ? await programmeNamed(programme, db) : undefined
      if (!known) return null
      const { asOf, demonstration } = known
      const figures = await countFigures(programme, asOf, db)
      return { asOf, demonstration, programme, figures, faults: faultsIn(figures) }
    },
  }),

  /** Unlike what is published, nothing is hidden: whoever may read this may see the records. */
  split: read({
    summary: 'One figure by province, month, part or chain, and why the parts do not sum where they do not.',
    permission: 'indicator.read',
    input: z.object({ programme: Code, figure: Key, by: z.enum(splits) }),
    async run(scope, { programme, figure, by }, db) {
      const known = seesAll(scope, programme) ? await programmeNamed(programme, db) : undefined
      return known ? splitOf(figure, by, { scope, programme, asOf: known.asOf }, db) : null
    },
  }),

  stages: read({
    summary: 'How many are ID Poor among those registered, proposed, approved and supplied, within reach.',
    permission: 'proposal.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      const known = await programmeNamed(programme, db)
      const stages: { stage: string; category: string; records: number }[] = []
      if (!known) return stages
      for (const [stage, key] of stageFigures) {
        const { cells } = await splitOf(key, 'part', { scope, programme, asOf: known.asOf }, db)
        for (const [category, records] of Object.entries(cells)) stages.push({ stage, category, records })
      }
      return stages
    },
  }),

  records: read({
    summary: 'The records behind a figure, a page of keys at a time.',
    permission: 'indicator.read',
    input: z.object({
      programme: Code,
      figure: Key,
      place: z.optional(PlaceCode),
      /** Only one cell of a split. */
      cell: z.optional(z.object({ by: z.enum(splits), of: z.string().check(z.maxLength(60)) })),
      after: z.optional(z.string().check(z.maxLength(160))),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, figure, place, cell, after, limit }, db) {
      const known = await programmeNamed(programme, db)
      if (!known) return []
      const indicator = indicators[figure]
      const { text, values } = counted(indicator, { scope, programme, asOf: known.asOf })
      const at = values.length
      // What counts once is shown once, with the first fact it counts for.
      const key = indicator.uniqueBy === 'household' ? 'household' : 'key'
      const { rows } = await db.query<IndicatorRecord>(
        `${text} select ${key} as key, min(household) as household, min(place) as place, min("on") as "on", sum(minor)::bigint as minor
         from fact
         where ($${at + 1}::text is null or starts_with(place, $${at + 1}))
           and ($${at + 2}::text is null or ${cell ? splitSql[cell.by] : 'null::text'} = $${at + 2})
           and ($${at + 3}::text is null or ${key} > $${at + 3})
         group by 1 order by 1 limit $${at + 4}`,
        [...values, place ?? null, cell?.of ?? null, after ?? null, limit],
      )
      return rows
    },
  }),
}

const stageFigures = [
  ['registered', 'households_registered'],
  ['proposed', 'proposals_received'],
  ['approved', 'proposals_approved'],
  ['supplied', 'household_deliveries'],
] as const

export interface IndicatorRecord {
  readonly key: string
  readonly household: string | null
  readonly place: string
  readonly on: Day
  readonly minor: number
}

/** Totals of a programme are for those who see all of it. */
function seesAll(scope: Scope, programme: string): boolean {
  return scope.some(
    (reach) =>
      (reach.programme === programme || reach.programme === everything) &&
      reach.places.includes('') &&
      !reach.household &&
      !reach.shop,
  )
}
