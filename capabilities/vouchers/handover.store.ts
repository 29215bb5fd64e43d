import * as z from 'zod/mini'
import type { HandoverEvent } from '#capabilities/vouchers/handover.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { Day } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const handoverStore = recordStore<HandoverEvent>({
  table: 'handover_event',
  fields: [
    'programme',
    'place',
    'shop',
    'heldOn',
    'vouchers',
    'witness',
    'photo',
    'position',
    'reportedBy',
    'reportedAt',
  ],
})

/** A name on the list, and whether the shop reported the hand-over that it stands for. */
export interface Listed {
  readonly voucher: string
  readonly serial: string | null
  readonly handover: string | null
  readonly state: 'delivered' | 'disputed' | 'dismissed' | null
}

export const handoverReads = {
  list: read({
    summary: 'Hand-over events, the latest first.',
    permission: 'voucher.read',
    input: z.object({
      before: z.optional(z.object({ heldOn: Day, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { before, limit }, db) {
      const within = withinSql(scope, 5, { alias: 'e' })
      const { rows } = await db.query(
        `select e.home || '-' || e.id as key, e.place, e.shop, e.held_on as "heldOn", e.witness, cardinality(e.vouchers) as vouchers
         from handover_event e
         where ($1::date is null or (e.held_on, e.home, e.id) < ($1, $2, $3::uuid)) and ${within.text}
         order by e.held_on desc, e.home desc, e.id desc limit $4`,
        [
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
    summary: 'One hand-over event, with what the shop reported for each name on its list.',
    permission: 'voucher.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, { alias: 'e' })
      const { rows } = await db.query(
        `select 1 from handover_event e where e.home = $1 and e.id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
      )
      const [event] = rows.length === 0 ? [] : await handoverStore.find([key], false, db)
      if (!event) return null
      const { rows: listed } = await db.query<Listed>(
        `select listed.key as voucher, v.serial, h ->> 'id' as handover, h ->> 'state' as state
         from unnest($2::text[]) with ordinality as listed(key, at)
         left join voucher v on v.home = $1 and v.id = substr(listed.key, 4)::uuid
         left join lateral (select one as h from jsonb_array_elements(v.handovers) one where one ->> 'event' = $3 limit 1) reported on true
         order by listed.at`,
        [homeOf(key), event.vouchers, key],
      )
      return { event, listed }
    },
  }),
}
