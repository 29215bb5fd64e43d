import * as z from 'zod/mini'
import {
  type Complaint,
  type ComplaintState,
  type Desk,
  lineOf,
  openStates,
  referencesFor,
} from '#capabilities/complaints/complaint.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { isInForce, type Person } from '#capabilities/people/person.ts'
import { type Roles, rolesOf } from '#capabilities/people/role.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all, type NeedOne, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText, national } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { addDays, Code, type Day, dayOf, Line, Note, Phone } from '#door/values.ts'

const command = commandsAbout<Complaint>()

const seen = { seen: z.int().check(z.minimum(1)) }

const About = z.union([
  z.object({ kind: z.literal('voucher'), key: KeyText }),
  z.object({ kind: z.literal('delivery'), key: KeyText, handover: IdText }),
  z.object({ kind: z.literal('household'), key: KeyText }),
  z.object({ kind: z.literal('person'), key: KeyText }),
  z.object({ kind: z.literal('shop'), key: KeyText }),
  z.object({ kind: z.literal('general') }),
])
type About = z.infer<typeof About>

type People = Record<`person ${Key}`, NeedOne<Person>>

export const complaintCommands = {
  /** What somebody said on the telephone. Whoever it names hears nothing of it, not even whoever wrote it down. */
  log: command({
    input: z.object({
      programme: Code,
      about: About,
      /** Whom the caller blames, besides whoever had a hand in what it is about. */
      names: z.array(KeyText).check(z.maxLength(20)),
      caller: z.object({ name: z.nullable(Line(120)), phone: z.nullable(Phone) }),
      said: Note(4000),
      /** Where it names the head of the programme: to whom outside it was handed. */
      passedTo: z.optional(Line(200)),
    }),
    permission: 'complaint.log',
    clock: 'received',
    begins: true,
    office: true,
    leaves: true,
    needs: ({ input, about: key }) => ({
      programmes: programmeNamed(input.programme),
      same: all<Complaint>('complaint', null, { reference: { among: referencesFor(key) } }),
      voucher: one<Voucher>('voucher', keyIn(input.about, 'voucher', 'delivery')),
      household: one<Household>('household', keyIn(input.about, 'household')),
      shop: one<Shop>('shop', keyIn(input.about, 'shop')),
    }),
    more: ({ input, facts: { voucher } }): People =>
      Object.fromEntries(
        peopleIn(input.about, input.names, voucher).map((key) => [`person ${key}`, one('person', key)]),
      ),
    decide(_, input, { actor, about: key, at, facts }) {
      const { programmes, same, voucher, household, shop } = facts
      const { about, programme } = input
      const line = lineOf(programmes[0]?.definition)
      if (!line) return refuse('complaint.no-line')
      const here = { key, programme, place: '' }
      if (!within(scopeOf(actor, 'complaint.log'), here)) return refuse('actor.out-of-reach')
      if (input.names.some((name) => !facts[`person ${name}`])) return refuse('record.not-found')
      const subject = about.kind === 'general' ? null : about.key
      if (homeOf(key) !== (subject ? homeOf(subject) : national)) return refuse('record.not-found')
      const people = peopleIn(about, input.names, voucher).flatMap((named) => facts[`person ${named}`] ?? [])
      const standing = {
        voucher,
        delivery: voucher,
        household,
        shop,
        person: people.find((one) => one.key === subject),
      }
      const found = about.kind === 'general' ? undefined : standing[about.kind]
      if (about.kind !== 'general' && found?.programme !== programme) return refuse('record.not-found')
      const handover = about.kind === 'delivery' ? about.handover : null
      if (handover && !voucher?.handovers.some(({ id }) => id === handover)) return refuse('voucher.delivery-unknown')

      const day = dayOf(at)
      const desk = deskFor(people, rolesOf(programmes[0]), programme, day)
      if (desk === 'outside' && !input.passedTo) return refuse('complaint.names-the-head')
      const passedTo = desk === 'outside' ? input.passedTo! : null
      const reference = referencesFor(key).find((free) => !same.some((other) => other.reference === free))
      if (!reference) return refuse('record.exists')
      return {
        record: {
          key,
          programme,
          // It belongs to the secretariat: nobody whose reach is a province or less ever meets it.
          place: '',
          version: 1,
          reference,
          kind: about.kind,
          subject,
          voucher: voucher?.key ?? null,
          handover,
          about: found?.place ?? '',
          keptFrom: [...new Set(namedIn(about, people, voucher))],
          desk,
          caller: input.caller,
          said: input.said,
          loggedBy: actor.id,
          loggedAt: at,
          state: passedTo ? 'passed-on' : 'received',
          since: at,
          dueOn: addDays(day, line.days),
          takenBy: null,
          answer: passedTo ? { words: passedTo, passedTo, by: actor.id, at } : null,
        },
      }
    },
  }),

  /** Somebody begins to look at it; or somebody else goes on. */
  take: command({
    input: z.object(seen),
    permission: 'complaint.answer',
    clock: 'received',
    office: true,
    decide(complaint, input, { actor, at }) {
      const barred = barredFrom(complaint, actor) ?? stale(complaint, input) ?? closed(complaint, 'take')
      if (barred) return barred
      const state: ComplaintState = 'looked-at'
      const since = complaint.state === state ? complaint.since : at
      return { record: next(complaint, { state, since, takenBy: actor.id }) }
    },
  }),

  /** In Khmer, for whoever asks by the reference. `passedTo` names who outside the programme goes on with it. */
  answer: command({
    input: z.object({ ...seen, words: Note(1000), passedTo: z.optional(Line(200)) }),
    permission: 'complaint.answer',
    clock: 'received',
    office: true,
    decide(complaint, { words, passedTo = null, seen }, { actor, at }) {
      const barred = barredFrom(complaint, actor) ?? stale(complaint, { seen }) ?? closed(complaint, 'answer')
      if (barred) return barred
      const answer = { words, passedTo, by: actor.id, at }
      return { record: next(complaint, { state: passedTo ? 'passed-on' : 'answered', since: at, answer }) }
    },
  }),
}

