import * as z from 'zod/mini'
import { type Claim, claimStates } from '#capabilities/claims/claim.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { type Bilingual, Day } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const claimStore = recordStore<Claim>({
  table: 'claim',
  fields: [
    'programme',
    'place',
    'shop',
    'invoice',
    'invoicedOn',
    'lines',
    'vouchers',
    'state',
    'since',
    'submittedOn',
    'submittedBy',
    'dueOn',
    'payments',
  ],
  documents: ({ key, shop }) => [{ kind: 'claim', key, shop }],
})

const within = (scope: Parameters<typeof withinSql>[0], first: number) =>
  withinSql(scope, first, { alias: 'c', shop: 'c.shop' })

/** A claim as a list shows it: its payment clock, and its lines by state. */
export interface ClaimRow {
  readonly key: Key
  readonly version: number
  readonly place: string
  readonly shop: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly invoice: string
  readonly state: Claim['state']
  readonly submittedOn: Day
  readonly dueOn: Day
  readonly lines: Readonly<Record<string, number>>
  /** What waits to be paid, in each currency. */
  readonly agreed: Readonly<Record<string, number>>
}

const rowColumns = `c.home || '-' || c.id as key, c.version, c.place, c.shop, s.name_km as "nameKm", s.name_latin as "nameLatin", c.invoice, c.state,
  c.submitted_on as "submittedOn", c.due_on as "dueOn",
  (select jsonb_object_agg(state, lines) from (select l ->> 'state' as state, count(*) as lines
     from jsonb_array_elements(c.lines) l group by 1) by_state) as lines,
  coalesce((select jsonb_object_agg(currency, minor) from (select l ->> 'currency' as currency, sum((l ->> 'agreed')::bigint) as minor
     from jsonb_array_elements(c.lines) l where l ->> 'state' = 'matched' group by 1) by_currency), '{}') as agreed`

export const claimReads = {
  list: read({
    summary: 'Claims with their payment clock, the first due first.',
    permission: 'claim.read',
    input: z.object({
      state: z.optional(z.enum(claimStates)),
      shop: z.optional(KeyText),
      /** Without a state: those that still wait. */
      waiting: z.optional(z.boolean()),
      after: z.optional(z.object({ dueOn: Day, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { state, shop, waiting = false, after, limit }, db) {
      const seen = within(scope, 8)
      const { rows } = await db.query<ClaimRow>(
        `select ${rowColumns} from claim c left join shop s on s.home = left(c.shop, 2) and s.id = substr(c.shop, 4)::uuid
         where ($1::text is null or c.state = $1) and ($2::text is null or c.shop = $2)
           and (not $3 or c.state in ('submitted', 'part-paid'))
           and ($4::date is null or (c.due_on, c.home, c.id) > ($4, $5, $6::uuid)) and ${seen.text}
         order by c.due_on, c.home, c.id limit $7`,
        [
          state ?? null,
          shop ?? null,
          waiting,
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
    summary: 'One claim: each line with what was ordered, received and billed, and its payments.',
    permission: 'claim.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const seen = within(scope, 3)
      const { rows } = await db.query(`select 1 from claim c where c.home = $1 and c.id = $2 and ${seen.text}`, [
        homeOf(key),
        idOf(key),
        ...seen.values,
      ])
      return rows.length === 0 ? null : ((await claimStore.find([key], false, db))[0] ?? null)
    },
  }),

  waiting: read({
    summary: 'Unpaid claims by programme: how many, and since when the first is due.',
    permission: 'claim.read',
    input: z.object({}),
    async run(scope, _, db) {
      const seen = within(scope, 1)
      const { rows } = await db.query<{ programme: string; state: Claim['state']; claims: number; firstDueOn: Day }>(
        `select c.programme, c.state, count(*)::int as claims, min(c.due_on) as "firstDueOn" from claim c
         where c.state in ('submitted', 'part-paid') and ${seen.text} group by c.programme, c.state order by c.programme, c.state`,
        seen.values,
      )
      return rows
    },
  }),

  claimable: read({
    summary: 'What a shop has handed over, had confirmed, and not yet billed.',
    permission: 'claim.submit',
    input: z.object({ limit: z._default(z.int().check(z.minimum(1), z.maximum(300)), 100) }),
    async run(scope, { limit }, db) {
      const seen = withinSql(scope, 2, { alias: 'v', shop: `(h ->> 'shop')` })
      const { rows } = await db.query<Claimable>(
        `select v.home || '-' || v.id as voucher, v.serial, h ->> 'id' as handover, h ->> 'at' as at, (l ->> 'line')::int as line, l ->> 'item' as item,
                coalesce(other -> 'names', line -> 'names') as names, line ->> 'unit' as unit, (l ->> 'accepted')::int as quantity, line ->> 'currency' as currency, (l ->> 'share')::bigint as minor
         from voucher v cross join jsonb_array_elements(v.handovers) h cross join jsonb_array_elements(h -> 'lines') l
         join lateral (select one as line from jsonb_array_elements(v.lines) one where one -> 'n' = l -> 'line') named on true
         left join lateral (select one as other from jsonb_array_elements(line -> 'substitutes') one where one -> 'item' = l -> 'item') instead on true
         where h ->> 'state' = 'delivered' and (l ->> 'share')::bigint > 0 and ${seen.text}
           and not exists (
             select from claim c cross join jsonb_array_elements(c.lines) billed
             where c.vouchers && array[v.home || '-' || v.id] and c.home = v.home and billed ->> 'handover' = h ->> 'id'
               and billed -> 'line' = l -> 'line' and billed ->> 'state' <> 'rejected')
         order by h ->> 'at', v.home, v.id, line limit $1`,
        [limit, ...seen.values],
      )
      return rows
    },
  }),
}

export interface Claimable {
  readonly voucher: Key
  readonly serial: string
  readonly handover: string
  readonly at: string
  readonly line: number
  readonly item: string
  readonly names: Bilingual
  readonly unit: string
  readonly quantity: number
  readonly currency: string
  readonly minor: number
}
