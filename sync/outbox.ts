/**
 * What was asked on this device and has no final word yet: envelopes, never their results.
 *
 * The outbox is the only thing that must survive a flat battery. An envelope leaves it when its
 * author can see the outcome: accepted and received back, or refused and read. Nothing is thrown away
 * without a receipt.
 *
 * On a phone with a PIN no input lies open: what was asked is kept twice, under the person's key, to be
 * looked at, and in a box for the programme, to be sent or handed on while the phone is locked.
 */
import type { Answer, OfficeWord, Why } from '#door/answer.ts'
import { BoxedEnvelope, boxedAbout, type Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { bytesIn, textOf } from './base64url.ts'
import { type BoxKey, sealBox } from './box.ts'
import { type HandedPhoto, isHandedPhoto } from './boxed-photos.ts'
import type { Change, Storage } from './storage.ts'

export interface Entry {
  readonly envelope: Envelope
  /**
   * *waiting* for the network; *held* at the door for another envelope; *accepted* until its record
   * has come back; *received* by the office in another's session, which is told nothing else; *refused* and
   * *disputed* until read; *set aside* because it could not be opened.
   */
  readonly state: 'waiting' | 'held' | 'accepted' | 'received' | 'refused' | 'disputed' | 'set-aside'
  readonly answer: Answer | null
  /** Why it was set aside, where the door gave no answer. */
  readonly problem: Problem | null
  /** How often it met a fault that was not the network's. */
  readonly faults: number
  readonly read: boolean
  /** Of what was laid aside: what somebody in the office wrote about it. */
  readonly word?: OfficeWord
  /** What it asks cannot be looked at here: another phone's work, or kept under a PIN that was given up. It is sent all the same. */
  readonly isClosed: boolean
}

/** As it lies in its drawer. */
interface Kept extends Omit<Entry, 'isClosed'> {
  readonly sealed: { readonly box: Uint8Array; readonly whole: unknown } | null
}

/** How inputs are kept from whoever finds the phone. */
export interface Safe {
  /** Opens only for the person, by their PIN. */
  readonly vault: { seal(value: unknown): Promise<unknown>; open(sealed: never): Promise<unknown> }
  readonly boxKey: () => BoxKey | undefined
}

/** Unsent work on its way to another phone: every input in a box. */
export interface HandedOver {
  readonly chamka: 'unsent work'
  readonly format: 1
  readonly work: readonly (BoxedEnvelope & Omit<Envelope, 'input' | 'signature'>)[]
  /** What this phone could not read itself, as it lay there. */
  readonly unreadable: readonly unknown[]
  readonly photos?: readonly HandedPhoto[]
}

/** What stood in the way before the door could decide. */
export type Problem = Why | 'unreadable' | 'too-large' | 'bug' | 'not-the-author'

const answersMax = 50

export type Outbox = Awaited<ReturnType<typeof openOutbox>>

export async function openOutbox(storage: Storage, safe?: Safe) {
  const entries = new Map<string, Entry>()
  let revision = 0
  const sealed = new Map<string, NonNullable<Kept['sealed']>>()
  // What an older or a broken version left, and nobody here can read: kept, shown and handed over.
  const unreadable = new Map<string, unknown>()
  const all = await storage.read('outbox')
  for (const [key, value] of all) if (!isKept(value)) unreadable.set(key, value)
  const kept = [...all.values()].filter(isKept)
  for (const entry of kept.sort((one, other) => one.envelope.n - other.envelope.n)) {
    if (entry.sealed) sealed.set(entry.envelope.id, entry.sealed)
    entries.set(entry.envelope.id, await opened(entry))
  }
  // What was asked before the programme's key had come lies open no longer than that.
  const lyingOpen = kept.filter((entry) => !entry.sealed).map(({ envelope }) => entries.get(envelope.id)!)
  if (safe?.boxKey() && lyingOpen.length > 0) await write(lyingOpen)
  // The last answers, for whoever has just asked: an entry may have left before they look.
  const answers = new Map<string, Answer>()

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

    /** With what must be kept together with it, or not at all. */
    add: (envelope: Envelope, together: readonly Change[] = []): Promise<void> =>
      write([{ ...asNew, envelope, isClosed: false }], together),

    /** As it travels: itself, or the box it lies in. */
    travelling(id: string): Envelope | BoxedEnvelope {
      const { envelope, isClosed } = entries.get(id)!
      return isClosed ? boxedOf(envelope, sealed.get(id)!.box) : envelope
    },

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
    release: (accepted: string): Promise<void> => letGo(({ envelope }) => envelope.after.includes(accepted)),

    /**
     * Sends again what is held although nothing that it rests on is held up here: the battery may have gone
     * between an acceptance and its release, or another phone has sent the rest.
     */
    releaseStranded: (): Promise<void> =>
      letGo(({ envelope }) =>
        envelope.after.every((id) => ['accepted', 'received', undefined].includes(entries.get(id)?.state)),
      ),

    /** Tries once more what was set aside or held. */
    again: (id: string): Promise<void> => change(id, { state: 'waiting', faults: 0, problem: null }),

    /** Somebody looked at what was set aside, and says what is to be done. */
    hear: (id: string, word: OfficeWord): Promise<void> => change(id, { word, read: false }),

    /** The person has read the outcome. What the door decided is on record there, and may leave. */
    async acknowledge(id: string): Promise<void> {
      const entry = entries.get(id)
      if (!entry) return
      const isDecided = entry.answer !== null && ['refused', 'disputed', 'quarantined'].includes(entry.answer.outcome)
      if (isDecided) await remove([id])
      else await change(id, { read: true })
    },

    /**
     * The records have come back to their author: what was accepted needs to be shown no longer. Others' work
     * is done with; one's own that went in another's session is asked once more, to hear what became of it.
     */
    async received(person: Key): Promise<void> {
      const all = [...entries.values()]
      const isOwn = ({ envelope }: Entry) => envelope.person === person
      await remove(
        all
          .filter((entry) => entry.state === 'accepted' || (entry.state === 'received' && !isOwn(entry)))
          .map(({ envelope }) => envelope.id),
      )
      await write(
        all
          .filter((entry) => entry.state === 'received' && isOwn(entry))
          .map((entry) => ({ ...entry, state: 'waiting' as const })),
      )
    },

    unreadable: (): readonly unknown[] => [...unreadable.values()],

    /** Everything without a final word, for another phone to send. */
    async handedOver(boxKey: BoxKey): Promise<HandedOver> {
      const work = []
      for (const { envelope, state } of entries.values()) {
        if (state === 'accepted') continue
        const box = sealed.get(envelope.id)?.box ?? (await boxFor(boxKey, envelope))
        const { input: _, signature: __, ...outside } = envelope
        work.push({ ...outside, ...boxedOf(envelope, box) })
      }
      return { chamka: 'unsent work', format: 1, work, unreadable: [...unreadable.values()] }
    },

    /** Takes in what another phone handed over. What is here already is not taken twice. */
    async bring(handed: HandedOver): Promise<number> {
      const fresh = handed.work.filter(({ id }) => !entries.has(id))
      for (const { id, box } of fresh) sealed.set(id, { box: bytesIn(box), whole: null })
      await write(
        fresh.map(({ box: _, ...outside }) => {
          const envelope: Envelope = { ...outside, input: {}, signature: null }
          return { ...asNew, envelope, isClosed: true }
        }),
      )
      return fresh.length
    },
  }

  function letGo(fits: (entry: Entry) => boolean): Promise<void> {
    const released = [...entries.values()].filter((entry) => entry.state === 'held' && fits(entry))
    return write(released.map((entry) => ({ ...entry, state: 'waiting' as const })))
  }

  function change(id: string, changes: Partial<Entry>): Promise<void> {
    const entry = entries.get(id)
    return entry ? write([{ ...entry, ...changes }]) : Promise.resolve()
  }

  async function write(changed: readonly Entry[], together: readonly Change[] = []) {
    if (changed.length === 0) return
    const changes = [...together]
    for (const entry of changed)
      changes.push({ drawer: 'outbox', key: entry.envelope.id, value: await laidDown(entry) })
    await storage.write(changes)
    for (const entry of changed) entries.set(entry.envelope.id, entry)
    revision += 1
  }

  async function remove(ids: readonly string[]) {
    if (ids.length === 0) return
    await storage.write(ids.map((key): Change => ({ drawer: 'outbox', key, removed: true })))
    for (const id of ids) {
      entries.delete(id)
      sealed.delete(id)
    }
    revision += 1
  }

  async function laidDown({ isClosed: _, ...entry }: Entry): Promise<Kept> {
    const { envelope } = entry
    const known = sealed.get(envelope.id) ?? (await sealedAnew(envelope))
    if (!known) return { ...entry, sealed: null }
    sealed.set(envelope.id, known)
    return { ...entry, envelope: { ...envelope, input: {} }, sealed: known }
  }

  async function sealedAnew(envelope: Envelope): Promise<Kept['sealed']> {
    const boxKey = safe?.boxKey()
    if (!safe || !boxKey) return null
    return { box: await boxFor(boxKey, envelope), whole: await safe.vault.seal(envelope) }
  }

  async function opened({ sealed: closed, ...entry }: Kept): Promise<Entry> {
    if (!closed) return { ...entry, isClosed: false }
    const envelope =
      closed.whole && safe ? await safe.vault.open(closed.whole as never).catch(() => undefined) : undefined
    return envelope ? { ...entry, envelope: envelope as Envelope, isClosed: false } : { ...entry, isClosed: true }
  }
}

