import * as z from 'zod/mini'
import type { Clash, Named, Said, Sides } from '#capabilities/clashes/clash.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Day } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const clashStore = recordStore<Clash>({
  table: 'clash',
  fields: [
    'programme',
    'place',
    'about',
    'command',
    'household',
    'fields',
    'author',
    'askedAt',
    'raisedAt',
    'dueOn',
    'state',
    'settlement',
  ],
  // Whoever wanted the edit reads the supervisor's word on their own phone.
  documents: ({ household, state }) =>
    household && state === 'settled' ? [{ kind: 'household', key: household }] : [],
})

const columns = { alias: 'c', household: 'c.household' }

/** A clash as a list shows it. */
export interface ClashRow extends Pick<Clash, 'place' | 'about' | 'command' | 'askedAt' | 'dueOn' | 'state'> {
  readonly key: Key
  readonly raisedAt: string
  /** The answers in question. */
  readonly answers: readonly string[]
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export const clashReads = {
  list: read({
    summary: 'Edits from phones that met another change, the first due first: those still open, or all.',
    permission: 'clash.read',
    input: z.object({
      state: z.optional(z.enum(['open', 'settled'])),
      author: z.optional(KeyText),
      after: z.optional(z.object({ dueOn: Day, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { state, author, after, limit }, db) {
      const within = withinSql(scope, 7, columns)
      const { rows } = await db.query<ClashRow>(
        `select c.home || '-' || c.id as key, c.place, c.about, c.command, c.asked_at as "askedAt", c.raised_at as "raisedAt",
                c.due_on as "dueOn", c.state, jsonb_path_query_array(c.fields, '$[*].field') as answers, p.name_km as "nameKm", p.name_latin as "nameLatin"
         from clash c left join person p on p.home = left(c.author, 2) and p.id = substr(c.author, 4)::uuid
         where ($1::text is null or c.state = $1) and ($2::text is null or c.author = $2)
           and ($3::date is null or (c.due_on, c.home, c.id) > ($3, $4, $5::uuid)) and ${within.text}
         order by c.due_on, c.home, c.id limit $6`,
        [
          state ?? null,
          author ?? null,
          after?.dueOn ?? null,
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
    summary: 'One clash: what the phone had seen and wanted, and what stood on the record.',
    permission: 'clash.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, columns)
      const { rows } = await db.query(`select 1 from clash c where c.home = $1 and c.id = $2 and ${within.text}`, [
        homeOf(key),
        idOf(key),
        ...within.values,
      ])
      return rows.length === 0 ? null : ((await clashStore.find([key], false, db))[0] ?? null)
    },
  }),

  sides: read({
    summary: 'Who wanted the edit of a clash, who last wrote what stands there, and when, by both clocks.',
    permission: 'clash.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db): Promise<Sides | null> {
      const [clash] = (await clashReads.one.run(scope, { key }, db)) ? await clashStore.find([key], false, db) : []
      if (!clash) return null
      const told = `p.name_km as "nameKm", p.name_latin as "nameLatin", j.happened_at as "happenedAt", j.received_at as "receivedAt"
         from journal j left join person p on p.home = left(j.author, 2) and p.id = substr(j.author, 4)::uuid`
      const wanted = await db.query<Said>(`select ${told} where j.home = $1 and j.envelope = $2::uuid`, [
        homeOf(key),
        idOf(key),
      ])
      // A body ends with its signature, on a line of its own.
      const stands = await db.query<Said>(
        `select ${told} join journal_body b on b.home = j.home and b.stream = j.stream and b.seq = j.seq
         where j.home = $1 and j.about = $2 and j.outcome = 'accepted' and j.received_at <= $3
           and (split_part(b.envelope, e'\\n', 1)::jsonb -> 'input' ?| $4::text[] or (j.name = 'household.setPhones' and 'phones' = any($4)))
         order by j.received_at desc, j.position desc limit 1`,
        [
          homeOf(clash.about),
          clash.about,
          // What is settled is shown as it stood when the two met.
          clash.state === 'open' ? 'infinity' : clash.raisedAt,
          clash.fields.map(({ field }) => field),
        ],
      )
      const settled = await db.query<Named>(
        'select name_km as "nameKm", name_latin as "nameLatin" from person where home = $1 and id = $2::uuid',
        clash.settlement ? [homeOf(clash.settlement.by), idOf(clash.settlement.by)] : [null, null],
      )
      return {
        wanted: wanted.rows[0] ?? null,
        stands: stands.rows[0] ?? null,
        settledBy: settled.rows[0] ?? null,
      }
    },
  }),

  waiting: read({
    summary: 'How many clashes wait for a supervisor, by programme, and since when the first is due.',
    permission: 'clash.settle',
    input: z.object({}),
    async run(scope, _, db) {
      const within = withinSql(scope, 1, columns)
      const { rows } = await db.query<{ programme: string; clashes: number; firstDueOn: Day }>(
        `select c.programme, count(*)::int as clashes, min(c.due_on) as "firstDueOn" from clash c
         where c.state = 'open' and ${within.text} group by c.programme order by c.programme`,
        within.values,
      )
      return rows
    },
  }),
}
