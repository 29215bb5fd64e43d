/**
 * The engine of the console: records are read from the office and kept for a while, commands go
 * straight to the door. After every answer everything is read again, because one decision moves many
 * figures.
 */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { Answer } from '#door/answer.ts'
import type { Subject } from '#door/command.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, type Key, uuidv7 } from '#door/key.ts'
import type { AskResult, Engine } from '#ui/engine.ts'
import { foresee } from '#ui/foresight.ts'
import { actorOf, type Me, useMe } from './me.ts'
import { ask, lastServerTime, post, read, Trouble } from './office.ts'

export const consoleEngine: Engine = {
  useRecord<T>(noun: string, key: Key) {
    const { data, isPending } = useQuery({ ...recordQuery(noun, key), enabled: key !== '' })
    return isPending && key !== '' ? 'not-yet' : ((data ?? undefined) as T | undefined)
  },

  useAsk(command, about) {
    const me = useMe()
    const client = useQueryClient()
    return {
      pending: 0,
      foresee: (input) => foreseen(command, about, input, me, client),
      async ask(input) {
        const answer = await asked(command, about, input, me.person.key)
        await client.invalidateQueries()
        return answer
      },
    }
  },
}

/** A record by the read `<noun>.one`. A screen that also needs the window of a proposal reads it the same way. */
function recordQuery(noun: string, key: Key) {
  return { queryKey: ['record', noun, key], queryFn: () => read<Subject | null>(`${noun}.one`, { key }) }
}

/** A new record's key: in the home of what it belongs to. */
export function newKey(home: string): Key {
  return `${home}-${newId()}`
}

/** What only the office can know it says at once when it is asked: here nobody is told to wait for it. */
function foreseen<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>, me: Me, client: QueryClient) {
  const foresight = foresee(
    {
      find: (noun, key) => client.getQueryData<Subject | null>(recordQuery(noun, key).queryKey) ?? undefined,
      bearer: { ...me.person, actor: actorOf(me), programmes: me.programmes.map(noted) },
    },
    { name, about, input, at: new Date().toISOString() },
  )
  return foresight === 'unknown' || foresight?.refused === 'fact.unknown' ? undefined : foresight
}

function noted({ programme, names, state, demonstration }: Me['programmes'][number]) {
  return { programme, names: names ?? { km: programme, en: programme }, state, demonstration, consent: '' }
}

function envelopeFor<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>, person: Key): Envelope {
  return {
    id: newId(),
    home: homeOf(about),
    name,
    about,
    input: input as Record<string, unknown>,
    person,
    device: null,
    n: 0,
    askedAt: new Date().toISOString(),
    lastServerTime: lastServerTime(),
    after: [],
    signature: null,
  }
}

/** Envelopes whose answer never came. Asked once more, it is the same envelope, and is decided once. */
const unanswered = new Map<string, Envelope>()

async function asked<Name extends CommandName>(
  name: Name,
  about: Key,
  input: InputOf<Name>,
  person: Key,
): Promise<AskResult> {
  const wish = JSON.stringify([name, about, input, person])
  const envelope = unanswered.get(wish) ?? envelopeFor(name, about, input, person)
  unanswered.set(wish, envelope)
  try {
    const answer = await ask(envelope)
    unanswered.delete(wish)
    return answer
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble
    if (trouble.status === undefined) return { outcome: 'unreachable' }
    return { outcome: 'problem', detail: trouble.message, reference: trouble.reference }
  }
}

export function envelopesFor(
  wishes: readonly { name: CommandName; about: Key; input: Record<string, unknown> }[],
  person: Key,
): Envelope[] {
  return wishes.map(({ name, about, input }) => envelopeFor(name, about, input as never, person))
}

/** Several envelopes in one road to the office. Each is decided by itself and has its own answer. */
export async function askMany(envelopes: readonly Envelope[]): Promise<Answer[]> {
  const { answers } = await post<{ answers: { answer?: Answer }[] }>('/api/ask/batch', { envelopes })
  return answers.map(({ answer }) => {
    if (!answer) throw new Error('an envelope of many was not decided')
    return answer
  })
}

/**
 * Commands of which each depends on the one before, until one is not accepted. Its answer is given back; what
 * was accepted before it stands.
 */
export async function askInOrder(
  wishes: readonly { name: CommandName; about: Key; input: Record<string, unknown> }[],
  person: Key,
): Promise<Answer> {
  let before: Envelope | undefined
  let answer: Answer | undefined
  for (const { name, about, input } of wishes) {
    // What another envelope depends on is looked up in its own home; elsewhere its acceptance was waited for.
    const after = before && before.home === homeOf(about) ? [before.id] : []
    before = { ...envelopeFor(name, about, input as never, person), after }
    answer = await ask(before)
    if (answer.outcome !== 'accepted') break
  }
  if (!answer) throw new Error('nothing was asked')
  return answer
}

function newId(): string {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}
