import * as z from 'zod/mini'
import { isComplaintsNumber } from '#capabilities/complaints/complaint.ts'
import { paymentMethods, type Shop } from '#capabilities/organisations/shop.ts'
import { type Place, stands } from '#capabilities/places/place.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import { commandsAbout, next } from '#door/command.ts'
import { canonical } from '#door/envelope.ts'
import { one } from '#door/facts.ts'
import { homeOf } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { Code, Day, dayOf, Line, Phone, PlaceCode } from '#door/values.ts'

const command = commandsAbout<Shop>()

const Contract = z.object({ number: Line(60), from: Day, until: Day })
const Serves = z.array(PlaceCode).check(z.minLength(1), z.maxLength(500))
const Chains = z.array(Code).check(z.maxLength(50))
const Payment = z.object({ method: z.enum(paymentMethods), account: z.nullable(Line(60)) })

const Registration = z
  .object({
    programme: Code,
    nameKm: z.nullable(Line(120)),
    nameLatin: z.nullable(Line(120)),
    /** The village, or the commune, it stands in. */
    place: z.string().check(z.regex(/^(\d{6}|\d{8})$/)),
    phone: z.nullable(Phone),
    serves: Serves,
    chains: Chains,
    contract: z.nullable(Contract),
    payment: Payment,
  })
  .check(
    z.refine(({ nameKm, nameLatin }) => nameKm !== null || nameLatin !== null, {
      error: 'name.missing',
      path: ['nameKm'],
    }),
  )

const Edit = <T>(value: z.ZodMiniType<T>) => z.optional(z.object({ was: value, becomes: value }))

export const shopCommands = {
  register: command({
    input: Registration,
    permission: 'shop.register',
    clock: 'received',
    begins: true,
    needs: ({ input }) => ({ place: one<Place>('place', input.place), programmes: programmeNamed(input.programme) }),
    decide(_, input, { actor, about, at, facts: { place, programmes } }) {
      const day = dayOf(at)
      if (!place || !stands(place, day) || input.place.slice(0, 2) !== homeOf(about)) {
        return refuse('place.unknown', { code: input.place })
      }
      if (input.contract && input.contract.until < input.contract.from) return refuse('shop.contract-dates')
      if (isComplaintsNumber(input.phone, programmes)) return refuse('complaint.number-in-use')
      return {
        record: {
          ...input,
          key: about,
          version: 1,
          state: 'active',
          suspensions: [],
          registeredOn: day,
          registeredBy: actor.id,
        },
      }
    },
  }),

  amend: command({
    input: z.object({
      phone: Edit(z.nullable(Phone)),
      serves: Edit(Serves),
      chains: Edit(Chains),
      contract: Edit(z.nullable(Contract)),
      payment: Edit(Payment),
    }),
    permission: 'shop.register',
    clock: 'received',
    needs: ({ record }) => ({ programmes: programmeNamed(record.programme) }),
    decide(shop, edits, { facts: { programmes } }) {
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined)
      const present = shop as unknown as Record<string, unknown>
      const clashes = given.filter(
        ([field, { was, becomes }]) => !same(present[field], was) && !same(present[field], becomes),
      )
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })
      const contract = edits.contract?.becomes
      if (contract && contract.until < contract.from) return refuse('shop.contract-dates')
      if (isComplaintsNumber(edits.phone?.becomes, programmes)) return refuse('complaint.number-in-use')
      return { record: next(shop, Object.fromEntries(given.map(([field, { becomes }]) => [field, becomes]))) }
    },
  }),

  suspend: command({
    input: z.object({ why: Line(300) }),
    permission: 'shop.suspend',
    clock: 'received',
    decide(shop, { why }, { actor, at }) {
      if (actor.shop === shop.key) return refuse('duty.shop')
      if (shop.state === 'suspended') return refuse('shop.state', { state: shop.state })
      const suspension = { from: at, until: null, by: actor.id, why }
      return { record: next(shop, { state: 'suspended', suspensions: [...shop.suspensions, suspension] }) }
    },
  }),

  reinstate: command({
    input: z.object({}),
    permission: 'shop.suspend',
    clock: 'received',
    decide(shop, _, { actor, at }) {
      if (actor.shop === shop.key) return refuse('duty.shop')
      if (shop.state === 'active') return refuse('shop.state', { state: shop.state })
      const suspensions = shop.suspensions.map((one) => (one.until === null ? { ...one, until: at } : one))
      return { record: next(shop, { state: 'active', suspensions }) }
    },
  }),
}

// The database gives the members of an object back in another order.
function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}
