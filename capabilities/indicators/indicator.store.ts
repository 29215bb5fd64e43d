/**
 * Definitions compiled to SQL over records and journal. Each selects the records it counts, one row
 * each, so that a figure, its records and its parts by place come from one statement.
 */
import * as z from 'zod/mini'
import {
  definitions,
  type FigureKey,
  type Figures,
  faultsIn,
  figureKeys,
  type ReadingKey,
  readingKeys,
} from '#capabilities/indicators/indicator.ts'
import { everything, type Scope } from '#door/actor.ts'
import { KeyText } from '#door/key.ts'
import { decimal } from '#door/money.ts'
import { Code, type Day, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'

// $1 is the programme, $2 the day as of which is counted. Days are Cambodia's.
const by = (column: string) => `${column} < (($2::date + 1)::timestamp at time zone 'Asia/Phnom_Penh')`

/** Proposals that a command was accepted for by the day, one row each. */
const reached = (command: string) => `
  select p.home || '-' || p.id as key, p.place, p.category, null::bigint as minor
  from proposal p
  where p.programme = $1 and exists (
    select from journal j where j.home = p.home and j.about = p.home || '-' || p.id
      and j.name = '${command}' and j.outcome <> 'refused' and ${by('j.happened_at')})`

/** The last step of each proposal by the day. A case that was passed on a level has not taken a step. */
const lastSteps = `
  select distinct on (p.home, p.id) p.home || '-' || p.id as key, p.place, p.category, j.name, b.answer, b.envelope
  from proposal p
  join journal j on j.home = p.home and j.about = p.home || '-' || p.id
    and j.outcome <> 'refused' and j.name like 'proposal.%' and j.name not in ('proposal.refer', 'proposal.draft') and ${by('j.happened_at')}
  left join journal_body b on b.home = j.home and b.stream = j.stream and b.seq = j.seq and j.name = 'proposal.decideAppeal'
  where p.programme = $1
  order by p.home, p.id, j.received_at desc, j.position desc`

const isVerified = `name = 'proposal.verify'`
const isUnverified = `(name in ('proposal.submit', 'proposal.resubmit', 'proposal.return')
  or (name = 'proposal.decideAppeal' and envelope like '%"outcome":"overturned"%'))`
const standingAt = (condition: string) => `
  select key, place, category, null::bigint as minor from (${lastSteps}) last
  where ${condition} and key not in (select key from (${reached('proposal.approve')}) a)
    and key not in (select key from (${reached('proposal.reject')}) r)`

/** Hand-overs of which somebody other than the shop has accepted something. Replacements are not new deliveries. */
const deliveries = (condition = 'true') => `
  select (h ->> 'id') as key, v.place, p.category, v.household, null::bigint as minor
  from voucher v
  cross join jsonb_array_elements(v.handovers) h
  join proposal p on p.home = v.home and p.id = substr(v.proposal, 4)::uuid
  where v.programme = $1 and h ->> 'state' <> 'dismissed' and ${by(`(h ->> 'at')::timestamptz`)} and ${condition}
    and exists (select from jsonb_array_elements(h -> 'lines') l
                where (l ->> 'accepted')::int > 0 and jsonb_typeof(l -> 'replaces') = 'null')`

const trained = (condition = 'true') => `
  select w.home || '-' || w.id as key, w.place, null::text as category, null::bigint as minor
  from worker w join programme r on r.programme = w.programme
  where w.programme = $1 and w.recruited_on <= $2 and ${condition}
    and jsonb_array_length(r.definition -> 'requiredOfWorkers') > 0
    and not exists (
      select from jsonb_array_elements_text(r.definition -> 'requiredOfWorkers') course
      where not exists (select from jsonb_array_elements(w.passed) passed
                        where passed ->> 'topic' = course and (passed ->> 'on')::date <= $2))`

const sqlOf: Readonly<Record<FigureKey | ReadingKey, string>> = {
  extension_workers_trained: trained(),
  extension_workers_trained_women: trained(`w.sex = 'female'`),
  households_registered: `
    select home || '-' || id as key, place, null::text as category, null::bigint as minor
    from household where programme = $1 and registered_on <= $2 and state <> 'merged'`,
  proposals_received: reached('proposal.submit'),
  proposals_approved: reached('proposal.approve'),
  proposals_approved_value_usd: `
    select p.home || '-' || p.id as key, p.place, p.category, sum(m.minor)::bigint as minor
    from journal j
    join posting m on m.home = j.home and m.envelope = j.envelope and m.currency = 'USD' and m.debit like 'allotment/%/committed'
    join proposal p on p.home = j.home and j.about = p.home || '-' || p.id
    where j.programme = $1 and j.name = 'proposal.approve' and j.outcome = 'accepted' and ${by('j.happened_at')}
    group by p.home, p.id`,
  proposals_rejected: reached('proposal.reject'),
  proposals_verified: standingAt(isVerified),
  households_received_inputs: `select distinct household as key, null::text as place, null::text as category, null::bigint as minor from (${deliveries()}) d`,
  deliveries_to_id_poor: deliveries(`p.category in ('poor1', 'poor2')`),
  deliveries_to_non_id_poor: deliveries(`p.category not in ('poor1', 'poor2')`),
  households_trained: `
    select distinct a ->> 'household' as key, null::text as place, null::text as category, null::bigint as minor
    from training t cross join jsonb_array_elements(t.attendance) a
    where t.programme = $1 and t.held_on <= $2 and (a ->> 'present')::boolean`,
  proposals_undecided: standingAt(`(${isVerified} or ${isUnverified})`),
  proposals_not_yet_verified: standingAt(isUnverified),
  proposals_decided: `
    select key, place, category, null::bigint as minor from (${reached('proposal.approve')}) a
    union select key, place, category, null::bigint from (${reached('proposal.reject')}) r`,
  proposals_withdrawn_or_duplicate: standingAt(`name in ('proposal.withdraw', 'proposal.markDuplicate')`),
  household_deliveries: deliveries(),
}

const allKeys = [...figureKeys, ...readingKeys]

/** Every figure of a programme as of a day, in one statement. */
export async function countFigures(programme: string, asOf: Day, db: Queryable): Promise<Figures> {
  const selected = allKeys.map(
    (key) =>
      `(select ${definitions[key].sums ? 'coalesce(sum(minor), 0)' : 'count(*)'}::bigint from (${sqlOf[key]}) records) as "${key}"`,
  )
  const { rows } = await db.query<Figures>(`select ${selected.join(',\n')}`, [programme, asOf])
  return rows[0]!
}

interface Told {
  readonly programme: string
  readonly state: 'open' | 'closed'
  readonly asOf: Day | null
  readonly demonstration: boolean
  readonly from: Day
}

/** The published table: what a closed programme's records say of its last day. Null while there is none. */
export async function figuresTable(programme: string, db: Queryable) {
  const { rows } = await db.query<Told>(
    `select programme, state, as_of as "asOf", demonstration, coalesce(definition -> 'period' ->> 'from', opened_on::text) as "from" from programme where programme = $1 and state = 'closed'`,
    [programme],
  )
  const told = rows[0]
  if (!told?.asOf) return null
  const figures = await countFigures(programme, told.asOf, db)
  const faults = faultsIn(figures)
  if (faults.length > 0)
    throw new Error(`the figures of ${programme} do not add up and are not published: ${JSON.stringify(faults)}`)
  return {
    demonstration: told.demonstration,
    programme,
    asOf: told.asOf,
    figures: {
      ...Object.fromEntries(
        figureKeys.map((key) => [
          key,
          definitions[key].sums ? decimal({ currency: 'USD', minor: figures[key] }) : figures[key],
        ]),
      ),
      period: [told.from, told.asOf],
    },
    readings: Object.fromEntries(readingKeys.map((key) => [key, figures[key]])),
  }
}

const stages = {
  proposed: `select p.home || '-' || p.id as key, p.place, p.category from proposal p where p.programme = $1 and p.state <> 'draft'`,
  approved: `select p.home || '-' || p.id as key, p.place, p.category from proposal p where p.programme = $1 and p.approval is not null`,
  supplied: `select key, place, category from (${deliveries().replaceAll(by(`(h ->> 'at')::timestamptz`), 'true')}) d`,
} as const

export const indicatorReads = {
  table: read({
    summary: 'The figures of a programme as of today, or as of the day it was closed.',
    permission: 'indicator.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      if (!seesAll(scope, programme)) return null
      const { rows } = await db.query<{ asOf: Day; demonstration: boolean }>(
        `select coalesce(as_of, (now() at time zone 'Asia/Phnom_Penh')::date) as "asOf", demonstration from programme where programme = $1`,
        [programme],
      )
      if (!rows[0]) return null
      const figures = await countFigures(programme, rows[0].asOf, db)
      return { ...rows[0], programme, figures, faults: faultsIn(figures) }
    },
  }),

  stages: read({
    summary: 'How many are ID Poor among those who proposed, were approved and were supplied, within reach.',
    permission: 'proposal.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      const within = withinSql(scope, 2)
      const parts = Object.entries(stages).map(
        ([stage, sql]) => `select '${stage}' as stage, category, count(*)::int as records
             from (select $1::text as programme, key, place, category from (${sql}) all_of_them) located where ${within.text} group by category`,
      )
      const { rows } = await db.query<{ stage: string; category: string; records: number }>(parts.join(' union all '), [
        programme,
        ...within.values,
      ])
      return rows
    },
  }),

  records: read({
    summary: 'The records behind a figure, a page at a time.',
    permission: 'indicator.read',
    input: z.object({
      programme: Code,
      figure: z.enum(allKeys),
      asOf: z.optional(z.string()),
      place: z.optional(PlaceCode),
      after: z.optional(z.union([KeyText, z.string().check(z.maxLength(60))])),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, figure, place, after, limit }, db) {
      if (!seesAll(scope, programme)) return []
      const { rows } = await db.query<{ key: string; place: string | null; minor: number | null }>(
        `select key, place, minor from (${sqlOf[figure]}) records
         where ($3::text is null or starts_with(place, $3)) and ($4::text is null or key > $4) order by key limit $5`,
        [programme, await asOfDay(programme, db), place ?? null, after ?? null, limit],
      )
      return rows
    },
  }),
}

async function asOfDay(programme: string, db: Queryable): Promise<Day> {
  const { rows } = await db.query<{ day: Day }>(
    `select coalesce((select as_of from programme where programme = $1), (now() at time zone 'Asia/Phnom_Penh')::date) as day`,
    [programme],
  )
  return rows[0]!.day
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
