import * as z from 'zod/mini'
import { estimateHouseholds, findAmong, findHouseholds } from '#capabilities/households/household.finding.store.ts'
import { asSeenWithin, judgingReads } from '#capabilities/households/household.judging.store.ts'
import { searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household, HouseholdRow } from '#capabilities/households/household.ts'
import type { Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Code, Day, PlaceCode } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'
import { stretchesOf } from '#server/database/stretch.ts'

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
    'suspicions',
    'suspects',
    'judgeBy',
    'judgements',
    'matchKeys',
    'absorbed',
    'served',
    'partedFrom',
    'moves',
    'landSquareMetres',
    'water',
  ],
  derived: {
    search: searchTextOf,
    judgedAt: ({ judgements }) =>
      judgements.reduce<string | null>((last, { at }) => (last && last > at ? last : at), null),
  },
  documents: ({ key }) => [{ kind: 'household', key }],
})

/** A household's own row lies within a farmer's reach by its key. */
const ownKey = { household: `(home || '-' || id)` }

function ownOf(scope: Scope): Key[] {
  return scope.flatMap(({ household }) => (household ? [household] : []))
}

/** What a list of households may be narrowed by. */
const Wanted = {
  programme: z.optional(Code),
  place: z.optional(PlaceCode),
  search: z.optional(z.string().check(z.maxLength(120))),
  state: z.optional(z.enum(['active', 'merged', 'closed'])),
  suspected: z.optional(z.boolean()),
  registeredFrom: z.optional(Day),
  registeredUntil: z.optional(Day),
  assistedBy: z.optional(KeyText),
}

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
      if (rows.length === 0) return null
      const [household] = await householdStore.find([key], false, db)
      return household ? asSeenWithin(scope, household, db) : null
    },
  }),

  list: read({
    summary: 'Households by place, found by any part of a name or number, a page at a time, from a key on.',
    permission: 'household.read',
    input: z.object({
      ...Wanted,
      after: z.optional(z.object({ place: z.string().check(z.maxLength(8)), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, place, after, limit, ...wanted }, db) {
      const stretches = await stretchesOf(scope, { programme, place }, db)
      const keys = await findHouseholds(stretches, wanted, { after, limit }, db)
      const own = await findAmong(ownOf(scope), { ...wanted, programme, place }, { after, limit }, db)
      const within = withinSql(scope, 3, { alias: 'h', household: `(h.home || '-' || h.id)` })
      const { rows } = await db.query<HouseholdRow>(
        `select h.home || '-' || h.id as key, h.place, h.state, h.registered_on as "registeredOn", h.members,
                cardinality(h.suspects) as suspects, jsonb_array_length(h.phones) as phones
         from unnest($1::text[]) as found(key)
         join household h on h.home = left(found.key, 2) and h.id = substr(found.key, 4)::uuid
         where ${within.text} order by h.place, h.home, h.id limit $2`,
        [[...new Set([...keys, ...own])], limit, ...within.values],
      )
      return rows
    },
  }),

  estimate: read({
    summary: 'About how many households a list has; exact where that is known without counting long.',
    permission: 'household.read',
    input: z.object(Wanted),
    async run(scope, { programme, place, ...wanted }, db) {
      const stretches = await stretchesOf(scope, { programme, place }, db)
      if (stretches.length > 0) return estimateHouseholds(stretches, wanted, db)
      const own = await findAmong(ownOf(scope), { ...wanted, programme, place }, { limit: pageMax }, db)
      return { about: own.length, exact: true }
    },
  }),

  ...judgingReads,
}
