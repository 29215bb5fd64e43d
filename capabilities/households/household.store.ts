import * as z from 'zod/mini'
import type { Household, HouseholdRow } from '#capabilities/households/household.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { PlaceCode } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const householdStore = recordStore<Household>({
  table: 'household',
  fields: [
    'programme',
    'place',
    'state',
    'mergedInto',
    'members',
    'birthYear',
    'card',
    'identityNumbers',
    'phones',
    'poverty',
    'exception',
    'consent',
    'recipient',
    'assistedBy',
    'registeredBy',
    'registeredOn',
    'position',
    'suspects',
    'judgements',
    'landSquareMetres',
    'water',
  ],
  documents: ({ key }) => [{ kind: 'household', key }],
})

/** A household's own row lies within a farmer's reach by its key. */
const ownKey = { household: `(home || '-' || id)` }

export const householdReads = {
  one: read({
    summary: 'One household, whole.',
    permission: 'household.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, ownKey)
      const { rows } = await db.query(`select 1 from household where home = $1 and id = $2 and ${within.text}`, [
        homeOf(key),
        idOf(key),
        ...within.values,
      ])
      return rows.length === 0 ? null : ((await householdStore.find([key], false, db))[0] ?? null)
    },
  }),

  list: read({
    summary: 'Households by place, a page at a time, from a key on.',
    permission: 'household.read',
    input: z.object({
      place: z.optional(PlaceCode),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      suspected: z.optional(z.boolean()),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { place, after, suspected, limit }, db) {
      const within = withinSql(scope, 7, ownKey)
      const { rows } = await db.query<HouseholdRow>(
        `select home || '-' || id as key, place, state, registered_on as "registeredOn", members, cardinality(suspects) as suspects,
                jsonb_array_length(phones) as phones
         from household
         where ($1::text is null or (place >= $1 and place < $1 || ':'))
           and ($2::text is null or (place, home, id) > ($2, $3, $4::uuid))
           and ($5::boolean is not true or cardinality(suspects) > 0) and ${within.text}
         order by place, home, id limit $6`,
        [
          place ?? null,
          after?.place ?? null,
          after ? homeOf(after.key) : null,
          after ? idOf(after.key) : null,
          suspected ?? null,
          limit,
          ...within.values,
        ],
      )
      return rows
    },
  }),
}
