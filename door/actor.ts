/**
 * Who asks, and whose eyes they borrow.
 *
 * A grant gives a person the permissions of a role within a reach. Roles are data of a programme;
 * by the time an actor stands at the door they have been looked up, so the same value serves the
 * server and a phone.
 */
import type { Key } from './key.ts'

/** What a grant lets a person see: one programme, and in it places, one household or one shop. */
export interface Reach {
  readonly programme: string
  /** Beginnings of place codes; `''` is the whole country. */
  readonly places: readonly string[]
  readonly household?: Key | null
  readonly shop?: Key | null
  /** What else may be done there, for what is shown only to whoever may do a second thing. */
  readonly permissions?: readonly string[]
  /** Who looks: the person, their shop, their household and relatives, and whose duties they have borrowed. */
  readonly eyes?: readonly Key[]
}

/** Every read takes one. An empty scope finds nothing. */
export type Scope = readonly Reach[]

export interface Grant extends Reach {
  readonly role: string
  readonly permissions: readonly string[]
  /** The level of decision: 1 district, 2 province, 3 national. 0 decides nothing. */
  readonly tier: number
  /** Set where the grant is borrowed from the person whose deputy this is. */
  readonly deputyFor?: Key | null
}

export interface Actor {
  readonly id: Key
  readonly grants: readonly Grant[]
  /** The person's own household, if they are a member of a registered one. */
  readonly household: Key | null
  /** Households of declared relatives. */
  readonly relatives: readonly Key[]
  /** The shop this person works for. */
  readonly shop: Key | null
}

/** What every record says of itself so that a scope can be held against it. */
export interface Located {
  readonly key: Key
  readonly programme: string
  readonly place: string
  readonly household?: Key | null
  readonly shop?: Key | null
  /** Shops it was taken from: what one of them reports late must still arrive, if only to be disputed. */
  readonly formerShops?: readonly Key[]
  /** Whom it names: people, shops, households. To them it is not there, whatever their role. */
  readonly keptFrom?: readonly Key[]
}

/** The permission that the system itself holds. Nobody can be granted it. */
export const everything = '*'

export function scopeOf(actor: Actor, permission: string): Scope {
  const reaches = reachesOf(actor)
  return reaches.filter((_, at) => holds(actor.grants[at]!, permission))
}

/** What each grant lets this actor see. A grant is one and the same reach for every permission, so that two scopes compare. */
function reachesOf(actor: Actor): Scope {
  const known = reachesBefore.get(actor)
  if (known) return known
  const eyes = [actor.id, actor.shop, actor.household, ...actor.relatives].filter((key) => key !== null)
  const reaches = actor.grants.map((grant) => ({
    ...grant,
    eyes: grant.deputyFor ? [...eyes, grant.deputyFor] : eyes,
  }))
  reachesBefore.set(actor, reaches)
  return reaches
}

const reachesBefore = new WeakMap<Actor, Scope>()

/** Everybody whose eyes a scope borrows. */
export function eyesIn(scope: Scope): Key[] {
  return [...new Set(scope.flatMap(({ eyes = [] }) => eyes))]
}

/** The highest tier of decision at which the person holds a permission over a record. */
export function tierOver(actor: Actor, permission: string, record: Located): number {
  return actor.grants
    .filter((grant) => holds(grant, permission) && covers(grant, record))
    .reduce((highest, { tier }) => Math.max(highest, tier), 0)
}

export function within(scope: Scope, record: Located): boolean {
  return scope.some((reach) => covers(reach, record))
}

export function covers(reach: Reach, record: Located): boolean {
  if (reach.programme !== record.programme && reach.programme !== everything) return false
  if (record.keptFrom?.some((key) => reach.eyes?.includes(key) ?? true)) return false
  if (reach.household) return record.household === reach.household || record.key === reach.household
  if (reach.shop) {
    return (
      record.shop === reach.shop || record.key === reach.shop || (record.formerShops?.includes(reach.shop) ?? false)
    )
  }
  return reach.places.some((beginning) => record.place.startsWith(beginning))
}

function holds(grant: Grant, permission: string): boolean {
  return grant.permissions.includes(permission) || grant.permissions.includes(everything)
}

/** Own household or a declared relative's: nobody decides, verifies, checks or pays there. */
export function isOwnAffair(actor: Actor, household: Key | null | undefined): boolean {
  return household != null && (actor.household === household || actor.relatives.includes(household))
}
