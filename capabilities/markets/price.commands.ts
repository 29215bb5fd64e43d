import * as z from 'zod/mini'
import {
  MarketName,
  Month,
  type Price,
  type PriceRevised,
  type PriceSaid,
  priceKey,
  priceKinds,
  UnitName,
} from '#capabilities/markets/price.ts'
import type { Place } from '#capabilities/places/place.ts'
import { commandsAbout, next } from '#door/command.ts'
import { one } from '#door/facts.ts'
import { HomeText, KeyText } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, dayOf, Line } from '#door/values.ts'

const command = commandsAbout<Price>()

/** Whole riel or cents; that a price is above nothing is a rule, with words of its own. */
const Amount = z.int().check(z.minimum(-100_000_000_000), z.maximum(100_000_000_000))
const amounts = { riel: Amount, cents: z.nullable(Amount) }
const told = { source: Line(120), import: z.nullable(KeyText) }

export const priceCommands = {
  /** One price, as a market told it or a list has it. Its key is made from what it is about. */
  record: command({
    input: z.object({
      programme: Code,
      province: HomeText,
      month: Month,
      market: MarketName,
      commodity: MarketName,
      unit: UnitName,
      kind: z.enum(priceKinds),
      ...amounts,
      isEstimate: z.boolean(),
      ...told,
    }),
    permission: 'price.record',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({ province: one<Place>('place', input.province) }),
    decide(_, { province, ...input }, { about, actor, at, facts }) {
      if (about !== priceKey({ ...input, province })) return refuse('record.not-found')
      if (!facts.province) return refuse('place.unknown', { code: province })
      if (input.month > dayOf(at).slice(0, 7)) return refuse('price.month-ahead', { month: input.month })
      const fault = amountFault(input)
      if (fault) return fault
      return { record: { ...input, key: about, place: province, version: 1, by: actor.id, at, revisions: [] } }
    },
  }),

  /** Another amount for the same price. What was said before is kept, with who said it. */
  revise: command({
    input: z.object({
      was: z.object(amounts),
      becomes: z.object({ ...amounts, isEstimate: z.boolean() }),
      ...told,
      reason: Line(300),
    }),
    permission: 'price.record',
    clock: 'received',
    office: true,
    decide(price, { was, becomes, reason, ...source }, { actor, at }) {
      if (was.riel !== price.riel || was.cents !== price.cents) return refuse('field.clash', { fields: ['riel'] })
      const fault = amountFault(becomes)
      if (fault) return fault
      if (saysTheSame(price, becomes)) return refuse('price.unchanged')
      if (becomes.isEstimate && !price.isEstimate) return refuse('price.seen-in-market')

      const { riel, cents, isEstimate, by, at: saidAt } = price
      const before: PriceRevised = {
        ...{ riel, cents, isEstimate, source: price.source, import: price.import, by, at: saidAt },
        ...{ revisedBy: actor.id, revisedAt: at, reason },
      }
      return {
        record: next(price, { ...becomes, ...source, by: actor.id, at, revisions: [...price.revisions, before] }),
      }
    },
  }),
}

function amountFault({ riel, cents }: Pick<PriceSaid, 'riel' | 'cents'>): Refusal | undefined {
  return riel > 0 && (cents === null || cents > 0) ? undefined : refuse('price.not-above-zero')
}

function saysTheSame(
  one: Pick<PriceSaid, 'riel' | 'cents' | 'isEstimate'>,
  other: Pick<PriceSaid, 'riel' | 'cents' | 'isEstimate'>,
): boolean {
  return one.riel === other.riel && one.cents === other.cents && one.isEstimate === other.isEstimate
}
