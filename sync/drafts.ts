/**
 * Forms that were begun and not finished. A draft outlives the page, the battery and the next version of
 * the app: it says which shape its answers have, and the form carries what was written in an older one over.
 */
import type { Instant } from '#door/values.ts'
import type { Storage } from './storage.ts'

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

const sentPrefix = 'sent '

export async function openDrafts(storage: Storage, now: () => Instant) {
  const drafts = new Map<string, Draft>()
  /** By the envelope they became. */
  const asked = new Map<string, Draft>()
  for (const [key, draft] of (await storage.read('drafts')) as ReadonlyMap<string, Draft>) {
    if (key.startsWith(sentPrefix)) asked.set(key.slice(sentPrefix.length), draft)
    else drafts.set(key, draft)
  }
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
      const key = keyOf(form, subject)
      const begunAt = drafts.get(key)?.begunAt ?? now()
      const title = form.about(answers)
      const shape = form.carry.length
      const draft: Draft = { name: form.name, subject, address, title, shape, answers, begunAt, changedAt: now() }
      drafts.set(key, draft)
      await storage.write([{ drawer: 'drafts', key, value: draft }])
      tell()
    },

    /** The form was sent: its answers are kept beside the envelope until that has a final word. */
    async asked({ name }: Pick<Draft, 'name'>, subject: string, envelope: string): Promise<void> {
      const key = keyOf({ name }, subject)
      const draft = drafts.get(key)
      if (!draft) return
      drafts.delete(key)
      asked.set(envelope, draft)
      await storage.write([
        { drawer: 'drafts', key, removed: true },
        { drawer: 'drafts', key: `${sentPrefix}${envelope}`, value: draft },
      ])
      tell()
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
