import * as z from 'zod/mini'
import { type Allotment, allotmentKey, type BudgetLine } from '#capabilities/budgets/budget.ts'
import { commandsAbout, next } from '#door/command.ts'
import { balance, one } from '#door/facts.ts'
import { HomeText, homeOf, idOf, KeyText, keyOf, national } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { refuse } from '#door/refusal.ts'
import { Bilingual, Code, Currency, dayOf, Line, Minor } from '#door/values.ts'

const line = commandsAbout<BudgetLine>()
const allotment = commandsAbout<Allotment>()

export const budgetCommands = {
  /** A line of a funding source, with all of its money still to be allotted. */
  set: line({
    input: z.object({
      programme: Code,
      code: Code,
      names: Bilingual,
      fundingSource: Line(120),
      component: Line(120),
      category: Line(120),
      currency: Currency,
      minor: Minor,
    }),
    permission: 'budget.set',
    clock: 'received',
    begins: true,
    office: true,
    decide(_, input, { about, at }) {
      if (homeOf(about) !== national) return refuse('budget.not-found')
      return {
        record: { ...input, key: about, place: '', version: 1, setOn: dayOf(at) },
        post: [
          {
            debit: account.unallotted(about),
            credit: account.source(about),
            currency: input.currency,
            minor: input.minor,
          },
        ],
      }
    },
  }),

  add: line({
    input: z.object({ minor: Minor, reference: Line(120) }),
    permission: 'budget.set',
    clock: 'received',
    office: true,
    decide: (budget, { minor }) => ({
      record: next(budget, { minor: budget.minor + minor }),
      post: [
        { debit: account.unallotted(budget.key), credit: account.source(budget.key), currency: budget.currency, minor },
      ],
    }),
  }),

  /** Sets money aside for a province; its allotment receives it as a reaction, so no money needs two homes. */
  allot: line({
    input: z.object({ to: HomeText, minor: Minor }),
    permission: 'budget.allot',
    clock: 'received',
    office: true,
    needs: ({ about }) => ({ unallotted: balance(account.unallotted(about), about) }),
    decide(budget, { to, minor }, { facts: { unallotted } }) {
      if (unallotted < minor) return refuse('budget.exhausted')
      return {
        record: next(budget, {}),
        post: [
          {
            debit: account.allotted(budget.key, to),
            credit: account.unallotted(budget.key),
            currency: budget.currency,
            minor,
          },
        ],
      }
    },
  }),
}

export const allotmentCommands = {
  /** Asked by the programme itself, once for each `budget.allot`. */
  receive: allotment({
    input: z.object({ line: KeyText, minor: Minor }),
    permission: 'allotment.receive',
    clock: 'received',
    begins: 'either',
    office: true,
    needs: ({ input }) => ({ line: one<BudgetLine>('budget', input.line) }),
    decide(held: Allotment | undefined, input, { about, facts }) {
      const budget = facts.line
      if (!budget || about !== allotmentKey(budget.key, homeOf(about)) || keyOf(national, idOf(about)) !== budget.key) {
        return refuse('budget.not-found')
      }
      const begun = {
        key: about,
        programme: budget.programme,
        place: homeOf(about),
        version: 0,
        line: budget.key,
        currency: budget.currency,
        minor: 0,
      }
      const before = held ?? begun
      return {
        record: next(before, { minor: before.minor + input.minor }),
        post: [
          {
            debit: account.available(about),
            credit: account.granted(about),
            currency: budget.currency,
            minor: input.minor,
          },
        ],
      }
    },
  }),
}
