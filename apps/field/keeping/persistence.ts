/**
 * A browser may clear what a page keeps when the phone is full, unless it has promised not to. It is asked for
 * that promise when there is something to lose, not before: a question on the first screen is answered no.
 */

/** What a browser says of what it keeps; undefined where it says nothing. */
export interface Kept {
  readonly isPromised: boolean
  /** Bytes. */
  readonly used: number | undefined
  readonly free: number | undefined
}

type Manager = Partial<Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>>

export function openPersistence(manager: Manager | undefined) {
  let kept: Kept | undefined
  let isAsked = false
  const listeners = new Set<() => void>()

  return {
    standing: (): Kept | undefined => kept,

    onTurn(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Once in a window: whoever refused is not asked again and again. */
    async ask(): Promise<void> {
      if (isAsked) return
      isAsked = true
      if (!(await said(manager?.persisted?.()))) await said(manager?.persist?.())
      await look()
    },

    look,
  }

  async function look(): Promise<void> {
    if (!manager?.persisted) return
    const [isPromised, estimate] = await Promise.all([said(manager.persisted()), said(manager.estimate?.())])
    const { quota, usage } = estimate ?? {}
    kept = {
      isPromised: isPromised ?? false,
      used: usage,
      free: quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage),
    }
    for (const listener of listeners) listener()
  }
}

/** An insecure address has no such thing, nor has a screen that is drawn outside of a browser. */
export const persistence = openPersistence((globalThis.navigator as { storage?: StorageManager } | undefined)?.storage)

/** A browser that cannot say so here is one that has not said it. */
async function said<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  return answer?.catch(() => undefined)
}
