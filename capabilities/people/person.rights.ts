import * as z from 'zod/mini'
import type { Household } from '#capabilities/households/household.ts'
import { type Deputation, endedAt, type GivenGrant, held, overlap, type Person } from '#capabilities/people/person.ts'
import { areApart, fits, installationRoles, type Roles, rolesOf } from '#capabilities/people/role.ts'
import { type Place, placeFault } from '#capabilities/places/place.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import { type Actor, everything, type Scope, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next, type Subject } from '#door/command.ts'
import { type NeedOne, one } from '#door/facts.ts'
import { IdText, type Key, KeyText } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, Day, dayOf, type Instant, Line } from '#door/values.ts'

const command = commandsAbout<Person>()
const said = { clock: 'received', office: true } as const

/** The beginning of a place code; empty for the whole country. */
export const Reach = z.string().check(z.regex(/^(\d{2}){0,4}$/))
/** A programme's code, or `*` for the installation. */
export const ProgrammeCode = z.string().check(z.regex(/^(\*|[a-z0-9]+(-[a-z0-9]+)*)$/), z.maxLength(60))
const Reason = Line(300)

/** What somebody may do, for whom others may do it, and where they may not. */
export const rightsCommands = {
  /** Gives a role. Its reach is no wider than the role's, and no wider than that of whoever gives it. */
  grant: command({
    ...said,
    input: z.object({
      role: Code,
      programme: ProgrammeCode,
      places: z.array(Reach).check(z.maxLength(200)),
      household: z.optional(KeyText),
      shop: z.optional(KeyText),
      from: Day,
      until: z.optional(z.nullable(Day)),
    }),
    permission: 'person.grant',
    needs: ({ input }) => ({
      programmes: programmeNamed(input.programme),
      household: one<Household>('household', input.household),
      shop: one<Subject>('shop', input.shop),
    }),
    more: ({ input }) => placesNamed(input.places),
    decide(person, input, { actor, at, envelope, facts }) {
      const { role, programme, places, from } = input
      if (actor.id === person.key) return refuse('person.by-oneself')
      if (person.state !== 'active') return refuse('person.revoked')
      const roles = programme === everything ? installationRoles : rolesOf(facts.programmes[0])
      const known = Object.hasOwn(roles, role) ? roles[role]! : undefined
      if (!known) return refuse('person.role-unknown', { role })
      const grant: GivenGrant = {
        id: envelope,
        role,
        programme,
        places,
        household: input.household ?? null,
        shop: input.shop ?? null,
        from,
        until: input.until ?? null,
        by: actor.id,
        takenBack: null,
      }
      if (grant.until !== null && grant.until < from) return refuse('person.grant-dates')
      if (!fits(known.level, places, grant.household !== null, grant.shop !== null) || !isOwn(grant, person)) {
        return refuse('person.grant-level', { role, level: known.level })
      }
      const misplaced = firstFault(places, facts, dayOf(at))
      if (misplaced) return misplaced
      if (grant.household && !facts.household) return refuse('household.not-found')
      if (grant.shop && !facts.shop) return refuse('shop.not-found')
      if (!isWithinReach(scopeOf(actor, 'person.grant'), grant, facts.household ?? facts.shop))
        return refuse('actor.out-of-reach')
      if (held(person, dayOf(at)).some((other) => isTheSame(other, grant))) return refuse('person.role-held', { role })
      const apart = conflicting(person, [grant], roles, at)
      return apart ?? { record: next(person, { grants: [...person.grants, grant] }) }
    },
  }),

  revokeGrant: command({
    ...said,
    input: z.object({ grant: IdText, reason: Reason }),
    permission: 'person.grant',
    decide(person, { grant: id, reason }, { actor, at }) {
      if (actor.id === person.key) return refuse('person.by-oneself')
      const given = person.grants.find((grant) => grant.id === id && grant.takenBack === null)
      if (!given) return refuse('person.grant-unknown')
      if (!isWithinReach(scopeOf(actor, 'person.grant'), given, person)) return refuse('actor.out-of-reach')
      return {
        record: next(person, {
          grants: person.grants.map((grant) => (grant === given ? takenBack(grant, actor, at, reason) : grant)),
        }),
      }
    },
  }),

  /** Shuts a person out, with everything they were given. What they have done stays theirs. */
  revoke: command({
    ...said,
    input: z.object({ reason: Reason }),
    permission: 'person.revoke',
    decide(person, { reason }, { actor, at }) {
      if (actor.id === person.key) return refuse('person.by-oneself')
      if (person.state !== 'active') return refuse('person.revoked')
      return {
        record: next(person, {
          state: 'revoked',
          grants: person.grants.map((grant) =>
            grant.takenBack === null ? takenBack(grant, actor, at, reason) : grant,
          ),
          deputies: person.deputies.map((deputation) => endedAt(deputation, at)),
        }),
      }
    },
  }),

  /** Lets somebody in again, without any right: each is given anew. */
  restore: command({
    ...said,
    input: z.object({ reason: Reason }),
    permission: 'person.revoke',
    decide: (person, _, { actor }) =>
      actor.id === person.key ? refuse('person.by-oneself') : { record: next(person, { state: 'active' }) },
  }),

  /** A declaration can be added to by the person; only an administrator takes one back. */
  declareRelatives: command({
    ...said,
    input: z.object({ households: z.array(KeyText).check(z.maxLength(100)) }),
    permission: 'person.declare',
    needs: ({ input }) => householdsNamed(input.households),
    decide(person, { households }, { actor, facts }) {
      const administers = within(scopeOf(actor, 'person.register'), person)
      if (actor.id !== person.key && !administers) return refuse('person.not-yours')
      if (households.some((key) => !facts[`household ${key}`])) return refuse('household.not-found')
      const dropped = person.relatives.filter((key) => !households.includes(key))
      if (dropped.length > 0 && (actor.id === person.key || !administers)) return refuse('person.relative-kept')
      return { record: next(person, { relatives: [...new Set(households)] }) }
    },
  }),

  appointDeputy: command({
    ...said,
    input: z.object({ person: KeyText, from: Day, until: Day }),
    permission: 'person.declare',
    needs: ({ record, input }) => ({
      deputy: one<Person>('person', input.person),
      programmes: programmeNamed(record.programme),
    }),
    decide(person, { person: key, from, until }, { actor, at, envelope, facts: { deputy, programmes } }) {
      if (!mayActFor(actor, person)) return refuse('person.not-yours')
      if (key === person.key) return refuse('person.deputy-self')
      if (until < from || until < dayOf(at)) return refuse('person.deputy-dates')
      if (deputy?.state !== 'active' || deputy.programme !== person.programme) return refuse('person.not-found')
      const lent = person.grants.filter((grant) => overlap(grant, { from, until }))
      const borrowed = lent.map((grant) => ({ ...grant, from, until }))
      const roles = rolesOf(programmes[0])
      const apart = conflicting(deputy, borrowed, roles, at) ?? withoutDuties(deputy, borrowed, roles, at)
      if (apart) return apart
      const deputation: Deputation = { id: envelope, person: key, from, until }
      return { record: next(person, { deputies: [...person.deputies, deputation] }) }
    },
  }),

  dismissDeputy: command({
    ...said,
    input: z.object({ deputation: IdText }),
    permission: 'person.declare',
    decide(person, { deputation: id }, { actor, at }) {
      if (!mayActFor(actor, person)) return refuse('person.not-yours')
      if (!person.deputies.some((deputation) => deputation.id === id)) return refuse('person.not-found')
      return {
        record: next(person, {
          deputies: person.deputies.map((deputation) => (deputation.id === id ? endedAt(deputation, at) : deputation)),
        }),
      }
    },
  }),
}

