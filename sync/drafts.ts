/**
 * Forms that were begun and not finished. A draft outlives the page, the battery and the next version of
 * the app: it says which shape its answers have, and the form carries what was written in an older one over.
 */
import type { Instant } from '#door/values.ts'
import { type Change, type Storage, StorageFull } from './storage.ts'

/** What a form says of the answers it keeps. */
export interface DraftForm<T> {
  /** `household.register`: the command that it will ask. */
  readonly name: string
  /** From the answers of each earlier shape to those of the next, the oldest first. */
  readonly carry: readonly ((answers: never) => unknown)[]
  /** What the answers say, in a few words, for a list of what was begun. */
  readonly about: (answers: T) => string
}

export interface Draft {
  readonly name: string
  /** What it is about, where one form can be begun about several: a household, a voucher. */
  readonly subject: string
  /** Where in the app it is gone on with. */
  readonly address: string
  readonly title: string
  readonly shape: number
  readonly answers: unknown
  readonly begunAt: Instant
  readonly changedAt: Instant
}

/** A form on the screen. */
interface Open {
  readonly name: string
  /** Where its draft lies. */
  readonly key: string
  /** The draft that what was written last would make; nothing once it is kept. */
  readonly unkept: () => Draft | undefined
}

const sentPrefix = 'sent '

