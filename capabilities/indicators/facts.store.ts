/**
 * Definitions compiled to SQL: each source is a query over records and journal that yields one fact a
 * row, with where and when it counts, whose it is, and what it is split by.
 *
 * What was ever reached is read from the journal, so that nothing done later can undo it; the state a
 * proposal stood in on a day is that of its last line by then.
 */
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import type { ProposalCommand, Source } from '#capabilities/indicators/indicator.ts'
import { proposalSteps } from '#capabilities/proposals/proposal.ts'

/**
 * A query for the facts of a source: `programme, place, key, household, "on", part, chain, minor, state`.
 * `$1` is the programme, `$2` the last day that counts, or null. Proposals that stand in a state are told
 * with it, in whichever they stand, so that one query serves every count of them.
 */
export function factsSql(source: Source): string {
  switch (source.of) {
    case 'trained-workers':
      return trainedWorkers
    case 'households':
      return households
    case 'proposals-that-were':
      return proposalsThatWere(source.asked)
    case 'proposals-in':
      return standingProposals
    case 'deliveries':
      return deliveries
    case 'attendances':
      return attendances
  }
}

/** The day it was in Cambodia. */
function dayAt(instant: string): string {
  return `((${instant} + interval '7 hours') at time zone 'UTC')::date`
}

const keyOf = (alias: string) => `${alias}.home || '-' || ${alias}.id`
const byThen = (day: string) => `($2::date is null or ${day} <= $2)`

/** Whoever was merged into another household is that household. */
const whose = (household: string) => `coalesce(h.merged_into, ${household})`
const householdOf = (household: string) =>
  `left join household h on h.home = left(${household}, 2) and h.id = substr(${household}, 4)::uuid`

/** Passed all that the programme requires by the day, and counts from the day of the last. */
const trainedWorkers = `
  select w.programme, w.place, ${keyOf('w')} as key, null::text as household, t.passed_on as "on", coalesce(w.sex, 'unknown') as part,
         null::text as chain, 0::bigint as minor, null::text as state
  from worker w
  join programme r on r.programme = w.programme
  cross join lateral (
    select count(*) as required, count(p.passed_on) as passed, max(p.passed_on) as passed_on
    from jsonb_array_elements_text(coalesce(r.definition -> 'requiredOfWorkers', '[]')) course
    left join lateral (select (one ->> 'on')::date as passed_on from jsonb_array_elements(w.passed) one where one ->> 'topic' = course limit 1) p on true
  ) t
  where w.programme = $1 and t.required > 0 and t.passed = t.required and ${byThen('t.passed_on')}`

/** The status in force on the last day that counts: the same rule as `categoryOn`. */
const category = `
  select case
    when proven.category <> 'general' then proven.category
    when ${byThen(`(h.exception ->> 'on')::date`)} and h.exception is not null then 'exception'
    else coalesce(proven.category, 'unknown') end as category
  from (select 1) one
  left join lateral (
    select e ->> 'category' as category
    from jsonb_array_elements(h.poverty) with ordinality as entries(e, place)
    where e ->> 'source' <> 'self-declared' and ${byThen(`(e ->> 'recordedOn')::date`)}
      and (e ->> 'expiresOn' is null or coalesce($2::date, ${dayAt('now()')}) <= (e ->> 'expiresOn')::date)
    order by e ->> 'recordedOn' desc, entries.place desc limit 1
  ) proven on true`

const households = `
  select h.programme, h.place, ${keyOf('h')} as key, ${keyOf('h')} as household, h.registered_on as "on", c.category as part,
         null::text as chain, 0::bigint as minor, null::text as state
  from household h cross join lateral (${category}) c
  where h.programme = $1 and ${byThen('h.registered_on')}
    and not (h.state = 'merged' and exists (
      select from jsonb_array_elements(h.judgements) j
      where j ->> 'verdict' = 'same' and ${byThen(dayAt(`(j ->> 'at')::timestamptz`))}))`

