/**
 * What phones sent and the door laid aside, where people see it.
 *
 * It lies where its author lives; where nobody knows the author, where its carrier does. Like the work
 * table of reactions it is machinery and no record: that somebody looked is a note.
 */
import * as z from 'zod/mini'
import { showsPoverty } from '#capabilities/households/household.document.ts'
import { covers, everything, eyesIn, type Scope } from '#door/actor.ts'
import type { OfficeWord, Why } from '#door/answer.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Instant } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { insideOf, nounIn } from './body.ts'

/** One entry as a list shows it: never what was sent. */
export interface LaidAsideRow {
  readonly key: Key
  /** The command by its name, if it says one. */
  readonly name: string | null
  readonly why: Why | 'unreadable'
  readonly receivedAt: Instant
  /** Who is said to have written it. */
  readonly person: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly carrier: Key
  readonly carrierNameKm: string | null
  readonly carrierNameLatin: string | null
  /** What its owner calls the phone. */
  readonly device: string | null
  /** Sent again, word for word, it was decided. */
  readonly isDecidedSince: boolean
  readonly looked: {
    readonly at: Instant
    readonly word: string
    readonly by: Key
    readonly nameKm: string | null
    readonly nameLatin: string | null
  } | null
}

export interface LaidAside extends LaidAsideRow {
  readonly programme: string | null
  readonly about: Key | null
  readonly isBox: boolean
  readonly askedAt: Instant | null
  /** What it says, for whoever may read such records there; for others only its outside is told. */
  readonly input: Readonly<Record<string, unknown>> | null
  readonly mayExport: boolean
  readonly mayLook: boolean
}

interface Row extends LaidAsideRow {
  readonly programme: string | null
  readonly place: string | null
  readonly about: Key | null
  readonly body: string
}

const moment = `date_trunc('milliseconds', q.received_at at time zone 'UTC')`

const entries = `
  select q.home, q.id, ${moment} as moment, q.received_at as "receivedAt", q.name, q.about, q.why, q.person, q.carrier, q.body,
         q.looked_at, case when q.looked_at is not null
           then json_build_object('at', q.looked_at, 'word', q.word, 'by', q.looked_by, 'nameKm', l.name_km, 'nameLatin', l.name_latin)
           end as looked,
         coalesce(a.programme, c.programme) as programme, coalesce(a.place, c.place) as place,
         a.name_km as "nameKm", a.name_latin as "nameLatin", c.name_km as "carrierNameKm", c.name_latin as "carrierNameLatin",
         d.label as device,
         exists (select from envelope e join journal j on j.home = e.home and j.envelope = e.id
                 where e.home = q.home and e.id = q.id
                   and e.digest = sha256(convert_to(split_part(q.body, E'\\n', 1), 'UTF8'))) as "isDecidedSince"
  from quarantine q
  left join person a on a.home = left(q.person, 2) and a.id = substr(q.person, 4)::uuid
  left join person c on c.home = left(q.carrier, 2) and c.id = substr(q.carrier, 4)::uuid
  left join person l on l.home = left(q.looked_by, 2) and l.id = substr(q.looked_by, 4)::uuid
  left join device d on d.home = left(q.device, 2) and d.id = substr(q.device, 4)::uuid`

const rowColumns = `q.home || '-' || q.id as key, q.name, q.why, q."receivedAt", q.person, q."nameKm", q."nameLatin", q.carrier,
  q."carrierNameKm", q."carrierNameLatin", q.device, q."isDecidedSince", q.looked`

const waits = `q.looked_at is null and not q."isDecidedSince"`

/** What was written about somebody's own work that was laid aside; who wrote it stays in the office. */
export async function wordTo(author: Key, key: Key, db: Queryable): Promise<OfficeWord | undefined> {
  const { rows } = await db.query<OfficeWord>(
    `select word, looked_at as at from quarantine where home = $1 and id = $2 and person = $3 and looked_at is not null`,
    [homeOf(key), idOf(key), author],
  )
  return rows[0]
}

