import * as z from 'zod/mini'
import { type Syllabus, syllabusOf } from '#capabilities/trainings/syllabus.ts'
import {
  type Brought,
  type Counts,
  type TrainerRow,
  type Training,
  type TrainingRow,
  trainingKinds,
} from '#capabilities/trainings/training.ts'
import { everything } from '#door/actor.ts'
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

const asRow = `t.home || '-' || t.id as key, t.version, t.place, t.topic, t.chain, t.kind, t.instrument, t.held_on as "heldOn", t.trainer,
  (select count(*)::int from ${lines} where a.present) as participations,
  (select count(*)::int from ${lines} where a.present and a.sex = 'female') as women`

const counted = `count(distinct (t.home, t.id))::int as sessions, count(*) filter (where a.present)::int as participations,
  count(distinct a.member) filter (where a.present)::int as persons,
  count(distinct a.member) filter (where a.present and a.sex = 'female')::int as women,
  count(distinct a.household) filter (where a.present)::int as households`

/** A choice of more is none. */
const trainersMax = 300

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
        `select ${asRow} from training t
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

  syllabus: read({
    summary: 'What a programme teaches: its topics, courses and extension instruments.',
    permission: 'training.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db): Promise<Syllabus | null> {
      if (!scope.some((reach) => reach.programme === programme || reach.programme === everything)) return null
      const { rows } = await db.query<{ definition: Readonly<Record<string, unknown>> }>(
        'select definition from programme where programme = $1',
        [programme],
      )
      return rows[0] ? syllabusOf(rows[0]) : null
    },
  }),

  trainers: read({
    summary: 'Who may have taught: people who work for a programme within reach, by their names.',
    permission: 'training.hold',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db) {
      const within = withinSql(scope, 3, { alias: 'p' })
      const { rows } = await db.query<TrainerRow>(
        `select p.home || '-' || p.id as key, p.place, p.name_km as "nameKm", p.name_latin as "nameLatin" from person p
         where p.state = 'active' and p.programme = $1 and ${within.text} and exists (
           select from jsonb_to_recordset(p.grants) as g(programme text, places jsonb, household text, shop text)
           where g.programme = $1 and g.household is null and g.shop is null and jsonb_array_length(g.places) > 0)
         order by p.place, p.home, p.id limit $2`,
        [programme, trainersMax, ...within.values],
      )
      return rows
    },
  }),

  /** An import asks under ids that begin with the moment it was prepared. */
  broughtBy: read({
    summary: 'Sessions that an import held or added to: how many with how many people, and each, the latest first.',
    permission: 'training.read',
    input: z.object({ import: KeyText, limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50) }),
    async run(scope, { import: list, limit }, db): Promise<Brought> {
      const within = withinSql(scope, 3, { alias: 't' })
      const touched = `with touched as materialized (
         select distinct j.about from import i join journal j on j.programme = i.programme
           and j.name in ('training.hold', 'training.addAttendance') and j.outcome <> 'refused' and j.author = i.by
           and j.happened_at >= i.begun_at and j.happened_at <= coalesce(i.ended_at, 'infinity')
           and left(replace(j.envelope::text, '-', ''), 12)
             = lpad(to_hex(floor(extract(epoch from i.prepared_at) * 1000)::bigint), 12, '0')
         where i.home = $1 and i.id = $2)`
      const these = `touched join training t on t.home = left(touched.about, 2) and t.id = substr(touched.about, 4)::uuid`
      const values = [homeOf(list), idOf(list), ...within.values]
      const { rows: counts } = await db.query<Counts>(
        `${touched} select ${counted} from ${these}, ${lines} where ${within.text}`,
        values,
      )
      const { rows: sessions } = await db.query<TrainingRow>(
        `${touched} select ${asRow} from ${these} where ${within.text}
         order by t.held_on desc, t.home desc, t.id desc limit $${values.length + 1}`,
        [...values, limit],
      )
      return { counts: counts[0]!, sessions }
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
        `select ${counted} from training t, ${lines} where ${matches} and ${within.text}`,
        [...matchValues(wanted), ...within.values],
      )
      return rows[0]!
    },
  }),
}
