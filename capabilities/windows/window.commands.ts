import * as z from 'zod/mini'
import type { BudgetLine } from '#capabilities/budgets/budget.ts'
import { CeilingPrice, type Window, WindowTerms } from '#capabilities/windows/window.ts'
import { commandsAbout, next } from '#door/command.ts'
import { one } from '#door/facts.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, Day, dayOf } from '#door/values.ts'

const command = commandsAbout<Window>()

export const windowCommands = {
  publish: command({
    input: z.extend(WindowTerms, { programme: Code }),
    permission: 'window.publish',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({ line: one<BudgetLine>('budget', input.budgetLine) }),
    decide(_, { programme, ...terms }, { about, at, facts: { line } }) {
      if (!line || line.programme !== programme) return refuse('budget.not-found')
      if (line.currency !== terms.currency) return refuse('budget.currency')
      return (
        faultIn(terms) ?? {
          record: {
            ...terms,
            key: about,
            programme,
            place: '',
            version: 1,
            state: 'published',
            publishedOn: dayOf(at),
          },
        }
      )
    },
  }),

  /** A new ceiling from a day on. Former prices stay: a proposal keeps the price of its day. */
  price: command({
    input: z.object({ prices: z.array(CeilingPrice).check(z.minLength(1), z.maxLength(500)) }),
    permission: 'window.price',
    clock: 'received',
    office: true,
    decide(window, { prices }) {
      const stray = prices.find(({ item }) => !window.items.some(({ code }) => code === item))
      if (stray) return refuse('window.item-unknown', { item: stray.item })
      return { record: next(window, { prices: [...window.prices, ...prices] }) }
    },
  }),

  rate: command({
    input: z.object({
      from: Day,
      rielPerDollar: z.number().check(z.minimum(1000), z.maximum(10_000)),
      source: z.string().check(z.minLength(1), z.maxLength(300)),
    }),
    permission: 'window.price',
    clock: 'received',
    office: true,
    decide: (window, rate) => ({ record: next(window, { rates: [...window.rates, rate] }) }),
  }),

  extend: command({
    input: z.object({ closesOn: Day }),
    permission: 'window.publish',
    clock: 'received',
    office: true,
    decide: (window, { closesOn }) =>
      closesOn < window.opensOn ? refuse('window.dates') : { record: next(window, { closesOn }) },
  }),

  /** No more proposals; those that were made are still answered. */
  close: command({
    input: z.object({}),
    permission: 'window.publish',
    clock: 'received',
    office: true,
    decide: (window) => ({ record: next(window, { state: 'closed' }) }),
  }),
}

function faultIn(terms: WindowTerms): Refusal | undefined {
  if (terms.closesOn < terms.opensOn) return refuse('window.dates')
  const known = new Set(terms.items.map(({ code }) => code))
  const named = [
    ...terms.packages.flatMap(({ items }) => items.map(({ item }) => item)),
    ...terms.prices.map(({ item }) => item),
    ...terms.items.flatMap(({ substitutes }) => substitutes),
  ]
  const item = named.find((code) => !known.has(code))
  if (item !== undefined) return refuse('window.item-unknown', { item })
  const backwards = terms.packages.find(({ quantityMin, quantityMax }) => quantityMin > quantityMax)
  return backwards ? refuse('window.package-unknown', { package: backwards.code }) : undefined
}
