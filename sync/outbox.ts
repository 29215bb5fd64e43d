/**
 * What was asked on this device and has no final word yet: envelopes, never their results.
 *
 * The outbox is the only thing that must survive a flat battery. An envelope leaves it when its
 * author can see the outcome: accepted and received back, or refused and read. Nothing is thrown away
 * without a receipt.
 */
import type { Answer, Why } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Refusal } from '#door/refusal.ts'
import type { Change, Storage } from './storage.ts'

export interface Entry {
  readonly envelope: Envelope
  /**
   * *waiting* for the network; *held* at the door for another envelope; *accepted* until its record
   * has come back; *refused* and *disputed* until read; *set aside* because it could not be opened.
   */
  readonly state: 'waiting' | 'held' | 'accepted' | 'refused' | 'disputed' | 'set-aside'
  readonly answer: Answer | null
  /** Why it was set aside, where the door gave no answer. */
  readonly problem: Problem | null
  /** How often it met a fault that was not the network's. */
  readonly faults: number
  readonly read: boolean
}

/** What stood in the way before the door could decide. */
export type Problem = Why | 'unreadable' | 'too-large' | 'bug' | 'not-the-author'

const answersMax = 50

export type Outbox = Awaited<ReturnType<typeof openOutbox>>

export async function openOutbox(storage: Storage) {
  const entries = new Map<string, Entry>()
  const kept = [...(await storage.read('outbox')).values()] as Entry[]
  for (const entry of kept.sort((one, other) => one.envelope.n - other.envelope.n))
    entries.set(entry.envelope.id, entry)
  // The last answers, for whoever has just asked: an entry may have left before they look.
  const answers = new Map<string, Answer>()
  let revision = 0

  return {
    revision: () => revision,
    answerTo: (id: string): Answer | undefined => answers.get(id),
    /** In the order in which they were asked. */
    all: (): Entry[] => [...entries.values()],
    find: (id: string): Entry | undefined => entries.get(id),
    waiting: (): Entry[] => [...entries.values()].filter(({ state }) => state === 'waiting'),

    /** What a person should hear of and has not read. */
    trouble: (): Entry[] =>
      [...entries.values()].filter(
        ({ state, read }) => !read && ['refused', 'disputed', 'set-aside', 'held'].includes(state),
      ),

    add: (envelope: Envelope): Promise<void> =>
      write([{ envelope, state: 'waiting', answer: null, problem: null, faults: 0, read: false }]),

    settle(id: string, answer: Answer): Promise<void> {
      answers.set(id, answer)
      if (answers.size > answersMax) answers.delete(answers.keys().next().value!)
      return change(id, { answer, ...whatFollows(answer) })
    },

    /** A fault of ours: after so many it is set aside, visibly, so that it never blocks those behind it. */
    fault: (id: string, problem: Problem, faultsMax: number): Promise<void> => {
      const faults = (entries.get(id)?.faults ?? 0) + 1
      return change(id, faults >= faultsMax ? { faults, state: 'set-aside', problem } : { faults })
    },

    /** Sends again what waited for an envelope that has now been accepted. */
    release: (accepted: string): Promise<void> =>
      write(
        [...entries.values()]
          .filter(({ state, envelope }) => state === 'held' && envelope.after.includes(accepted))
          .map((entry) => ({ ...entry, state: 'waiting' as const })),
      ),

    /** Tries once more what was set aside or held. */
    again: (id: string): Promise<void> => change(id, { state: 'waiting', faults: 0, problem: null }),

    /** The person has read the outcome. What the door decided is on record there, and may leave. */
    async acknowledge(id: string): Promise<void> {
      const entry = entries.get(id)
      if (!entry) return
      const isDecided = entry.answer !== null && ['refused', 'disputed', 'quarantined'].includes(entry.answer.outcome)
      if (isDecided) await remove([id])
      else await change(id, { read: true })
    },

    /** The records have come back: what was accepted needs to be shown no longer. */
    received: (): Promise<void> =>
      remove([...entries.values()].filter(({ state }) => state === 'accepted').map(({ envelope }) => envelope.id)),

    /** As text that another phone or a person can read: nothing is ever only here. */
    exported: (): string =>
      JSON.stringify(
        [...entries.values()].map(({ envelope }) => envelope),
        null,
        1,
      ),
  }

  function change(id: string, changes: Partial<Entry>): Promise<void> {
    const entry = entries.get(id)
    return entry ? write([{ ...entry, ...changes }]) : Promise.resolve()
  }

  async function write(changed: readonly Entry[]) {
    if (changed.length === 0) return
    await storage.write(changed.map((value): Change => ({ drawer: 'outbox', key: value.envelope.id, value })))
    for (const entry of changed) entries.set(entry.envelope.id, entry)
    revision += 1
  }

  async function remove(ids: readonly string[]) {
    if (ids.length === 0) return
    await storage.write(ids.map((key): Change => ({ drawer: 'outbox', key, removed: true })))
    for (const id of ids) entries.delete(id)
    revision += 1
  }
}

function whatFollows(answer: Answer): Pick<Entry, 'state' | 'problem'> {
  switch (answer.outcome) {
    case 'accepted':
    case 'received':
      return { state: 'accepted', problem: null }
    case 'quarantined':
      return { state: 'set-aside', problem: answer.why }
    default:
      return { state: answer.outcome, problem: null }
  }
}

/** Why it did not pass, if it was refused or is disputed. */
export function refusalIn({ answer }: Entry): Refusal | undefined {
  return answer && 'refusal' in answer ? answer.refusal : undefined
}
