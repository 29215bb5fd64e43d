import * as z from 'zod/mini'
import { familyCommands } from '#capabilities/households/household.family.ts'
import { judgingCommands } from '#capabilities/households/household.judging.ts'
import {
  BirthYear,
  CardNumber,
  type Household,
  headOf,
  IdentityNumber,
  type Member,
  memberRoles,
  PersonName,
  type PovertyEntry,
  povertySources,
  windowsServed,
} from '#capabilities/households/household.ts'
import { Listed } from '#capabilities/imports/listed.ts'
import { isVillage, type Place, stands } from '#capabilities/places/place.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { isOwnAffair, tierOver } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { canonical } from '#door/envelope.ts'
import { all, none, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { Day, dayOf, Line, Note, Phone, Photo, Position, Sex, VillageCode } from '#door/values.ts'

const command = commandsAbout<Household>()

const Poverty = z.object({
  category: z.enum(['poor1', 'poor2', 'general']),
  source: z.enum(povertySources),
  card: z.nullable(CardNumber),
  issuedOn: z.nullable(Day),
  expiresOn: z.nullable(Day),
  photo: z.nullable(Photo),
})

const Names = {
  nameKm: z.nullable(PersonName),
  nameLatin: z.nullable(PersonName),
}

const hasName = z.refine<{ nameKm: string | null; nameLatin: string | null }>(
  (named) => named.nameKm !== null || named.nameLatin !== null,
  {
    error: 'name.missing',
    path: ['nameKm'],
  },
)

/** At most eight answers: name, sex, year or age, village, phone or none, poverty, consent, who helped. */
const Registration = z
  .object({
    programme: z.string().check(z.minLength(1), z.maxLength(60)),
    member: IdText,
    ...Names,
    sex: Sex,
    birthYear: z.nullable(BirthYear),
    age: z.optional(z.int().check(z.minimum(18), z.maximum(115))),
    village: VillageCode,
    phone: z.nullable(z.object({ number: Phone, shared: z.boolean() })),
    poverty: z.nullable(Poverty),
    consent: z.string().check(z.minLength(1), z.maxLength(40)),
    identityNumber: z.optional(IdentityNumber),
    position: z.optional(Position),
    /** The household that the head has left for this one. */
    partedFrom: z.optional(KeyText),
  })
  .check(hasName)

/** Fields that may be edited, each with what it was and what it becomes. */
const Edit = <T>(value: z.ZodMiniType<T>) =>
  z.optional(z.object({ was: z.nullable(value), becomes: z.nullable(value) }))
const Amendment = z.object({
  nameKm: Edit(PersonName),
  nameLatin: Edit(PersonName),
  sex: Edit(Sex),
  birthYear: Edit(BirthYear),
  landSquareMetres: Edit(z.int().check(z.minimum(0), z.maximum(100_000_000))),
  water: Edit(Line(60)),
  position: Edit(Position),
})

export const householdCommands = {
  register: command({
    input: Registration,
    permission: 'household.register',
    clock: 'happened',
    begins: true,
    offline: true,
    needs: ({ input }) => ({
      village: one<Place>('place', input.village),
      former: one<Household>('household', input.partedFrom),
      theirVouchers: input.partedFrom
        ? all<Voucher>('voucher', homeOf(input.partedFrom), { household: input.partedFrom })
        : none<Voucher>('voucher'),
      joined: input.partedFrom
        ? all<Household>('household', null, { mergedInto: input.partedFrom })
        : none<Household>('household'),
    }),
    decide(_, input, { about, actor, at, facts: { village, former, theirVouchers, joined } }) {
      const day = dayOf(at)
      if (!village || !isVillage(village) || input.village.slice(0, 2) !== homeOf(about)) {
        return refuse('place.unknown', { code: input.village })
      }
      if (!stands(village, day))
        return refuse('place.ended', { code: input.village, successors: [...village.successors] })
      const birthYear = input.birthYear ?? (input.age === undefined ? null : Number(day.slice(0, 4)) - input.age)
      if (birthYear !== null && Number(day.slice(0, 4)) - birthYear < 18) return refuse('household.birth-year')

      const leaving = former?.members.find(({ id }) => id === input.member)?.left
      if (input.partedFrom !== undefined && leaving?.household !== about) return refuse('household.member-unknown')

      const head: Member = {
        id: input.member,
        nameKm: input.nameKm,
        nameLatin: input.nameLatin,
        sex: input.sex,
        birthYear,
        role: 'head',
        identityNumber: input.identityNumber ?? null,
      }
      const household: Household = {
        key: about,
        programme: input.programme,
        place: input.village,
        version: 1,
        state: 'active',
        mergedInto: null,
        members: [head],
        birthYear,
        card: input.poverty?.card ?? null,
        identityNumbers: input.identityNumber ? [input.identityNumber] : [],
        phones: input.phone ? [input.phone] : [],
        poverty: input.poverty ? [entry(input.poverty, day, actor.id)] : [],
        exception: null,
        consent: { version: input.consent, givenOn: day, withdrawnOn: null },
        recipient: null,
        assistedBy: actor.household === about ? null : actor.id,
        registeredBy: actor.id,
        registeredOn: day,
        position: input.position ?? null,
        suspicions: [],
        suspects: [],
        judgeBy: null,
        judgements: [],
        matchKeys: [],
        absorbed: [],
        partedFrom: leaving && former ? { household: former.key, on: leaving.on } : null,
        served: former ? windowsServed(former, theirVouchers, joined) : [],
        moves: [],
        landSquareMetres: null,
        water: null,
      }
      return { record: household }
    },
  }),

  /** Edits that others may have made meanwhile: a field merges if it is what one of the two saw. */
  amend: command({
    input: Amendment,
    permission: 'household.amend',
    clock: 'received',
    offline: true,
    decide(household, edits) {
      const head = headOf(household)
      const present: Record<string, unknown> = { ...household, ...head }
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined) as [
        string,
        { was: unknown; becomes: unknown },
      ][]
      const clashes = given.filter(
        ([field, { was, becomes }]) => !same(present[field], was) && !same(present[field], becomes),
      )
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })

      const becomes = Object.fromEntries(given.map(([field, edit]) => [field, edit.becomes]))
      const { landSquareMetres, water, position, ...ofHead } = becomes
      const changed = { ...head, ...ofHead } as Member
      if (changed.nameKm === null && changed.nameLatin === null) {
        return refuse('input.invalid', { fields: [{ path: 'nameKm', problem: 'name.missing' }] })
      }
      return {
        record: next(household, {
          members: household.members.map((member) => (member.id === head.id ? changed : member)),
          birthYear: changed.birthYear,
          landSquareMetres: (landSquareMetres === undefined ? household.landSquareMetres : landSquareMetres) as
            | number
            | null,
          water: (water === undefined ? household.water : water) as string | null,
          position: (position === undefined ? household.position : position) as Household['position'],
        }),
      }
    },
  }),

  setPhones: command({
    input: z.object({
      was: z.array(Phone),
      becomes: z.array(z.object({ number: Phone, shared: z.boolean() })).check(z.maxLength(6)),
    }),
    permission: 'household.amend',
    clock: 'received',
    offline: true,
    decide(household, { was, becomes }) {
      const present = household.phones.map(({ number }) => number)
      if (!same(present, was) && !same(household.phones, becomes)) return refuse('field.clash', { fields: ['phones'] })
      return { record: next(household, { phones: becomes }) }
    },
  }),

  addMember: command({
    input: z
      .object({
        member: IdText,
        ...Names,
        sex: Sex,
        birthYear: z.nullable(BirthYear),
        role: z.enum(memberRoles),
        identityNumber: z.nullable(IdentityNumber),
      })
      .check(hasName),
    permission: 'household.amend',
    clock: 'received',
    offline: true,
    decide(household, { member, ...said }) {
      if (said.role === 'head') return refuse('household.no-head')
      if (household.members.some(({ id }) => id === member)) return refuse('record.exists')
      return {
        record: next(household, {
          members: [...household.members, { id: member, ...said }],
          identityNumbers: said.identityNumber
            ? [...household.identityNumbers, said.identityNumber]
            : household.identityNumbers,
        }),
      }
    },
  }),

  setPoverty: command({
    input: z.object({ ...Poverty.shape, listed: z.optional(Listed) }),
    permission: 'household.poverty',
    clock: 'happened',
    offline: true,
    decide(household, { listed: _, ...input }, { actor, at }) {
      if (isOwnAffair(actor, household.key)) return refuse('duty.own-affair')
      if (input.source === 'card-seen' && (input.card === null || input.photo === null)) {
        return refuse('household.poverty-source', { source: input.source })
      }
      return {
        record: next(household, {
          poverty: [...household.poverty, entry(input, dayOf(at), actor.id)],
          card: input.card ?? household.card,
        }),
      }
    },
  }),

  /** "Poor but not on the list": by somebody above the commune, with evidence. */
  exception: command({
    input: z.object({ reason: Note(500), photo: Photo }),
    permission: 'household.exception',
    clock: 'received',
    decide(household, { reason: why, photo }, { actor, at }) {
      if (isOwnAffair(actor, household.key)) return refuse('duty.own-affair')
      if (household.registeredBy === actor.id) return refuse('duty.assisted')
      if (tierOver(actor, 'household.exception', household) < 1) return refuse('household.exception-tier')
      return { record: next(household, { exception: { reason: why, photo, on: dayOf(at), by: actor.id } }) }
    },
  }),

  nameRecipient: command({
    input: z.object({ name: PersonName, phone: z.nullable(Phone), relation: Line(40) }),
    permission: 'household.amend',
    clock: 'received',
    offline: true,
    decide: (household, { name, phone, relation }, { at }) => ({
      record: next(household, { recipient: { name, phone, relation, consentOn: dayOf(at) } }),
    }),
  }),

  consent: command({
    input: z.object({ version: z.string().check(z.minLength(1), z.maxLength(40)), given: z.boolean() }),
    permission: 'household.amend',
    clock: 'happened',
    offline: true,
    decide(household, { version, given }, { at }) {
      const day = dayOf(at)
      const consent = given ? { version, givenOn: day, withdrawnOn: null } : { ...household.consent, withdrawnOn: day }
      return { record: next(household, { consent }) }
    },
  }),

  ...familyCommands,
  ...judgingCommands,
}

function entry(given: z.infer<typeof Poverty>, day: Day, by: Key): PovertyEntry {
  return { ...given, recordedOn: day, recordedBy: by }
}

function same(one: unknown, other: unknown): boolean {
  return canonical(one ?? null) === canonical(other ?? null)
}
