/**
 * Who is who, read for every batch: a role taken away this morning is gone this morning.
 *
 * Only the programmes' definitions are remembered between batches, by version.
 */
import { installationRoles, type Roles } from '#capabilities/people/role.ts'
import { type Actor, everything, type Grant } from '#door/actor.ts'
import type { Definition } from '#door/command.ts'
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
  /** What `programmes/` held when it was opened. */
  definition(programme: string): Definition | undefined
}

interface Held {
  version: number
  state: 'open' | 'closed'
  roles: Roles
  definition: Definition
}

export interface ProgrammeRow {
  readonly programme: string
  readonly version: number
  readonly state: 'open' | 'closed'
}

/** Remembers definitions by the programme's version. */
export function programmesOver() {
  const held = new Map<string, Held>()

  /** The programmes as they stand now; `rows` when they were read already. */
  return async function load(tx: Queryable, rows?: readonly ProgrammeRow[]): Promise<Programmes> {
    const present = rows ?? (await tx.query<ProgrammeRow>('select programme, version, state from programme')).rows
    const stale = present.filter(({ programme, version }) => held.get(programme)?.version !== version)
    if (stale.length > 0) {
      const fresh = await tx.query<ProgrammeRow & { definition: Definition & { roles?: Roles } }>(
        `select programme, version, state, definition from programme where programme = any($1)`,
        [stale.map(({ programme }) => programme)],
      )
      for (const { programme, version, state, definition } of fresh.rows)
        held.set(programme, { version, state, roles: definition.roles ?? {}, definition })
    }
    const named = new Set(present.map(({ programme }) => programme))
    return {
      state: (programme) => (named.has(programme) ? held.get(programme)?.state : undefined),
      roles: (programme) => (programme === everything ? installationRoles : (held.get(programme)?.roles ?? {})),
      definition: (programme) => held.get(programme)?.definition,
    }
  }
}

export interface PersonRow {
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

/** People by home and id, and those who lend them their duties; the three lists are bound from `$first` on. */
export function peopleSql(first: number): string {
  return `select ${personColumns} from person
            where (home, id) in (select * from unnest($${first}::text[], $${first + 1}::uuid[]))
          union all
          select ${personColumns} from person where deputies @> any($${first + 2}::jsonb[])`
}

export function peopleValues(keys: readonly Key[]): [string[], string[], string[]] {
  const people = keys.filter((key) => key !== systemKey)
  return [people.map(homeOf), people.map(idOf), people.map((person) => JSON.stringify([{ person }]))]
}

/** The active people among these keys, with the grants they hold today, their own and borrowed. */
export async function loadActors(
  keys: readonly Key[],
  at: Instant,
  programmes: Programmes,
  tx: Queryable,
): Promise<Map<Key, Actor>> {
  const { rows } = await tx.query<PersonRow>(peopleSql(1), peopleValues(keys))
  return actorsAmong(rows, keys, at, programmes)
}

export function actorsAmong(
  rows: readonly PersonRow[],
  keys: readonly Key[],
  at: Instant,
  programmes: Programmes,
): Map<Key, Actor> {
  const people = new Map(rows.map((row) => [keyOf(row.home, row.id), row]))
  const today = dayOf(at)
  const actors = new Map<Key, Actor>()

  for (const key of keys) {
    if (key === systemKey) actors.set(key, system)
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
