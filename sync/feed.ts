/** Reads what is new for this device until it holds all of it, and proves that nothing is missing. */
import type { Key } from '#door/key.ts'
import type { Clock } from './clock.ts'
import type { Outbox } from './outbox.ts'
import type { Replica } from './replica.ts'
import { type Failure, isFailure, type Transport } from './transport.ts'

interface Parts {
  readonly person: Key
  readonly replica: Replica
  readonly outbox: Outbox
  readonly transport: Transport
  readonly clock: Pick<Clock, 'hear'>
  /** Told after each page, so that a long first reading can be watched. */
  onPage?(): void
}

export function openFeed({ person, replica, outbox, transport, clock, onPage }: Parts) {
  return async function read(): Promise<'read' | Failure> {
    const failure = await readOn(true)
    if (failure) return failure
    // Whatever was accepted before this reading began has now come back as a record.
    await outbox.received()
    onPage?.()
    return 'read'
  }

  async function readOn(mayReconcile: boolean): Promise<Failure | undefined> {
    for (;;) {
      const result = await transport.pull(replica.cursor(), false)
      if (isFailure(result)) return result
      await clock.hear(result.serverTime)
      // Somebody else has signed in on this phone: what is theirs is not put among what is ours.
      if (result.page.bearer.actor.id !== person) return { failed: 'signed-out' }
      await replica.take(result.page)
      onPage?.()
      if (result.page.more) continue
      // Something left the scope, or came into it: the marks of the whole scope tell which.
      return mayReconcile && !replica.matches(result.page) ? reconcile() : undefined
    }
  }

  async function reconcile(): Promise<Failure | undefined> {
    const result = await transport.pull(replica.cursor(), true)
    if (isFailure(result)) return result
    await replica.reconcile(result.page.index ?? [])
    return readOn(false)
  }
}
