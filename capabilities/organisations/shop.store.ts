import * as z from 'zod/mini'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { PlaceCode } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const shopStore = recordStore<Shop>({
  table: 'shop',
  fields: [
    'programme',
    'place',
    'nameKm',
    'nameLatin',
    'phone',
    'serves',
    'chains',
    'contract',
    'payment',
    'state',
    'suspensions',
    'registeredOn',
    'registeredBy',
  ],
})

/** A shop's own row lies within its people's reach by its key. */
const ownKey = { shop: `(s.home || '-' || s.id)` }

/** A shop as a list shows it, with what it has to do and what is owed to it. */
export interface ShopRow {
  readonly key: string
  readonly version: number
  readonly place: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly serves: readonly string[]
  readonly chains: readonly string[]
  readonly contract: Shop['contract']
  readonly state: Shop['state']
  readonly openVouchers: number
}

export const shopReads = {
  list: read({
    summary: 'Shops by place, with how many vouchers each may still redeem.',
    permission: 'shop.read',
    input: z.object({
      place: z.optional(PlaceCode),
      state: z.optional(z.enum(['active', 'suspended'])),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { place, state, after, limit }, db) {
      const within = withinSql(scope, 7, { alias: 's', ...ownKey })
      const { rows } = await db.query<ShopRow>(
        `select s.home || '-' || s.id as key, s.version, s.place, s.name_km as "nameKm", s.name_latin as "nameLatin", s.serves, s.chains,
                s.contract, s.state,
                (select count(*)::int from voucher v where v.shop = s.home || '-' || s.id and v.state = 'open') as "openVouchers"
         from shop s
         where ($1::text is null or exists (select from unnest(s.serves) b where starts_with($1, b) or starts_with(b, $1)))
           and ($2::text is null or s.state = $2)
           and ($3::text is null or (s.place, s.home, s.id) > ($3, $4, $5::uuid)) and ${within.text}
         order by s.place, s.home, s.id limit $6`,
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
    summary: 'One shop, whole.',
    permission: 'shop.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, { alias: 's', ...ownKey })
      const { rows } = await db.query(`select 1 from shop s where s.home = $1 and s.id = $2 and ${within.text}`, [
        homeOf(key),
        idOf(key),
        ...within.values,
      ])
      return rows.length === 0 ? null : ((await shopStore.find([key], false, db))[0] ?? null)
    },
  }),
}
