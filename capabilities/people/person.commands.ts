import * as z from 'zod/mini'
import { BirthYear, type Household, PersonName } from '#capabilities/households/household.ts'
import { type Deputation, endedAt, type GivenGrant, overlap, type Person } from '#capabilities/people/person.ts'
import { areApart, fits, installationRoles, type Roles, rolesOf } from '#capabilities/people/role.ts'
import { type Place, stands } from '#capabilities/places/place.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import { type Actor, everything, isOwnAffair, type Scope, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next, type Subject } from '#door/command.ts'
import { all, type NeedAll, type NeedOne, none, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText, national } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, Day, dayOf, type Instant, Line, Phone, Sex } from '#door/values.ts'

const command = commandsAbout<Person>()
const said = { clock: 'received', office: true } as const

const Reach = z.string().check(z.regex(/^(\d{2}){0,4}$/))
const ProgrammeCode = z.string().check(z.regex(/^(\*|[a-z0-9]+(-[a-z0-9]+)*)$/), z.maxLength(60))
const Email = z.string().check(z.trim(), z.toLowerCase(), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/), z.maxLength(200))
const Reason = Line(300)

const hasName = z.refine<{ nameKm: string | null; nameLatin: string | null }>(
  ({ nameKm, nameLatin }) => nameKm !== null || nameLatin !== null,
  { error: 'name.missing', path: ['nameKm'] },
)

const Edit = <T>(value: z.ZodMiniType<T>) => z.optional(z.object({ was: value, becomes: value }))

