import * as z from 'zod/mini'
import type { Person } from '#capabilities/people/person.ts'
import { type Place, placeFault } from '#capabilities/places/place.ts'
import { programmeNamed } from '#capabilities/programmes/programme.ts'
import { syllabusOf } from '#capabilities/trainings/syllabus.ts'
import type { Worker } from '#capabilities/workers/worker.ts'
import { type Actor, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { type NeedOne, one } from '#door/facts.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Code, CommuneCode, Day, dayOf, Line } from '#door/values.ts'

const command = commandsAbout<Worker>()
const said = { clock: 'received', office: true } as const

const Communes = z.array(CommuneCode).check(z.minLength(1), z.maxLength(60))

export const workerCommands = {
  /** The person becomes a worker of these communes; one who had left begins anew, and keeps what was passed. */
  recruit: command({
    ...said,
    input: z.object({ communes: Communes, recruitedOn: Day, contract: z.optional(Line(120)) }),
    permission: 'worker.recruit',
    begins: 'either',
    needs: ({ about }) => ({ person: one<Person>('person', about) }),
    more: ({ input }) => communesNamed(input.communes),
    decide(before: Worker | undefined, { communes, recruitedOn, contract }, { about, actor, at, facts }) {
      const { person } = facts
      if (person?.state !== 'active') return refuse('person.not-found')
      if (before?.state === 'serving') return refuse('record.exists')
      if (recruitedOn > dayOf(at)) return refuse('day.in-future', { field: 'recruitedOn' })
      const unknown = firstMissing(communes, facts, recruitedOn)
      if (unknown) return unknown
      const worker: Worker = {
        key: about,
        version: (before?.version ?? 0) + 1,
        programme: person.programme,
        place: communes[0]!,
        sex: person.sex,
        state: 'serving',
        communes: [...new Set(communes)],
        recruitedOn,
        leftOn: null,
        contract: contract ?? null,
        passed: before?.passed ?? [],
      }
      return reachesAll(actor, 'worker.recruit', worker) ? { record: worker } : refuse('actor.out-of-reach')
    },
  }),

  passTraining: command({
    ...said,
    input: z.object({ topic: Code, on: Day, by: Line(120) }),
    permission: 'worker.train',
    needs: ({ record }) => ({ programmes: programmeNamed(record.programme) }),
    decide(worker, { topic, on, by }, { actor, at, facts: { programmes } }) {
      if (actor.id === worker.key) return refuse('person.by-oneself')
      if (worker.state === 'left') return refuse('worker.left')
      if (on > dayOf(at)) return refuse('day.in-future', { field: 'on' })
      if (!syllabusOf(programmes[0]).courses.some(({ code }) => code === topic))
        return refuse('training.topic-unknown', { topic })
      if (worker.passed.some((passed) => passed.topic === topic)) return refuse('worker.already-passed', { topic })
      return { record: next(worker, { passed: [...worker.passed, { topic, on, by }] }) }
    },
  }),

  assign: command({
    ...said,
    input: z.object({ communes: Communes }),
    permission: 'worker.assign',
    more: ({ input }) => communesNamed(input.communes),
    decide(worker, { communes }, { actor, at, facts }) {
      if (worker.state === 'left') return refuse('worker.left')
      const unknown = firstMissing(communes, facts, dayOf(at))
      if (unknown) return unknown
      const assigned = next(worker, { communes: [...new Set(communes)], place: communes[0]! })
      return reachesAll(actor, 'worker.assign', assigned) ? { record: assigned } : refuse('actor.out-of-reach')
    },
  }),

  release: command({
    ...said,
    input: z.object({ on: Day, reason: Line(300) }),
    permission: 'worker.recruit',
    decide(worker, { on }, { at }) {
      if (worker.state === 'left') return refuse('worker.left')
      if (on > dayOf(at)) return refuse('day.in-future', { field: 'on' })
      if (on < worker.recruitedOn) return refuse('day.too-early', { field: 'on', from: worker.recruitedOn })
      return { record: next(worker, { state: 'left', leftOn: on }) }
    },
  }),
}

function communesNamed(codes: readonly string[]): Record<`place ${string}`, NeedOne<Place>> {
  return Object.fromEntries(codes.map((code) => [`place ${code}`, one<Place>('place', code)]))
}

/** Every commune, not only the first, which says where the record lies. */
function reachesAll(actor: Actor, permission: string, worker: Worker): boolean {
  return worker.communes.every((place) => within(scopeOf(actor, permission), { ...worker, place }))
}

function firstMissing(
  codes: readonly string[],
  facts: Readonly<Record<`place ${string}`, Place | undefined>>,
  day: Day,
): Refusal | undefined {
  return codes.map((code) => placeFault(code, facts[`place ${code}`], day)).find((fault) => fault !== undefined)
}
