import * as z from 'zod/mini'
import {
  type CatalogueItem,
  chainsOf,
  isSamePrice,
  isSameQuoted,
  itemKey,
  standing,
} from '#capabilities/catalogue/item.ts'
import type { Place } from '#capabilities/places/place.ts'
import { type Programme, programmeNamed } from '#capabilities/programmes/programme.ts'
import { Item } from '#capabilities/windows/window.ts'
import { commandsAbout, next } from '#door/command.ts'
import { canonical } from '#door/envelope.ts'
import { one } from '#door/facts.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, Currency, Day, dayOf, Line, Minor } from '#door/values.ts'

const command = commandsAbout<CatalogueItem>()

const Chain = z.nullable(Code)
const Specification = z.nullable(Line(300))
const { names: Names, substitutes: Substitutes, mortalityDays: MortalityDays } = Item.shape

const Edit = <T>(value: z.ZodMiniType<T>) => z.optional(z.object({ was: value, becomes: value }))

export const itemCommands = {
  add: command({
    input: z.extend(Item, { programme: Code, chain: Chain, specification: Specification }),
    permission: 'item.manage',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({ programme: programmeNamed(input.chain === null ? undefined : input.programme) }),
    decide(_, { programme, ...said }, { about, facts }) {
      if (about !== itemKey(programme, said.code)) return refuse('record.not-found')
      return (
        faultIn(said, facts.programme[0]) ?? {
          record: {
            ...said,
            key: about,
            version: 1,
            programme,
            place: '',
            quotations: [],
            state: 'in-use',
            retirements: [],
          },
        }
      )
    },
  }),

  /** What it is called and what belongs to it. Its code and its unit are what vouchers count by: they stay. */
  amend: command({
    input: z.object({
      names: Edit(Names),
      chain: Edit(Chain),
      specification: Edit(Specification),
      substitutes: Edit(Substitutes),
      mortalityDays: Edit(MortalityDays),
    }),
    permission: 'item.manage',
    clock: 'received',
    office: true,
    needs: ({ record, input }) => ({
      programme: programmeNamed(typeof input.chain?.becomes === 'string' ? record?.programme : undefined),
    }),
    decide(item, edits, { facts }) {
      if (item.state === 'retired') return refuse('item.state', { state: item.state })
      const given = Object.entries(edits).filter(([, edit]) => edit !== undefined)
      const present = item as unknown as Record<string, unknown>
      const clashes = given.filter(
        ([field, { was, becomes }]) => !same(present[field], was) && !same(present[field], becomes),
      )
      if (clashes.length > 0) return refuse('field.clash', { fields: clashes.map(([field]) => field) })
      const becomes: Partial<CatalogueItem> = Object.fromEntries(given.map(([field, edit]) => [field, edit.becomes]))
      const changed = { code: item.code, substitutes: [], chain: null, ...becomes }
      return faultIn(changed, facts.programme[0]) ?? { record: next(item, becomes) }
    },
  }),

  /** What somebody asked for a unit. Said again with another price it corrects what was said before, which stays in the history. */
  quote: command({
    input: z.object({
      province: z.nullable(z.string().check(z.regex(/^\d{2}$/))),
      currency: Currency,
      minor: Minor.check(z.minimum(1)),
      from: Day,
      source: Line(300),
    }),
    permission: 'item.manage',
    clock: 'received',
    office: true,
    needs: ({ input }) => ({ province: one<Place>('place', input.province) }),
    decide(item, said, { actor, at, facts: { province } }) {
      if (item.state === 'retired') return refuse('item.state', { state: item.state })
      if (said.province !== null && !province) return refuse('place.unknown', { code: said.province })
      if (said.from > dayOf(at)) return refuse('day.in-future', { field: 'from' })
      const before = standing(item.quotations).find((known) => isSameQuoted(known, said))
      if (before && isSamePrice(before, said)) return refuse('item.quoted')
      return { record: next(item, { quotations: [...item.quotations, { ...said, by: actor.id, at }] }) }
    },
  }),

  /** Nothing new is asked for it. What windows and vouchers already name stays as it is. */
  retire: command({
    input: z.object({ why: Line(300) }),
    permission: 'item.manage',
    clock: 'received',
    office: true,
    decide(item, { why }, { actor, at }) {
      if (item.state === 'retired') return refuse('item.state', { state: item.state })
      const retirement = { at, by: actor.id, why, restored: null }
      return { record: next(item, { state: 'retired', retirements: [...item.retirements, retirement] }) }
    },
  }),

  restore: command({
    input: z.object({ why: Line(300) }),
    permission: 'item.manage',
    clock: 'received',
    office: true,
    decide(item, { why }, { actor, at }) {
      if (item.state === 'in-use') return refuse('item.state', { state: item.state })
      const restored = { at, by: actor.id, why }
      const retirements = item.retirements.map((one) => (one.restored === null ? { ...one, restored } : one))
      return { record: next(item, { state: 'in-use', retirements }) }
    },
  }),
}

type Said = Pick<CatalogueItem, 'code' | 'chain' | 'substitutes'>

function faultIn({ code, chain, substitutes }: Said, programme: Programme | undefined): Refusal | undefined {
  if (substitutes.includes(code)) return refuse('item.substitute-itself')
  if (chain !== null && !chainsOf(programme).some((known) => known.code === chain))
    return refuse('item.chain-unknown', { chain })
  return undefined
}

// The database gives the members of an object back in another order.
function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}
