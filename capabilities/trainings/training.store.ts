import * as z from 'zod/mini'
import { type Counts, type Training, trainingKinds } from '#capabilities/trainings/training.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { Code, Day, PlaceCode } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const trainingStore = recordStore<Training>({
  table: 'training',
  fields: [
    'programme',
    'place',
    'topic',
    'chain',
    'window',
    'kind',
    'instrument',
    'heldOn',
    'trainer',
    'attendance',
    'photos',
    'sheet',
    'reportedBy',
    'reportedAt',
  ],
  // A household of another home has its documents there; it shows the session when it is next touched.
  documents: ({ key, attendance }) => [
    { kind: 'training', key },
    ...[...new Set(attendance.map(({ household }) => household))]
      .filter((household) => homeOf(household) === homeOf(key))
      .map((household) => ({ kind: 'household', key: household })),
  ],
})

/** A session as a list shows it: how many, not who. */
export type TrainingRow = Pick<
  Training,
  'key' | 'version' | 'place' | 'topic' | 'chain' | 'kind' | 'instrument' | 'heldOn' | 'trainer'
> & {
  readonly participations: number
  readonly women: number
}

const asked = {
  programme: z.optional(Code),
  place: z.optional(PlaceCode),
  topic: z.optional(Code),
  kind: z.optional(z.enum(trainingKinds)),
  from: z.optional(Day),
  until: z.optional(Day),
}
type Asked = { [K in keyof typeof asked]?: string | undefined }

const matches = `($1::text is null or t.programme = $1) and ($2::text is null or (t.place >= $2 and t.place < $2 || ':'))
  and ($3::text is null or t.topic = $3) and ($4::text is null or t.kind = $4)
  and ($5::date is null or t.held_on >= $5) and ($6::date is null or t.held_on <= $6)`
const matchValues = ({ programme, place, topic, kind, from, until }: Asked) =>
  [programme, place, topic, kind, from, until].map((value) => value ?? null)

const lines = `jsonb_to_recordset(t.attendance) as a(household text, member text, sex text, present boolean)`

export const trainingReads = {
  list: read({
    summary: 'Sessions held, the latest first, with how many took part.',
    permission: 'training.read',
    input: z.object({
      ...asked,
      before: z.optional(z.object({ heldOn: Day, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { before, limit, ...wanted }, db) {
      const within = withinSql(scope, 11, { alias: 't' })
      const { rows } = await db.query<TrainingRow>(
        `select t.home || '-' || t.id as key, t.version, t.place, t.topic, t.chain, t.kind, t.instrument, t.held_on as "heldOn", t.trainer,
           (select count(*)::int from ${lines} where a.present) as participations,
           (select count(*)::int from ${lines} where a.present and a.sex = 'female') as women
         from training t
         where ${matches} and ($7::date is null or (t.held_on, t.home, t.id) < ($7, $8, $9::uuid)) and ${within.text}
         order by t.held_on desc, t.home desc, t.id desc limit $10`,
        [
          ...matchValues(wanted),
          before?.heldOn ?? null,
          before ? homeOf(before.key) : null,
          before ? idOf(before.key) : null,
          limit,
          ...within.values,
        ],
      )
      return rows
    },
  }),

  one: read({
    summary: 'One session with its list.',
    permission: 'training.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3)
      const { rows } = await db.query(`select 1 from training where home = $1 and id = $2 and ${within.text}`, [
        homeOf(key),
        idOf(key),
        ...within.values,
      ])
      return rows.length === 0 ? null : ((await trainingStore.find([key], false, db))[0] ?? null)
    },
  }),

  /** Persons and households are counted from keyed sets over all sessions asked for, never by adding up. */
  counts: read({
    summary: 'Sessions, participations, persons, women and households, each counted for itself.',
    permission: 'training.read',
    input: z.object(asked),
    async run(scope, wanted, db) {
      const within = withinSql(scope, 7, { alias: 't' })
      const { rows } = await db.query<Counts>(
        `select count(distinct (t.home, t.id))::int as sessions, count(*) filter (where a.present)::int as participations,
           count(distinct a.member) filter (where a.present)::int as persons,
           count(distinct a.member) filter (where a.present and a.sex = 'female')::int as women,
           count(distinct a.household) filter (where a.present)::int as households
         from training t, ${lines} where ${matches} and ${within.text}`,
        [...matchValues(wanted), ...within.values],
      )
      return rows[0]!
    },
  }),
}