/** Each proposal on the first day it was so, with the money that its lines committed. */
function proposalsThatWere(asked: readonly ProposalCommand[]): string {
  return `
  select p.programme, p.place, ${keyOf('p')} as key, ${whose('p.household')} as household, t."on", p.category as part, p.chain, t.minor, null::text as state
  from (
    select j.home, j.about, min(${dayAt(ownClock)}) as "on", coalesce(sum(b.minor), 0)::bigint as minor
    from journal j
    left join posting b on b.home = j.home and b.envelope = j.envelope and b.debit like '%/committed'
    where j.programme = $1 and j.name = any(array[${asked.map(quoted).join(', ')}]) and j.outcome <> 'refused'
    group by j.home, j.about
  ) t
  join proposal p on p.home = t.home and p.id = substr(t.about, 4)::uuid
  ${householdOf('p.household')}
  where ${byThen('t."on"')}`
}

/** A line counts on the day of its command's own clock: decisions when received, what was done in the field when it happened. */
const ownClock = `case when j.name = any(array[${commandNames
  .filter((name) => name.startsWith('proposal.') && commandNamed(name)!.clock === 'happened')
  .map(quoted)
  .join(', ')}]) then j.happened_at else j.received_at end`

const stateAfter = new Map([
  ['proposal.draft', 'draft'],
  ...Object.entries(proposalSteps)
    .filter(([step, { to }]) => to !== 'same' && step !== 'uphold' && step !== 'overturn')
    .map(([step, { to }]) => [`proposal.${step}`, to] as const),
])

/** The state after the last step by the day. Referring a case to somebody else leaves it where it was. */
const standingProposals = `
  select p.programme, p.place, ${keyOf('p')} as key, ${whose('p.household')} as household, s."on", p.category as part, p.chain,
         0::bigint as minor, case
           ${[...stateAfter].map(([name, state]) => `when s.name = ${quoted(name)} then ${quoted(state)}`).join('\n           ')}
           when p.appeal ->> 'outcome' = 'overturned' then 'submitted'
           else 'rejected' end as state
  from (
    select distinct on (j.home, j.about) j.home, j.about, j.name, ${dayAt(ownClock)} as "on"
    from journal j
    where j.programme = $1 and j.name = any(array[${[...stateAfter.keys(), 'proposal.decideAppeal'].map(quoted).join(', ')}])
      and j.outcome <> 'refused' and ${byThen(dayAt(ownClock))}
    order by j.home, j.about, j.received_at desc, j.position desc
  ) s
  join proposal p on p.home = s.home and p.id = substr(s.about, 4)::uuid
  ${householdOf('p.household')}`

/** One for each hand-over, whoever's it is; what makes good a loss is not another. */
const deliveries = `
  select v.programme, v.place, ${keyOf('v')} || '/' || (d ->> 'id') as key, ${whose('v.household')} as household,
         ${dayAt(`(d ->> 'at')::timestamptz`)} as "on", p.category as part, v.chain, 0::bigint as minor,
         null::text as state
  from voucher v
  cross join jsonb_array_elements(v.handovers) d
  join proposal p on p.home = v.home and p.id = substr(v.proposal, 4)::uuid
  ${householdOf('v.household')}
  where v.programme = $1 and d ->> 'state' = 'delivered' and ${byThen(dayAt(`(d ->> 'at')::timestamptz`))}
    and exists (select from jsonb_array_elements(d -> 'lines') l where l ->> 'replaces' is null and (l ->> 'accepted')::int > 0)`

/** The household's own place, so that each stands in one province wherever it was taught. */
const attendances = `
  select t.programme, h.place, ${keyOf('t')} || '/' || a.member as key, ${whose('a.household')} as household, t.held_on as "on",
         coalesce(a.sex, 'unknown') as part, t.chain, 0::bigint as minor, null::text as state
  from training t
  cross join jsonb_to_recordset(t.attendance) as a(household text, member text, sex text, present boolean)
  join household h on h.home = left(a.household, 2) and h.id = substr(a.household, 4)::uuid
  where t.programme = $1 and a.present and ${byThen('t.held_on')}`

/** A code of ours as an SQL text. */
function quoted(code: string): string {
  if (!/^[A-Za-z.-]+$/.test(code)) throw new Error(`${code} is no code`)
  return `'${code}'`
}