function placesNamed(codes: readonly string[]): Record<`place ${string}`, NeedOne<Place>> {
  return Object.fromEntries(codes.map((code) => [`place ${code}`, one<Place>('place', code || null)]))
}

/** The whole country is always there. */
function firstFault(
  codes: readonly string[],
  facts: Readonly<Record<`place ${string}`, Place | undefined>>,
  day: Day,
): Refusal | undefined {
  const faults = codes.filter((code) => code !== '').map((code) => placeFault(code, facts[`place ${code}`], day))
  return faults.find((fault) => fault !== undefined)
}

function householdsNamed(keys: readonly Key[]): Record<`household ${string}`, NeedOne<Household>> {
  return Object.fromEntries(keys.map((key) => [`household ${key}`, one<Household>('household', key)]))
}

function mayActFor(actor: Actor, person: Person): boolean {
  return actor.id === person.key || within(scopeOf(actor, 'person.register'), person)
}

/** A farmer's role is for the own household, a shop's for the own shop: what else a rule asks of them rests on it. */
function isOwn({ household, shop }: GivenGrant, person: Person): boolean {
  return (household === null || household === person.household) && (shop === null || shop === person.shop)
}

/** Nobody gives what they could not reach themselves. */
function isWithinReach(scope: Scope, grant: GivenGrant, whose: Subject | undefined): boolean {
  return scope.some((reach) => {
    if (reach.programme !== grant.programme && reach.programme !== everything) return false
    if (reach.household || reach.shop) return false
    const wanted = grant.places.length > 0 ? grant.places : [whose?.place ?? '']
    return wanted.every((place) => reach.places.some((beginning) => place.startsWith(beginning)))
  })
}

function isTheSame(held: GivenGrant, grant: GivenGrant): boolean {
  return (
    held.role === grant.role &&
    held.programme === grant.programme &&
    held.household === grant.household &&
    held.shop === grant.shop &&
    [...held.places].sort().join() === [...grant.places].sort().join() &&
    overlap(held, grant)
  )
}

/** Would the person hold two roles of a programme, at one time, that are to be kept apart? */
function conflicting(person: Person, wanted: readonly GivenGrant[], roles: Roles, at: Instant): Refusal | undefined {
  for (const grant of wanted) {
    const other = held(person, dayOf(at)).find(
      (one) => one.programme === grant.programme && overlap(one, grant) && areApart(roles, one.role, grant.role),
    )
    if (other) return refuse('person.roles-apart', { role: grant.role, other: other.role })
  }
  return undefined
}

/** Who has nothing but the own household or shop to look after is nobody's deputy. */
function withoutDuties(deputy: Person, [lent]: readonly GivenGrant[], roles: Roles, at: Instant): Refusal | undefined {
  const own = held(deputy, dayOf(at)).map(({ role }) => role)
  const isPrivate = (role: string) => ['household', 'shop'].includes(roles[role]?.level ?? '')
  return lent && own.length > 0 && own.every(isPrivate)
    ? refuse('person.roles-apart', { role: lent.role, other: own[0]! })
    : undefined
}

function takenBack(grant: GivenGrant, actor: Actor, at: Instant, reason: string): GivenGrant {
  return { ...endedAt(grant, at), takenBack: { by: actor.id, at, reason } }
}
