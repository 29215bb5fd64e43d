import * as z from 'zod/mini'
import { ComplaintsLine, lineOf } from '#capabilities/complaints/complaint.ts'
import { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import type { Person } from '#capabilities/people/person.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all, none } from '#door/facts.ts'
import { homeOf, national } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { Code, Day, dayOf } from '#door/values.ts'

const command = commandsAbout<Programme>()

/** What rules read out of it must be right; the rest is for people. */
const Definition = z.record(z.string(), z.unknown()).check(
  z.refine(({ matching }) => matching === undefined || MatchingRules.safeParse(matching).success, {
    error: 'matching.unreadable',
    path: ['matching'],
  }),
  z.refine(({ complaints }) => complaints === undefined || ComplaintsLine.safeParse(complaints).success, {
    error: 'complaints.unreadable',
    path: ['complaints'],
  }),
)

/** Whoever answers at the number that sheets tell people to complain to. */
function atTheNumber(definition: Record<string, unknown>) {
  const line = lineOf(definition)
  return {
    people: line ? all<Person>('person', null, { phone: line.phone }) : none<Person>('person'),
    shops: line ? all<Shop>('shop', null, { phone: line.phone }) : none<Shop>('shop'),
  }
}

/** A complaint about a worker or a shop must not ring there. */
function isTaken(code: string, people: readonly Person[], shops: readonly Shop[]): boolean {
  return [...people, ...shops].some(({ programme }) => programme === code)
}

export const programmeCommands = {
  open: command({
    input: z.object({ code: Code, demonstration: z.boolean(), definition: Definition }),
    permission: 'programme.open',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({
      same: all<Programme>('programme', national, { programme: input.code }),
      ...atTheNumber(input.definition),
    }),
    decide(_, { code, demonstration, definition }, { about, at, facts: { same, people, shops } }) {
      if (homeOf(about) !== national) return refuse('programme.unknown')
      if (same.length > 0) return refuse('programme.exists')
      if (isTaken(code, people, shops)) return refuse('complaint.number-in-use')
      return {
        record: {
          key: about,
          programme: code,
          place: '',
          version: 1,
          state: 'open',
          asOf: null,
          demonstration,
          openedOn: dayOf(at),
          definition,
        },
      }
    },
  }),

  /** A new edition of the definition: roles, reasons, milestones. Decisions already made stay as they are. */
  revise: command({
    input: z.object({ definition: Definition }),
    permission: 'programme.open',
    clock: 'received',
    office: true,
    needs: ({ input }) => atTheNumber(input.definition),
    decide: (programme, { definition }, { facts: { people, shops } }) =>
      isTaken(programme.programme, people, shops)
        ? refuse('complaint.number-in-use')
        : { record: next(programme, { definition }) },
  }),

  /** Closed as of a day: from now on the door refuses the programme to everybody. */
  close: command({
    input: z.object({ asOf: Day }),
    permission: 'programme.close',
    clock: 'received',
    office: true,
    decide(programme, { asOf }, { at }) {
      if (asOf > dayOf(at)) return refuse('day.in-future', { field: 'asOf' })
      return { record: next(programme, { state: 'closed', asOf }) }
    },
  }),
}