/** What a file hands over, if it is one of ours. */
export function handedOverIn(text: string): HandedOver | undefined {
  try {
    const { chamka, format, work, unreadable = [], photos = [] } = JSON.parse(text)
    if (chamka !== 'unsent work' || format !== 1 || !Array.isArray(work)) return undefined
    const isWhole = work.every((one) => BoxedEnvelope.safeParse(one).success && typeof one.n === 'number')
    // A photo that was damaged on its way does not keep the work.
    const whole = Array.isArray(photos) ? photos.filter(isHandedPhoto) : []
    return isWhole ? { chamka, format, work, unreadable, photos: whole } : undefined
  } catch {
    return undefined
  }
}

const asNew = { state: 'waiting', answer: null, problem: null, faults: 0, read: false } as const

function boxFor(key: BoxKey, envelope: Envelope): Promise<Uint8Array<ArrayBuffer>> {
  return sealBox(key, boxedAbout(envelope), new TextEncoder().encode(JSON.stringify(envelope)))
}

function boxedOf({ id, home }: Envelope, box: Uint8Array): BoxedEnvelope {
  return { id, home, box: textOf(box) }
}

function isKept(value: unknown): value is Kept {
  const { envelope, state } = (value ?? {}) as Partial<Kept>
  return typeof envelope?.id === 'string' && typeof envelope.n === 'number' && typeof state === 'string'
}

function whatFollows(answer: Answer): Pick<Entry, 'state' | 'problem'> {
  switch (answer.outcome) {
    case 'accepted':
    case 'received':
      return { state: answer.outcome, problem: null }
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
