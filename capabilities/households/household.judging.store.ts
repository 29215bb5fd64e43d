/**
 * What waits to be judged, what was judged, and which records belong together.
 *
 * Of a household that lies elsewhere nobody is told more than that there is one, and which office to ask.
 */
import * as z from 'zod/mini'
import type {
  JudgedRow,
  Named,
  OpenSuspicion,
  Relation,
  SuspectedRow,
  Ties,
} from '#capabilities/households/household.relations.ts'
import { type Household, headOf, type Suspicion } from '#capabilities/households/household.ts'
import type { Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Code, Day, Instant, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageKeys } from '#server/database/page.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { steered } from '#server/database/steered.ts'

const limit = z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50)

export const judgingReads = {
  suspected: read({
    summary: 'Households that may be the same as another, most urgent first, with what speaks for it.',
    permission: 'household.judge',
    input: z.object({
      programme: z.optional(Code),
      place: z.optional(PlaceCode),
      after: z.optional(z.object({ judgeBy: Day, key: KeyText })),
      limit,
    }),
    async run(scope, { programme, place, after, limit }, db): Promise<SuspectedRow[]> {
      const list = { table: 'household', by: 'judge_by', type: 'date', always: [`judge_by is not null`, isSuspected] }
      const wanted = { programme, place, limit, after: after && { value: after.judgeBy, key: after.key } }
      const keys = await pageKeys(scope, list, wanted, db)
      const { rows } = await db.query<Row & Pick<Household, 'programme' | 'suspicions'> & { judgeBy: Day }>(
        `select ${relation}, h.programme, h.suspicions, h.judge_by as "judgeBy" from ${these} order by h.judge_by, h.home, h.id limit $2`,
        [keys, limit],
      )
      const others = await relationsOf(
        rows.flatMap(({ suspicions }) => suspicions.map(({ other }) => other)),
        scope,
        db,
      )
      return rows.map(({ members, suspicions, ...row }) => ({
        ...row,
        head: headIn(members),
        suspicions: suspicions.map((open) => openSuspicion(open, others.get(open.other))),
      }))
    },
  }),

  waitingToBeJudged: read({
    summary: 'How many households wait to be judged, by programme, and by when the first should be.',
    permission: 'household.judge',
    input: z.object({}),
    async run(scope, _, db) {
      const within = withinSql(scope, 1)
      return steered<{ programme: string; households: number; firstDueOn: Day }>(
        ['seqscan'],
        `select programme, count(*)::int as households, min(judge_by) as "firstDueOn" from household
         where judge_by is not null and ${isSuspected} and ${within.text} group by programme order by programme`,
        within.values,
        db,
      )
    },
  }),

  judged: read({
    summary: 'Households that somebody judged the same as another or not, newest first, with who said so and why.',
    permission: 'household.judge',
    input: z.object({
      programme: z.optional(Code),
      after: z.optional(z.object({ judgedAt: Instant, key: KeyText })),
      limit,
    }),
    async run(scope, { programme, after, limit }, db): Promise<JudgedRow[]> {
      const values: unknown[] = []
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = [
        'h.judged_at is not null',
        ...(programme ? [`h.programme = ${bind(programme)}`] : []),
        ...(after
          ? [
              `(h.judged_at, h.home, h.id) < (${bind(after.judgedAt)}::timestamptz, ${bind(homeOf(after.key))}, ${bind(idOf(after.key))}::uuid)`,
            ]
          : []),
      ]
      const within = withinSql(scope, values.length + 1, { alias: 'h' })
      values.push(...within.values)
      const rows = await steered<Row & Pick<Household, 'judgements'> & { judgedAt: Instant }>(
        ['seqscan'],
        `select ${relation}, h.judgements, h.judged_at as "judgedAt" from household h
         where ${[...conditions, within.text].join(' and ')} order by h.judged_at desc, h.home desc, h.id desc limit ${bind(limit)}`,
        values,
        db,
      )
      const all = rows.flatMap(({ judgements }) => judgements)
      const others = await relationsOf(
        all.map(({ other }) => other),
        scope,
        db,
      )
      const people = await namesOf(
        all.map(({ by }) => by),
        db,
      )
      return rows.map(({ members, judgements, ...row }) => ({
        ...row,
        head: headIn(members),
        judgements: judgements.map(({ other, verdict, reason, at, by }) => ({
          verdict,
          reason,
          at,
          other: others.get(other) ?? null,
          by: people.get(by) ?? null,
        })),
      }))
    },
  }),

  ties: read({
    summary:
      'The households that one was joined with, judged against, left for or came from, and who says so, by name.',
    permission: 'household.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db): Promise<Ties | null> {
      const within = withinSql(scope, 3, { alias: 'h', household: `(h.home || '-' || h.id)` })
      const { rows } = await db.query<Tied>(
        `select h.members, h.merged_into as "mergedInto", h.absorbed, h.judgements, h.parted_from as "partedFrom", h.moves,
                h.registered_by as "registeredBy", h.assisted_by as "assistedBy", h.suspicions
         from household h where h.home = $1 and h.id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
      )
      const [household] = rows
      if (!household) return null
      const { rows: joined } = await db.query<{ key: Key; absorbed: Key[] }>(
        `select home || '-' || id as key, absorbed from household where merged_into = $1`,
        [key],
      )
      const keys = [...keysIn(household), ...joined.flatMap((one) => [one.key, ...one.absorbed])]
      const relations = await relationsOf(keys, scope, db)
      const people = await namesOf(peopleIn(household), db)
      return { households: [...relations.values()], people: [...people.values()] }
    },
  }),
}

/** What is known of suspicions to somebody of this reach: of those elsewhere only that there is one. */
export async function asSeenWithin(scope: Scope, household: Household, db: Queryable): Promise<Household> {
  if (household.suspicions.length === 0) return household
  const reached = await relationsOf(household.suspects, scope, db)
  return {
    ...household,
    suspects: household.suspects.map((other) => (reached.has(other) ? other : '')),
    suspicions: household.suspicions.map((open) =>
      reached.has(open.other) ? open : { ...open, other: '', score: 0, grounds: [], unsure: null },
    ),
  }
}

function openSuspicion(open: Suspicion, other: Relation | undefined): OpenSuspicion {
  const { since, due, office } = open
  if (!other) return { other: null, score: 0, grounds: [], since, due, office, unsure: null }
  const { score, grounds, unsure } = open
  return { other, score, grounds, since, due, office, unsure: unsure && { reason: unsure.reason, at: unsure.at } }
}

const isSuspected = 'cardinality(suspects) > 0'

interface Row extends Omit<Relation, 'head'> {
  readonly members: Household['members']
}

const relation = `h.home || '-' || h.id as key, h.place, h.state, h.merged_into as "mergedInto", h.registered_on as "registeredOn", h.members`
// Each by its own key, whatever the statistics say: they may be from when there were twenty households.
const these = `unnest($1::text[]) as found(key) cross join lateral (
  select * from household where home = left(found.key, 2) and id = substr(found.key, 4)::uuid offset 0) h`

async function relationsOf(keys: readonly Key[], scope: Scope, db: Queryable): Promise<Map<Key, Relation>> {
  const wanted = [...new Set(keys)]
  if (wanted.length === 0) return new Map()
  const within = withinSql(scope, 2, { alias: 'h', household: `(h.home || '-' || h.id)` })
  const { rows } = await db.query<Row>(`select ${relation} from ${these} where ${within.text}`, [
    wanted,
    ...within.values,
  ])
  return new Map(rows.map(({ members, ...row }) => [row.key, { ...row, head: headIn(members) }]))
}

async function namesOf(keys: readonly Key[], db: Queryable): Promise<Map<Key, Named>> {
  const { rows } = await db.query<Named>(
    `select p.home || '-' || p.id as key, p.name_km as "nameKm", p.name_latin as "nameLatin"
     from unnest($1::text[]) as found(key) join person p on p.home = left(found.key, 2) and p.id = substr(found.key, 4)::uuid`,
    [[...new Set(keys)]],
  )
  return new Map(rows.map((person) => [person.key, person]))
}

type Tied = Pick<
  Household,
  | 'members'
  | 'mergedInto'
  | 'absorbed'
  | 'judgements'
  | 'partedFrom'
  | 'moves'
  | 'registeredBy'
  | 'assistedBy'
  | 'suspicions'
>

function keysIn({ members, mergedInto, absorbed, judgements, partedFrom, suspicions }: Tied): Key[] {
  return [
    mergedInto,
    ...absorbed,
    partedFrom?.household,
    ...judgements.map(({ other }) => other),
    ...suspicions.map(({ other }) => other),
    ...members.map(({ left }) => left?.household),
  ].filter((key): key is Key => Boolean(key))
}

function peopleIn({ members, judgements, moves, registeredBy, assistedBy, suspicions }: Tied): Key[] {
  return [
    registeredBy,
    ...(assistedBy ? [assistedBy] : []),
    ...judgements.map(({ by }) => by),
    ...moves.map(({ by }) => by),
    ...suspicions.flatMap(({ unsure }) => unsure?.by ?? []),
    ...members.flatMap(({ left }) => left?.by ?? []),
  ]
}

function headIn(members: Household['members']): Relation['head'] {
  const { nameKm, nameLatin } = headOf({ members } as Household)
  return { nameKm, nameLatin }
}