export const personCommands = {
  register: command({
    ...said,
    input: z
      .object({
        programme: ProgrammeCode,
        /** Where the person works or lives; empty for the whole country. */
        place: Reach,
        nameKm: z.nullable(PersonName),
        nameLatin: z.nullable(PersonName),
        sex: z.nullable(Sex),
        birthYear: z.optional(BirthYear),
        phone: z.nullable(Phone),
        email: z.nullable(Email),
        household: z.optional(KeyText),
        member: z.optional(IdText),
        shop: z.optional(KeyText),
        sample: z.optional(z.boolean()),
      })
      .check(hasName),
    permission: 'person.register',
    begins: true,
    needs: ({ input }) => ({
      place: one<Place>('place', input.place || null),
      household: one<Household>('household', input.household),
      shop: one<Subject>('shop', input.shop),
    }),
    decide(_, input, { about, actor, at, facts }) {
      const misplaced = missing(input.place, facts.place, dayOf(at))
      if (misplaced) return misplaced
      if (homeOf(about) !== (input.place.slice(0, 2) || national)) return refuse('place.unknown', { code: input.place })
      const belonging = belongs(input, facts)
      if (belonging) return belonging
      // Whoever is marked as invented is let in with a password that everybody knows.
      if (input.sample && scopeOf(actor, 'person.link').length === 0) return refuse('actor.not-allowed')
      const { household = null, member = null, shop = null, birthYear = null, sample = false, ...rest } = input
      return { record: begun(about, { ...rest, birthYear, household, member, shop, sample }) }
    },
  }),

  /**
   * A member of a registered household becomes somebody who may sign in, as the farmer of that
   * household: by whoever works in the commune, at a number that the household gave.
   */
  admit: command({
    ...said,
    input: z.object({ household: KeyText, member: IdText, phone: z.nullable(Phone) }),
    permission: 'person.admit',
    begins: true,
    needs: ({ input, about }) => ({
      household: one<Household>('household', input.household),
      people: all<Person>('person', homeOf(about), { household: input.household }),
    }),
    more: ({ facts }) => ({ programmes: programmesNamed(facts.household?.programme) }),
    decide(_, input, { about, actor, at, envelope, facts: { household, people, programmes } }) {
      if (!household || homeOf(about) !== homeOf(household.key)) return refuse('household.not-found')
      if (household.state !== 'active') return refuse('household.merged')
      if (isOwnAffair(actor, household.key)) return refuse('duty.own-affair')
      const member = household.members.find(({ id }) => id === input.member)
      if (!member) return refuse('household.member-unknown')
      if (input.phone !== null && !household.phones.some(({ number }) => number === input.phone)) {
        return refuse('person.phone-elsewhere')
      }
      if (people.some((person) => person.member === member.id && person.state === 'active'))
        return refuse('record.exists')
      const farmer = Object.keys(rolesOf(programmes[0])).find((role) => role === 'farmer')
      if (!farmer) return refuse('person.role-unknown', { role: 'farmer' })
      const { nameKm, nameLatin, sex, birthYear } = member
      const person = begun(about, {
        programme: household.programme,
        place: household.place,
        nameKm,
        nameLatin,
        sex,
        birthYear,
        phone: input.phone,
        email: null,
        household: household.key,
        member: member.id,
        shop: null,
        sample: false,
      })
      const grant: GivenGrant = {
        id: envelope,
        role: farmer,
        programme: household.programme,
        places: [],
        household: household.key,
        shop: null,
        from: dayOf(at),
        until: null,
        by: actor.id,
        takenBack: null,
      }
      return { record: { ...person, grants: [grant] } }
    },
  }),

  /** Edits that others may have made meanwhile: a field merges if it is what one of the two saw. */
  correct: command({
    ...said,
    input: z.object({
      nameKm: Edit(z.nullable(PersonName)),
      nameLatin: Edit(z.nullable(PersonName)),
      sex: Edit(z.nullable(Sex)),
      birthYear: Edit(z.nullable(BirthYear)),
      phone: Edit(z.nullable(Phone)),
      email: Edit(z.nullable(Email)),
      place: Edit(Reach),
    }),
    permission: 'person.register',
    needs: ({ input }) => ({ place: one<Place>('place', input.place?.becomes || null) }),
    decide(person, edits, { at, facts }) {
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined) as [
        keyof Person,
        { was: unknown; becomes: unknown },
      ][]
      const clashes = given.filter(([field, { was, becomes }]) => person[field] !== was && person[field] !== becomes)
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })
      const misplaced = edits.place && missing(edits.place.becomes, facts.place, dayOf(at))
      if (misplaced) return misplaced
      const changed = next(person, Object.fromEntries(given.map(([field, { becomes }]) => [field, becomes])))
      if (changed.nameKm === null && changed.nameLatin === null) {
        return refuse('input.invalid', { fields: [{ path: 'nameKm', problem: 'name.missing' }] })
      }
      return { record: changed }
    },
  }),

  /** Which household and shop a person is of. What is given for another one has to end first. */
  belong: command({
    ...said,
    input: z.object({ household: z.nullable(KeyText), member: z.nullable(IdText), shop: z.nullable(KeyText) }),
    permission: 'person.register',
    needs: ({ input }) => ({
      household: one<Household>('household', input.household),
      shop: one<Subject>('shop', input.shop),
    }),
    decide(person, input, { actor, at, facts }) {
      if (actor.id === person.key) return refuse('person.by-oneself')
      const belonging = belongs(input, facts)
      if (belonging) return belonging
      const bound = standing(person, at).find(
        (grant) =>
          (grant.household !== null && grant.household !== input.household) ||
          (grant.shop !== null && grant.shop !== input.shop),
      )
      return bound ? refuse('person.role-held', { role: bound.role }) : { record: next(person, input) }
    },
  }),

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
      programmes: programmesNamed(input.programme),
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
      const unknown = places.find((code) => missing(code, facts[`place ${code}`], dayOf(at)))
      if (unknown !== undefined) return missing(unknown, facts[`place ${unknown}`], dayOf(at))!
      if (grant.household && !facts.household) return refuse('household.not-found')
      if (grant.shop && !facts.shop) return refuse('shop.not-found')
      if (!isWithinReach(scopeOf(actor, 'person.grant'), grant, facts.household ?? facts.shop))
        return refuse('actor.out-of-reach')
      if (standing(person, at).some((held) => isTheSame(held, grant))) return refuse('person.role-held', { role })
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
      const held = person.grants.find((grant) => grant.id === id && grant.takenBack === null)
      if (!held) return refuse('person.grant-unknown')
      if (!isWithinReach(scopeOf(actor, 'person.grant'), held, person)) return refuse('actor.out-of-reach')
      return {
        record: next(person, {
          grants: person.grants.map((grant) => (grant === held ? takenBack(grant, actor, at, reason) : grant)),
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
      programmes: programmesNamed(record.programme),
    }),
    decide(person, { person: key, from, until }, { actor, at, envelope, facts: { deputy, programmes } }) {
      if (!mayActFor(actor, person)) return refuse('person.not-yours')
      if (key === person.key) return refuse('person.deputy-self')
      if (until < from || until < dayOf(at)) return refuse('person.deputy-dates')
      if (deputy?.state !== 'active' || deputy.programme !== person.programme) return refuse('person.not-found')
      const lent = person.grants.filter((grant) => overlap(grant, { from, until }))
      const borrowed = lent.map((grant) => ({ ...grant, from, until }))
      const apart = conflicting(deputy, borrowed, rolesOf(programmes[0]), at)
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

  /** Ties a sign-in to the person. The programme itself asks it, once the sign-in is proved. */
  linkAccount: command({
    ...said,
    input: z.object({ accountId: z.nullable(Line(100)) }),
    permission: 'person.link',
    decide: (person, { accountId }) =>
      person.state === 'active' ? { record: next(person, { accountId }) } : refuse('person.revoked'),
  }),
}

function begun(
  key: Key,
  given: Omit<Person, 'key' | 'version' | 'accountId' | 'grants' | 'relatives' | 'deputies' | 'state'>,
): Person {
  return { ...given, key, version: 1, accountId: null, grants: [], relatives: [], deputies: [], state: 'active' }
}

/** The installation has no record of its own: its roles stand in code. */
function programmesNamed(code: string | undefined): NeedAll<Programme> {
  return code === undefined || code === everything
    ? none<Programme>('programme')
    : all<Programme>('programme', national, { programme: code })
}

function placesNamed(codes: readonly string[]): Record<`place ${string}`, NeedOne<Place>> {
  return Object.fromEntries(codes.map((code) => [`place ${code}`, one<Place>('place', code || null)]))
}

function householdsNamed(keys: readonly Key[]): Record<`household ${string}`, NeedOne<Household>> {
  return Object.fromEntries(keys.map((key) => [`household ${key}`, one<Household>('household', key)]))
}

/** The whole country is always there. */
function missing(code: string, place: Place | undefined, day: Day): Refusal | undefined {
  if (code === '') return undefined
  if (!place) return refuse('place.unknown', { code })
  return stands(place, day) ? undefined : refuse('place.ended', { code, successors: [...place.successors] })
}

function belongs(
  input: { household?: Key | null | undefined; member?: string | null | undefined; shop?: Key | null | undefined },
  facts: { household: Household | undefined; shop: Subject | undefined },
): Refusal | undefined {
  if (input.household && !facts.household) return refuse('household.not-found')
  if (input.member && !facts.household?.members.some(({ id }) => id === input.member))
    return refuse('household.member-unknown')
  return input.shop && !facts.shop ? refuse('shop.not-found') : undefined
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

/** What a person holds or is going to hold: rights are judged on the day they are used, so the past does not matter. */
function standing(person: Person, at: Instant): GivenGrant[] {
  return person.grants.filter(({ until }) => until === null || until >= dayOf(at))
}

/** Would the person hold two roles of a programme, at one time, that are to be kept apart? */
function conflicting(person: Person, wanted: readonly GivenGrant[], roles: Roles, at: Instant): Refusal | undefined {
  for (const grant of wanted) {
    const other = standing(person, at).find(
      (held) => held.programme === grant.programme && overlap(held, grant) && areApart(roles, held.role, grant.role),
    )
    if (other) return refuse('person.roles-apart', { role: grant.role, other: other.role })
  }
  return undefined
}

function takenBack(grant: GivenGrant, actor: Actor, at: Instant, reason: string): GivenGrant {
  return { ...endedAt(grant, at), takenBack: { by: actor.id, at, reason } }
}
