/**
 * Forms that were begun and not finished. A draft outlives the page, the battery and the next version of
 * the app: it says which shape its answers have, and the form carries what was written in an older one over.
 */
import type { Instant } from '#door/values.ts'
import type { Change, Storage } from './storage.ts'

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

export async function openDrafts(storage: Storage, now: () => Instant) {
  const drafts = new Map<string, Draft>()
  /** By the envelope they became. */
  const asked = new Map<string, Draft>()
  for (const [key, draft] of (await storage.read('drafts')) as ReadonlyMap<string, Draft>) {
    if (key.startsWith(sentPrefix)) asked.set(key.slice(sentPrefix.length), draft)
    else drafts.set(key, draft)
  }
  const open = new Set<Open>()
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
      const draft = written(form, subject, address, answers)
      const key = keyOf(form, subject)
      drafts.set(key, draft)
      await storage.write([{ drawer: 'drafts', key, value: draft }])
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
    sending(name: string, envelope: string): { changes: Change[]; undo(): void } {
      const form = [...open].findLast((one) => one.name === name)
      const draft = form && (form.unkept() ?? drafts.get(form.key))
      if (!draft) return { changes: [], undo: () => {} }
      drafts.delete(form.key)
      asked.set(envelope, draft)
      tell()
      return {
        changes: [
          { drawer: 'drafts', key: form.key, removed: true },
          { drawer: 'drafts', key: `${sentPrefix}${envelope}`, value: draft },
        ],
        undo: () => {
          asked.delete(envelope)
          drafts.set(form.key, draft)
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
      await storage.write([
        { drawer: 'drafts', key, value: draft },
        { drawer: 'drafts', key: `${sentPrefix}${envelope}`, removed: true },
      ])
      tell()
      return draft
    },

    /** Lets go of what was written for envelopes that have their final word. */
    async settle(isOpen: (envelope: string) => boolean): Promise<void> {
      const settled = [...asked.keys()].filter((envelope) => !isOpen(envelope))
      if (settled.length === 0) return
      for (const envelope of settled) asked.delete(envelope)
      await storage.write(
        settled.map((envelope) => ({ drawer: 'drafts', key: `${sentPrefix}${envelope}`, removed: true })),
      )
    },

    async drop({ name }: Pick<Draft, 'name'>, subject: string): Promise<void> {
      const key = keyOf({ name }, subject)
      if (!drafts.delete(key)) return
      await storage.write([{ drawer: 'drafts', key, removed: true }])
      tell()
    },
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
