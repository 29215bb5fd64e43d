/**
 * Who is who, read for every batch: a role taken away this morning is gone this morning.
 *
 * Only the programmes' role tables are remembered between batches, by version.
 */
import { installationRoles, type Roles } from '#capabilities/people/role.ts'
import { type Actor, everything, type Grant } from '#door/actor.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import { type Day, dayOf, type Instant } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'

/** The programme itself, when a reaction asks a command. Nobody can sign in as it. */
export const systemKey: Key = '00-00000000-0000-7000-8000-000000000000'

export const system: Actor = {
  id: systemKey,
  grants: [{ role: 'system', programme: everything, places: [''], permissions: [everything], tier: 9 }],
  household: null,
  relatives: [],
  shop: null,
}

export interface Programmes {
  /** Undefined when there is no such programme. */
  state(programme: string): 'open' | 'closed' | undefined
  roles(programme: string): Roles
}

interface Held {
  version: number
  state: 'open' | 'closed'
  roles: Roles
}

/** Remembers role tables by the programme's version. */
export function programmesOver() {
  const held = new Map<string, Held>()

  return async function load(tx: Queryable): Promise<Programmes> {
    const { rows } = await tx.query<{ programme: string; version: number; state: Held['state'] }>(
      'select programme, version, state from programme',
    )
    const stale = rows.filter(({ programme, version }) => held.get(programme)?.version !== version)
    if (stale.length > 0) {
      const fresh = await tx.query<{ programme: string; version: number; state: Held['state']; roles: Roles }>(
        `select programme, version, state, definition->'roles' as roles from programme where programme = any($1)`,
        [stale.map(({ programme }) => programme)],
      )
      for (const { programme, version, state, roles } of fresh.rows)
        held.set(programme, { version, state, roles: roles ?? {} })
    }
    const present = new Set(rows.map(({ programme }) => programme))
    return {
      state: (programme) => (present.has(programme) ? held.get(programme)?.state : undefined),
      roles: (programme) => (programme === everything ? installationRoles : (held.get(programme)?.roles ?? {})),
    }
  }
}

interface PersonRow {
  home: string
  id: string
  state: 'active' | 'revoked'
  household: Key | null
  shop: Key | null
  relatives: Key[]
  grants: GivenGrant[]
  deputies: { person: Key; from: Day; until: Day }[]
}

/** A grant as a person's record keeps it. */
export interface GivenGrant {
  readonly role: string
  readonly programme: string
  readonly places: readonly string[]
  readonly household?: Key | null
  readonly shop?: Key | null
  readonly from: Day
  readonly until?: Day | null
}

const personColumns = 'home, id, state, household, shop, relatives, grants, deputies'

/** The active people among these keys, with the grants they hold today, their own and borrowed. */
export async function loadActors(
  keys: readonly Key[],
  at: Instant,
  programmes: Programmes,
  tx: Queryable,
): Promise<Map<Key, Actor>> {
  const actors = new Map<Key, Actor>()
  if (keys.includes(systemKey)) actors.set(systemKey, system)
  const wanted = keys.filter((key) => key !== systemKey)
  if (wanted.length === 0) return actors

  const { rows } = await tx.query<PersonRow>(
    `select ${personColumns} from person where (home, id) in (select * from unnest($1::text[], $2::uuid[]))
     union all
     select ${personColumns} from person where deputies @> any($3::jsonb[])`,
    [wanted.map(homeOf), wanted.map(idOf), wanted.map((person) => JSON.stringify([{ person }]))],
  )
  const people = new Map(rows.map((row) => [keyOf(row.home, row.id), row]))
  const today = dayOf(at)

  for (const key of wanted) {
    const person = people.get(key)
    if (person?.state !== 'active') continue
    const own = person.grants.flatMap((grant) => inForce(grant, today, programmes, null))
    const borrowed = [...people].flatMap(([lender, { state, deputies, grants }]) =>
      state === 'active' &&
      deputies.some(({ person: deputy, from, until }) => deputy === key && from <= today && today <= until)
        ? grants.flatMap((grant) => inForce(grant, today, programmes, lender))
        : [],
    )
    actors.set(key, {
      id: key,
      grants: [...own, ...borrowed],
      household: person.household,
      relatives: person.relatives,
      shop: person.shop,
    })
  }
  return actors
}

function inForce(
  { role, programme, places, household, shop, from, until }: GivenGrant,
  today: Day,
  programmes: Programmes,
  deputyFor: Key | null,
): Grant[] {
  const known = programmes.roles(programme)[role]
  if (!known || from > today || (until && until < today)) return []
  return [
    {
      role,
      programme,
      places,
      household: household ?? null,
      shop: shop ?? null,
      permissions: known.permissions,
      tier: known.tier,
      deputyFor,
    },
  ]
}