export const quarantineReads = {
  list: read({
    summary: 'What the door laid aside, newest first: what nobody has looked at yet, or all.',
    permission: 'quarantine.read',
    input: z.object({
      waiting: z.optional(z.boolean()),
      after: z.optional(z.object({ receivedAt: Instant, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { waiting, after, limit }, db) {
      const seen = seenBy(scope, 6)
      const { rows } = await db.query<LaidAsideRow>(
        `select ${rowColumns} from (${entries}) q
         where ($1::boolean is not true or (${waits}))
           and ($2::timestamptz is null or (q.moment, q.home, q.id) < ($2::timestamptz at time zone 'UTC', $3, $4::uuid))
           and ${seen.text}
         order by q.moment desc, q.home desc, q.id desc limit $5`,
        [
          waiting ?? null,
          after?.receivedAt ?? null,
          after ? homeOf(after.key) : null,
          after ? idOf(after.key) : null,
          limit,
          ...seen.values,
        ],
      )
      return rows
    },
  }),

  one: read({
    summary: 'One thing that was laid aside, with what it says for whoever may read such records.',
    permission: 'quarantine.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const found = await laidAside(scope, key, db)
      return found?.entry ?? null
    },
  }),

  waiting: read({
    summary: 'How much was laid aside and not looked at yet, by programme, and since when the oldest waits.',
    permission: 'quarantine.look',
    input: z.object({}),
    async run(scope, _, db) {
      const seen = seenBy(scope, 1)
      const { rows } = await db.query<{ programme: string; entries: number; oldest: Instant }>(
        `select q.programme, count(*)::int as entries, min(q."receivedAt") as oldest from (${entries}) q
         where ${waits} and ${seen.text} group by q.programme order by q.programme`,
        seen.values,
      )
      return rows
    },
  }),
}

/** One entry as this reader may know it, and the body behind it. */
export async function laidAside(
  scope: Scope,
  key: Key,
  db: Queryable,
): Promise<{ entry: LaidAside; body: string } | null> {
  const seen = seenBy(scope, 3)
  const { rows } = await db.query<Row>(
    `select ${rowColumns}, q.programme, q.place, q.about, q.body from (${entries}) q
     where q.home = $1 and q.id = $2 and ${seen.text}`,
    [homeOf(key), idOf(key), ...seen.values],
  )
  if (!rows[0]) return null
  const { body, place: lies, ...row } = rows[0]
  const { input, place, ...inside } = insideOf(body)
  const noun = nounIn(row.name)
  const there = { key: '', programme: row.programme ?? '', place: lies ?? '' }
  const about = row.about && (await placeOf(row.about, db))
  const mayRead = noun !== null && mayReadThere(scope, noun, about || { ...there, place: place ?? there.place })
  const mays = scope.filter((reach) => covers(reach, there)).flatMap(({ permissions = [] }) => permissions)
  const may = (permission: string) => mays.includes(permission) || mays.includes(everything)
  const entry: LaidAside = {
    ...row,
    ...inside,
    input: mayRead ? input : null,
    // What nobody can read here is for somebody to hand to whoever looks after the app.
    mayExport: mayRead || (noun === null && may('quarantine.look')),
    mayLook: may('quarantine.look') && !eyesIn(scope).includes(row.person),
  }
  return { entry, body }
}

/** Within the reach, and nothing about a complaint but for those who oversee them and are not named in it. */
function seenBy(scope: Scope, first: number): { text: string; values: unknown[] } {
  const within = withinSql(scope, first + 2, { alias: 'q' })
  const oversees = scope.some(
    ({ eyes, permissions = [] }) =>
      eyes !== undefined && (permissions.includes('complaint.oversee') || permissions.includes(everything)),
  )
  const complaint = `from complaint c where c.home = q.home and c.home || '-' || c.id = q.about`
  return {
    text: `${within.text} and case when coalesce(q.name, '') like 'complaint.%' or exists (select ${complaint})
      then $${first + 1} and not exists (select from unnest($${first}::text[]) eye where position(eye in q.body) > 0)
        and not exists (select ${complaint} and c.kept_from && $${first}::text[])
      else true end`,
    values: [eyesIn(scope), oversees, ...within.values],
  }
}

/** What somebody must hold to read a record of a noun: one of each row. Others have a permission of their own name. */
const readers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  household: [['household.read'], showsPoverty],
  proposal: [['proposal.read'], showsPoverty],
  person: [['person.contact']],
  device: [['person.read']],
  handover: [['voucher.read']],
  import: [['import.run']],
  gazetteer: [['place.read']],
  allotment: [['budget.read']],
  complaint: [['complaint.oversee']],
  sound: [['sound.record']],
}

function mayReadThere(scope: Scope, noun: string, where: Parameters<typeof covers>[1]): boolean {
  const needed = readers[noun] ?? [[`${noun}.read`]]
  return scope.some(
    (reach) =>
      covers(reach, where) &&
      needed.every((some) => [...some, everything].some((permission) => reach.permissions?.includes(permission))),
  )
}

/** Where the record lies that it is about, if there is one. */
async function placeOf(about: Key, db: Queryable) {
  const { rows } = await db.query<{ programme: string; place: string }>(
    'select programme, place from touch where home = $1 and key = $2 limit 1',
    [homeOf(about), about],
  )
  return rows[0] && { key: about, ...rows[0] }
}
