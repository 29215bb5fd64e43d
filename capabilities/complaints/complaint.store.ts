import * as z from 'zod/mini'
import { type Complaint, openStates } from '#capabilities/complaints/complaint.ts'
import { everything, eyesIn, type Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Day } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const complaintStore = recordStore<Complaint>({
  table: 'complaint',
  fields: [
    'programme',
    'place',
    'reference',
    'kind',
    'subject',
    'voucher',
    'handover',
    'about',
    'keptFrom',
    'desk',
    'caller',
    'said',
    'loggedBy',
    'loggedAt',
    'state',
    'since',
    'dueOn',
    'takenBy',
    'answer',
  ],
})

/** A complaint as a list shows it: never what was said, nor by whom. */
export interface ComplaintRow {
  readonly key: Key
  readonly version: number
  readonly reference: string
  readonly kind: Complaint['kind']
  readonly about: string
  readonly desk: Complaint['desk']
  readonly state: Complaint['state']
  readonly loggedAt: string
  readonly dueOn: Day
  readonly takenBy: Key | null
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

const rowColumns = `c.home || '-' || c.id as key, c.version, c.reference, c.kind, c.about, c.desk, c.state, c.logged_at as "loggedAt",
  c.due_on as "dueOn", c.taken_by as "takenBy", p.name_km as "nameKm", p.name_latin as "nameLatin"`

/**
 * The lines of the journal that a reader may meet: those about complaints only if they may read the complaint
 * itself. Bound from `$first` on; `j` is the line.
 */
export function complaintLines(scope: Scope, first: number): { text: string; values: unknown[] } {
  const readers = scope.filter(
    ({ permissions = [] }) => permissions.includes('complaint.read') || permissions.includes(everything),
  )
  const seen = seenBy(readers, first)
  return {
    text: `(j.name not like 'complaint.%' or exists (
      select from complaint c where c.home = j.home and c.home || '-' || c.id = j.about and ${seen.text}))`,
    values: seen.values,
  }
}

/** Within the reach, not kept from the reader, and at a desk that is theirs to see. */
function seenBy(scope: Scope, first: number): { text: string; values: unknown[] } {
  const within = withinSql(scope, first + 2, { alias: 'c' })
  // Whose eyes nobody told are trusted with nothing.
  const isKnown = scope.every(({ eyes }) => eyes !== undefined)
  return {
    text: `${isKnown ? within.text : `(false and ${within.text})`} and not (c.kept_from && $${first}::text[]) and (c.desk = 'secretariat' or $${first + 1})`,
    values: [eyesIn(scope), oversees(scope), ...within.values],
  }
}

function oversees(scope: Scope): boolean {
  return scope.some(
    ({ permissions = [] }) => permissions.includes('complaint.oversee') || permissions.includes(everything),
  )
}

export const complaintReads = {
  list: read({
    summary: 'Complaints, the first due first: those that wait for the reader, or all that they may see.',
    permission: 'complaint.read',
    input: z.object({
      /** Whoever oversees is shown what is theirs, and whatever others have let grow late. */
      waitingOn: z.optional(Day),
      after: z.optional(z.object({ dueOn: Day, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { waitingOn, after, limit }, db) {
      const seen = seenBy(scope, 8)
      const { rows } = await db.query<ComplaintRow>(
        `select ${rowColumns} from complaint c
         left join person p on p.home = left(c.taken_by, 2) and p.id = substr(c.taken_by, 4)::uuid
         where ($1::date is null or (c.state = any($2) and (not $3 or c.desk <> 'secretariat' or c.due_on < $1)))
           and ($4::date is null or (c.due_on, c.home, c.id) > ($4, $5, $6::uuid)) and ${seen.text}
         order by c.due_on, c.home, c.id limit $7`,
        [
          waitingOn ?? null,
          openStates,
          oversees(scope),
          after?.dueOn ?? null,
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
    summary: 'One complaint, with what was said and answered.',
    permission: 'complaint.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const seen = seenBy(scope, 3)
      const { rows } = await db.query(`select 1 from complaint c where c.home = $1 and c.id = $2 and ${seen.text}`, [
        homeOf(key),
        idOf(key),
        ...seen.values,
      ])
      return rows.length === 0 ? null : ((await complaintStore.find([key], false, db))[0] ?? null)
    },
  }),

  late: read({
    summary: 'How many complaints were not answered by their day, at any desk.',
    permission: 'complaint.oversee',
    input: z.object({ on: Day }),
    async run(scope, { on }, db) {
      const seen = seenBy(scope, 3)
      const { rows } = await db.query<{ programme: string; complaints: number; firstDueOn: Day }>(
        `select c.programme, count(*)::int as complaints, min(c.due_on) as "firstDueOn" from complaint c
         where c.state = any($2) and c.due_on < $1::date and ${seen.text} group by c.programme order by c.programme`,
        [on, openStates, ...seen.values],
      )
      return rows
    },
  }),

  waiting: read({
    summary: 'How many complaints wait for the reader, by programme, and since when the first is due.',
    permission: 'complaint.answer',
    input: z.object({ on: Day }),
    async run(scope, { on }, db) {
      const seen = seenBy(scope, 4)
      const { rows } = await db.query<{ programme: string; complaints: number; firstDueOn: Day }>(
        `select c.programme, count(*)::int as complaints, min(c.due_on) as "firstDueOn" from complaint c
         where c.state = any($2) and (not $3 or c.desk <> 'secretariat' or c.due_on < $1::date) and ${seen.text}
         group by c.programme order by c.programme`,
        [on, openStates, oversees(scope), ...seen.values],
      )
      return rows
    },
  }),
}

/** What anybody hears who holds the reference: how it stands and what was answered. Nothing of what was said. */
export async function answerTo(
  reference: string,
  db: Queryable,
): Promise<Pick<Complaint, 'state' | 'dueOn' | 'loggedAt' | 'answer'> | undefined> {
  const { rows } = await db.query<Pick<Complaint, 'state' | 'dueOn' | 'loggedAt' | 'answer'>>(
    `select state, due_on as "dueOn", logged_at as "loggedAt", answer from complaint where reference = $1 limit 1`,
    [reference],
  )
  return rows[0]
}
