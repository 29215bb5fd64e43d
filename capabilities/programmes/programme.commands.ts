import * as z from 'zod/mini'
import { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all } from '#door/facts.ts'
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
)

export const programmeCommands = {
  open: command({
    input: z.object({ code: Code, demonstration: z.boolean(), definition: Definition }),
    permission: 'programme.open',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({ same: all<Programme>('programme', national, { programme: input.code }) }),
    decide(_, { code, demonstration, definition }, { about, at, facts: { same } }) {
      if (homeOf(about) !== national) return refuse('programme.unknown')
      if (same.length > 0) return refuse('programme.exists')
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
    decide: (programme, { definition }) => ({ record: next(programme, { definition }) }),
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
