import * as z from 'zod/mini'
import { isComplaintsNumber } from '#capabilities/complaints/complaint.ts'
import { BirthYear, type Household, PersonName } from '#capabilities/households/household.ts'
import { type GivenGrant, held, type Person } from '#capabilities/people/person.ts'
import { rolesOf } from '#capabilities/people/role.ts'
import { type Place, placeFault } from '#capabilities/places/place.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import { isOwnAffair, scopeOf } from '#door/actor.ts'
import { commandsAbout, next, type Subject } from '#door/command.ts'
import { all, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText, national } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { dayOf, Line, Phone, Sex } from '#door/values.ts'
import { ProgrammeCode, Reach } from './person.rights.ts'

const command = commandsAbout<Person>()
const said = { clock: 'received', office: true } as const

const Email = z.string().check(z.trim(), z.toLowerCase(), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/), z.maxLength(200))

const hasName = z.refine<{ nameKm: string | null; nameLatin: string | null }>(
  ({ nameKm, nameLatin }) => nameKm !== null || nameLatin !== null,
  { error: 'name.missing', path: ['nameKm'] },
)

const Edit = <T>(value: z.ZodMiniType<T>) => z.optional(z.object({ was: value, becomes: value }))

/** Who somebody is. */
export const registeringCommands = {
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
      programmes: programmeNamed(input.programme),
    }),
    decide(_, input, { about, actor, at, facts }) {
      const misplaced = input.place && placeFault(input.place, facts.place, dayOf(at))
      if (misplaced) return misplaced
      if (homeOf(about) !== (input.place.slice(0, 2) || national)) return refuse('place.unknown', { code: input.place })
      const belonging = belongs(input, facts)
      if (belonging) return belonging
      if (isComplaintsNumber(input.phone, facts.programmes)) return refuse('complaint.number-in-use')
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
    more: ({ facts }) => ({ programmes: programmeNamed(facts.household?.programme) }),
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
        // A member of an invented household is invented: in a demonstration no real account comes about.
        sample: programmes[0]?.demonstration ?? false,
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
    needs: ({ record, input }) => ({
      place: one<Place>('place', input.place?.becomes || null),
      programmes: programmeNamed(record.programme),
    }),
    decide(person, edits, { at, facts }) {
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined) as [
        keyof Person,
        { was: unknown; becomes: unknown },
      ][]
      const clashes = given.filter(([field, { was, becomes }]) => person[field] !== was && person[field] !== becomes)
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })
      const misplaced = edits.place?.becomes && placeFault(edits.place.becomes, facts.place, dayOf(at))
      if (misplaced) return misplaced
      if (isComplaintsNumber(edits.phone?.becomes, facts.programmes)) return refuse('complaint.number-in-use')
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
      const bound = held(person, dayOf(at)).find(
        (grant) =>
          (grant.household !== null && grant.household !== input.household) ||
          (grant.shop !== null && grant.shop !== input.shop),
      )
      return bound ? refuse('person.role-held', { role: bound.role }) : { record: next(person, input) }
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

function belongs(
  input: { household?: Key | null | undefined; member?: string | null | undefined; shop?: Key | null | undefined },
  facts: { household: Household | undefined; shop: Subject | undefined },
): Refusal | undefined {
  if (input.household && !facts.household) return refuse('household.not-found')
  if (input.member && !facts.household?.members.some(({ id }) => id === input.member))
    return refuse('household.member-unknown')
  return input.shop && !facts.shop ? refuse('shop.not-found') : undefined
}
