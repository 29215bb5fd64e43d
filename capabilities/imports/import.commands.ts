import * as z from 'zod/mini'
import { fieldsMissing, listForms } from '#capabilities/imports/forms.ts'
import {
  columnsMax,
  type Import,
  ImportFile,
  ImportSettings,
  importKinds,
  importSteps,
  listKeyOf,
  Mapping,
  stopReasons,
} from '#capabilities/imports/import.ts'
import { type Actor, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all } from '#door/facts.ts'
import { homeOf, national } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Line, Note, PlaceCode } from '#door/values.ts'

const command = commandsAbout<Import>()

const Count = z.int().check(z.minimum(0))

export const importCommands = {
  /** Says what will be read, and how: nothing of the list is taken in yet. */
  prepare: command({
    input: z.object({
      programme: z.string().check(z.minLength(1), z.maxLength(60)),
      /** The places it is a list of: a code, or nothing for the country. */
      area: z.union([z.literal(''), PlaceCode]),
      kind: z.enum(importKinds),
      list: Line(120),
      file: ImportFile,
      header: z.array(z.string().check(z.maxLength(300))).check(z.maxLength(columnsMax)),
      mapping: Mapping.check(z.minLength(1), z.maxLength(columnsMax)),
      settings: ImportSettings,
    }),
    permission: 'import.run',
    clock: 'received',
    begins: true,
    office: true,
    needs: ({ input }) => ({
      before: all<Import>('import', national, {
        programme: input.programme,
        listKey: listKeyOf(input.list),
        kind: input.kind,
      }),
    }),
    decide(_, { area, settings, ...input }, { about, actor, at, facts: { before } }) {
      if (homeOf(about) !== national) return refuse('actor.out-of-reach')
      const located = { key: about, programme: input.programme, place: area }
      if (!within(scopeOf(actor, listForms[input.kind].permission), located)) return refuse('actor.out-of-reach')

      const columns = input.mapping.map(({ column }) => column)
      const fields = input.mapping.map(({ field }) => field)
      if (columns.some((column) => column >= input.header.length)) return refuse('import.column-unknown')
      const twice = fields.find((field, at) => fields.indexOf(field) !== at)
      if (twice !== undefined) return refuse('import.column-twice', { field: twice })
      const missing = fieldsMissing(input.kind, fields, settings)
      if (missing.length > 0) return refuse('import.columns-missing', { fields: missing })

      const since = [at, ...before.map((earlier) => earlier.since)].sort()[0]!
      return {
        record: {
          ...located,
          ...input,
          version: 1,
          listKey: listKeyOf(input.list),
          since,
          settings: { ...settings, listYear: settings.listYear ?? Number(since.slice(0, 4)) },
          state: 'prepared',
          stoppedWhy: null,
          counts: null,
          by: actor.id,
          preparedAt: at,
          begunAt: null,
          endedAt: null,
        },
      }
    },
  }),

  /** From here on the server reads rows and asks for each of them. */
  begin: command({
    input: z.object({}),
    permission: 'import.run',
    clock: 'received',
    office: true,
    decide(list, _, { actor, at }) {
      const fault = wrongStep(list, 'begin') ?? (actor.id === list.by ? undefined : refuse('import.not-yours'))
      return fault ?? { record: next(list, { state: 'running', begunAt: at }) }
    },
  }),

  /** After the stretch of rows that is being decided. What was taken in stays. */
  stop: command({
    input: z.object({ why: z.optional(z.enum(stopReasons)) }),
    permission: 'import.run',
    clock: 'received',
    office: true,
    decide(list, { why = 'asked' }, { actor }) {
      const fault = notTheirKind(list, actor) ?? wrongStep(list, 'stop')
      return fault ?? { record: next(list, { state: 'stopped', stoppedWhy: why }) }
    },
  }),

  /** Each row is asked in the name of whoever brought the list, so nobody else goes on with it. */
  resume: command({
    input: z.object({}),
    permission: 'import.run',
    clock: 'received',
    office: true,
    decide(list, _, { actor }) {
      const fault = wrongStep(list, 'resume') ?? (actor.id === list.by ? undefined : refuse('import.not-yours'))
      return fault ?? { record: next(list, { state: 'running', stoppedWhy: null }) }
    },
  }),

  /** Asked by the server when the last row has been decided. */
  finish: command({
    input: z.object({
      ...{ rows: Count, accepted: Count, repeated: Count, refused: Count },
      ...{ possible: z._default(Count, 0), unmatched: z._default(Count, 0), suspected: Count },
    }),
    permission: 'import.finish',
    clock: 'received',
    office: true,
    decide(list, counts, { at }) {
      return wrongStep(list, 'finish') ?? { record: next(list, { state: 'finished', counts, endedAt: at }) }
    },
  }),

  /** Of those whom a row may be about it is none. The row stays, as one about somebody who is not registered. */
  setAside: command({
    input: z.object({ row: z.int().check(z.minimum(1)), reason: Note(300) }),
    permission: 'import.run',
    clock: 'received',
    office: true,
    decide(list) {
      // While rows are read, what is counted is not ours to change.
      return list.state === 'running'
        ? refuse('import.wrong-state', { state: list.state, step: 'setAside' })
        : { record: next(list, {}) }
    },
  }),

  /** The rest is not wanted. What was taken in stays. */
  giveUp: command({
    input: z.object({}),
    permission: 'import.run',
    clock: 'received',
    office: true,
    decide(list, _, { actor, at }) {
      const fault = notTheirKind(list, actor) ?? wrongStep(list, 'giveUp')
      return fault ?? { record: next(list, { state: 'given-up', stoppedWhy: null, endedAt: at }) }
    },
  }),
}

/** A list of a kind that somebody may not bring is not there for them. */
function notTheirKind(list: Import, actor: Actor): Refusal | undefined {
  return within(scopeOf(actor, listForms[list.kind].permission), list) ? undefined : refuse('record.not-found')
}

function wrongStep({ state }: Import, step: keyof typeof importSteps): Refusal | undefined {
  const from: readonly string[] = importSteps[step].from
  return from.includes(state) ? undefined : refuse('import.wrong-state', { state, step })
}