function keyIn(about: About, ...kinds: About['kind'][]): Key | null {
  return about.kind !== 'general' && kinds.includes(about.kind) ? about.key : null
}

/** Everybody whom it names, or who had a hand in what it is about. */
function peopleIn(about: About, names: readonly Key[], voucher: Voucher | undefined): Key[] {
  const acted = voucher
    ? [
        ...Object.values(voucher.duties),
        ...voucher.handovers.flatMap(({ by, confirmations, resolution }) => [
          by,
          ...confirmations.map((said) => said.by),
          resolution?.by,
        ]),
        ...voucher.checks.map(({ by }) => by),
        ...voucher.remarks.map(({ by }) => by),
      ]
    : []
  const keys = [...names, keyIn(about, 'person'), ...acted].filter((key) => typeof key === 'string')
  return [...new Set(keys)].sort()
}

function namedIn(about: About, people: readonly Person[], voucher: Voucher | undefined): Key[] {
  const shops = voucher ? [voucher.shop, ...voucher.formerShops, ...voucher.handovers.map(({ shop }) => shop)] : []
  const own = [keyIn(about, 'household'), keyIn(about, 'shop')].filter((key) => key !== null)
  // A shopkeeper's colleagues hear of it as soon as the shop does.
  const theirs = people.flatMap(({ key, shop, household }) =>
    // The farmer whose own voucher it is complains, and is not complained about.
    voucher && household === voucher.household ? [] : shop ? [key, shop] : [key],
  )
  return [...own, ...shops, ...theirs]
}

/** One level above everybody it names. */
function deskFor(people: readonly Person[], roles: Roles, programme: string, day: Day): Desk {
  const held = people
    .flatMap(({ grants }) => grants)
    .filter((grant) => grant.programme === programme && isInForce(grant, day) && Object.hasOwn(roles, grant.role))
    .map(({ role }) => roles[role]!)
  if (held.some(({ tier }) => tier === 3)) return 'outside'
  return held.some(({ level }) => level === 'national') ? 'director' : 'secretariat'
}

/** What names somebody at the secretariat is for its head alone. Others are told that it does not exist. */
function barredFrom({ desk }: Complaint, actor: Actor): Refusal | undefined {
  const oversees = scopeOf(actor, 'complaint.oversee').length > 0
  return desk === 'secretariat' || oversees ? undefined : refuse('record.not-found')
}

function stale(complaint: Complaint, { seen }: { seen: number }): Refusal | undefined {
  return complaint.version === seen ? undefined : refuse('record.changed')
}

function closed({ state }: Complaint, step: string): Refusal | undefined {
  return openStates.includes(state) ? undefined : refuse('complaint.wrong-state', { state, step })
}