/** `onRoom` is told when the phone has become too full to keep what is written, and when that is over. */
export async function openDrafts(storage: Storage, now: () => Instant, onRoom: () => void) {
  const drafts = new Map<string, Draft>()
  /** By the envelope they became. */
  const asked = new Map<string, Draft>()
  for (const [key, draft] of (await storage.read('drafts')) as ReadonlyMap<string, Draft>) {
    if (key.startsWith(sentPrefix)) asked.set(key.slice(sentPrefix.length), draft)
    else drafts.set(key, draft)
  }
  const open = new Set<Open>()
  /** What is not on the disk yet, the newest of each: what did not fit goes with the next that does. */
  const unwritten = new Map<string, Change>()
  let writing: Promise<void> = Promise.resolve()
  let hasNoRoom = false
  let isClosed = false
  const listeners = new Set<() => void>()
  let all = latestFirst()

  return {
    /** The latest first. */
    all: (): readonly Draft[] => all,

    /** Everything written and not done with, also what was sent and has no final word. */
    kept: (): readonly Draft[] => [...drafts.values(), ...asked.values()],

    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** What was written, in the shape that the form has today. */
    answers<T>(form: DraftForm<T>, subject: string): T | undefined {
      const draft = drafts.get(keyOf(form, subject))
      if (!draft) return undefined
      return form.carry
        .slice(draft.shape)
        .reduce<unknown>((answers, carry) => carry(answers as never), draft.answers) as T
    },

    async keep<T>(form: DraftForm<T>, subject: string, address: string, answers: T): Promise<void> {
      if (isClosed) return
      const draft = written(form, subject, address, answers)
      const key = keyOf(form, subject)
      drafts.set(key, draft)
      await lay({ drawer: 'drafts', key, value: draft })
      tell()
    },

    /**
     * A form comes onto the screen, until what this gives back is called. What is asked from it by its command
     * takes along what was written; `unkept` gives, once, what was not kept yet.
     */
    open<T>(form: DraftForm<T>, subject: string, address: string, unkept: () => T | undefined): () => void {
      const one: Open = {
        name: form.name,
        key: keyOf(form, subject),
        unkept: () => {
          const answers = unkept()
          return answers && written(form, subject, address, answers)
        },
      }
      open.add(one)
      return () => open.delete(one)
    },

    /**
     * The form is sent: until its envelope has a final word its answers are kept beside it. To be written with
     * the envelope, or whoever's battery ends in between would find the form as if it had not been sent.
     */
    async sending(name: string, envelope: string): Promise<{ changes: Change[]; undo(): Promise<void> }> {
      // What was written before must not come to lie on top of what is written now.
      await writing
      const form = [...open].findLast((one) => one.name === name)
      const draft = form && (form.unkept() ?? drafts.get(form.key))
      if (!draft) return { changes: [], undo: async () => {} }
      drafts.delete(form.key)
      unwritten.delete(form.key)
      asked.set(envelope, draft)
      tell()
      return {
        changes: [
          { drawer: 'drafts', key: form.key, removed: true },
          { drawer: 'drafts', key: `${sentPrefix}${envelope}`, value: draft },
        ],
        undo: async () => {
          asked.delete(envelope)
          drafts.set(form.key, draft)
          await lay({ drawer: 'drafts', key: form.key, value: draft })
          tell()
        },
      }
    },

    /** What was written for an envelope, where it can still be changed and sent again. */
    of: (envelope: string): Draft | undefined => asked.get(envelope),

    /** What was refused, open again; a draft that was begun on the same since then is gone on with instead. */
    async reopen(envelope: string): Promise<Draft | undefined> {
      const draft = asked.get(envelope)
      if (!draft) return undefined
      const key = keyOf(draft, draft.subject)
      const begun = drafts.get(key)
      if (begun) return begun
      drafts.set(key, draft)
      asked.delete(envelope)
      await lay(
        { drawer: 'drafts', key, value: draft },
        { drawer: 'drafts', key: `${sentPrefix}${envelope}`, removed: true },
      )
      tell()
      return draft
    },

    /** Lets go of what was written for envelopes that have their final word; what did not fit earlier is tried again. */
    async settle(isOpen: (envelope: string) => boolean): Promise<void> {
      const settled = [...asked.keys()].filter((envelope) => !isOpen(envelope))
      for (const envelope of settled) asked.delete(envelope)
      await lay(
        ...settled.map((envelope): Change => ({ drawer: 'drafts', key: `${sentPrefix}${envelope}`, removed: true })),
      )
    },

    /** The last that was written is in memory alone. */
    hasNoRoom: (): boolean => hasNoRoom,

    async drop({ name }: Pick<Draft, 'name'>, subject: string): Promise<void> {
      const key = keyOf({ name }, subject)
      if (!drafts.delete(key)) return
      await lay({ drawer: 'drafts', key, removed: true })
      tell()
    },

    /** The phone is shut with forms on its screen: what they hold is kept, and what comes later is not. */
    async close(): Promise<void> {
      const last = [...open].flatMap(({ key, unkept }): Change[] => {
        const draft = unkept()
        return draft ? [{ drawer: 'drafts', key, value: draft }] : []
      })
      isClosed = true
      await lay(...last)
    },
  }

  /** One write after the other, so that the newest is the last. */
  function lay(...changes: readonly Change[]): Promise<void> {
    for (const change of changes) unwritten.set(change.key, change)
    const written = writing.then(writeDown)
    writing = written.catch(() => {})
    return written
  }

  async function writeDown() {
    const now = [...unwritten]
    if (now.length === 0) return findRoom(true)
    try {
      await storage.write(now.map(([, change]) => change))
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      return findRoom(false)
    }
    for (const [key, change] of now) if (unwritten.get(key) === change) unwritten.delete(key)
    findRoom(true)
  }

  function findRoom(isThere: boolean) {
    if (hasNoRoom === !isThere) return
    hasNoRoom = !isThere
    onRoom()
  }

  function written<T>(form: DraftForm<T>, subject: string, address: string, answers: T): Draft {
    const begunAt = drafts.get(keyOf(form, subject))?.begunAt ?? now()
    const title = form.about(answers)
    const shape = form.carry.length
    return { name: form.name, subject, address, title, shape, answers, begunAt, changedAt: now() }
  }

  function tell() {
    all = latestFirst()
    for (const listener of listeners) listener()
  }

  function latestFirst(): readonly Draft[] {
    return [...drafts.values()].sort((one, other) => other.changedAt.localeCompare(one.changedAt))
  }
}

function keyOf({ name }: { readonly name: string }, subject: string): string {
  return `${name} ${subject}`
}
