import * as z from 'zod/mini'
import type { Worker } from '#capabilities/workers/worker.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { Code, PlaceCode } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const workerStore = recordStore<Worker>({
  table: 'worker',
  fields: ['programme', 'place', 'sex', 'state', 'communes', 'recruitedOn', 'leftOn', 'contract', 'passed'],
})

/** A worker with the name of the person. */
export interface WorkerRow extends Worker {
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

const shown = `w.home || '-' || w.id as key, w.version, w.programme, w.place, w.sex, w.state, w.communes, w.recruited_on as "recruitedOn",
  w.left_on as "leftOn", w.contract, w.passed, p.name_km as "nameKm", p.name_latin as "nameLatin"`
const workers =
  'worker w left join person p on p.home = w.home and p.id = w.id left join required r on r.programme = w.programme'

/** What each programme requires, as the beginning of a statement. */
const required = `with required as materialized (
  select programme, (select jsonb_agg(jsonb_build_object('topic', course))
    from jsonb_array_elements_text(definition -> 'requiredOfWorkers') course) as courses
  from programme)`
/** Trained is who has passed every course that the programme requires; where none is required, nobody is. */
const trained = 'coalesce(w.passed @> r.courses, false)'

export const workerReads = {
  list: read({
    summary: 'Extension workers by place, with what they have passed.',
    permission: 'worker.read',
    input: z.object({
      place: z.optional(PlaceCode),
      state: z.optional(z.enum(['serving', 'left'])),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { place, state, after, limit }, db) {
      const within = withinSql(scope, 7, { alias: 'w' })
      const { rows } = await db.query<WorkerRow & { trained: boolean }>(
        `${required} select ${shown}, ${trained} as trained from ${workers}
         where ($1::text is null or (w.place >= $1 and w.place < $1 || ':')) and ($2::text is null or w.state = $2)
           and ($3::text is null or (w.place, w.home, w.id) > ($3, $4, $5::uuid)) and ${within.text}
         order by w.place, w.home, w.id limit $6`,
        [
          place ?? null,
          state ?? null,
          after?.place ?? null,
          after ? homeOf(after.key) : null,
          after ? idOf(after.key) : null,
          limit,
          ...within.values,
        ],
      )
      return rows
    },
  }),

  one: read({
    summary: 'One extension worker, with the households and proposals helped and the sessions held.',
    permission: 'worker.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 4, { alias: 'w' })
      const { rows } = await db.query<
        WorkerRow & { trained: boolean; households: number; proposals: number; sessions: number }
      >(
        `${required} select ${shown}, ${trained} as trained,
           (select count(*)::int from household h where h.programme = w.programme and left(h.place, 6) = any(w.communes) and h.assisted_by = $3) as households,
           (select count(*)::int from proposal q where q.programme = w.programme and left(q.place, 6) = any(w.communes) and q.assisted_by = $3) as proposals,
           (select count(*)::int from training t where t.programme = w.programme and t.trainer = $3) as sessions
         from ${workers} where w.home = $1 and w.id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), key, ...within.values],
      )
      return rows[0] ?? null
    },
  }),

  counts: read({
    summary:
      'How many extension workers were ever recruited, and how many of them have passed what is required; women, men, not known.',
    permission: 'worker.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      const within = withinSql(scope, 2, { alias: 'w' })
      const { rows } = await db.query<{ sex: Worker['sex']; recruited: number; trained: number }>(
        `${required} select w.sex, count(*)::int as recruited, count(*) filter (where ${trained})::int as trained
         from worker w left join required r on r.programme = w.programme where w.programme = $1 and ${within.text} group by w.sex order by w.sex nulls last`,
        [programme, ...within.values],
      )
      return rows
    },
  }),
}
