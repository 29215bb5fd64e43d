/** Reads what is new for this device until it holds all of it, and proves that nothing is missing. */
import type { Page } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import type { PhoneNote } from '#door/phone-note.ts'
import type { Clock } from './clock.ts'
import type { Outbox } from './outbox.ts'
import type { Replica } from './replica.ts'
import { type Failure, isFailure, isNothingNew, type Transport } from './transport.ts'

interface Parts {
  readonly person: Key
  readonly replica: Replica
  readonly outbox: Pick<Outbox, 'received'>
  readonly transport: Transport
  readonly clock: Pick<Clock, 'hear'>
  /** What the phone says of itself. */
  note(): PhoneNote
  /** Told after each page, so that a long first reading can be watched. */
  onPage?(): void
}

/** Documents told again in one answer. */
const againMax = 100

export function openFeed({ person, replica, outbox, transport, clock, note, onPage }: Parts) {
  return async function read(): Promise<'read' | Failure> {
    const failure = await readOn(true)
    if (failure) return failure
    // Whatever was accepted before this reading began has now come back as a record.
    await outbox.received(person)
    onPage?.()
    return 'read'
  }

  async function readOn(mayReconcile: boolean): Promise<Failure | undefined> {
    for (;;) {
      const result = await transport.pull(
        { cursor: replica.cursor(), seen: replica.seen(), index: false, again: [] },
        note(),
      )
      if (isFailure(result)) return result
      if (isNothingNew(result)) {
        if (result.seen !== null) await replica.prove(result.seen)
        return undefined
      }
      const failure = await take(result)
      if (failure) return failure
      const { complete } = result.page
      if (complete === null) continue
      const lacking = await fetchPacks()
      if (lacking) return lacking
      // Something left the scope, or came into it: the marks of the whole scope tell which.
      if (!replica.matches(result.page)) return mayReconcile ? reconcile() : undefined
      return replica.prove(complete.seen) as Promise<undefined>
    }
  }

  async function take(result: { page: Page; serverTime: string }): Promise<Failure | undefined> {
    await clock.hear(result.serverTime)
    // Somebody else has signed in on this phone: what is theirs is not put among what is ours.
    if (result.page.reader !== person) return { failed: 'signed-out' }
    await replica.take(result.page)
    onPage?.()
    return undefined
  }

  async function fetchPacks(): Promise<Failure | undefined> {
    const fetched = await Promise.all(
      replica.lacks().map(async (note) => {
        const result = await transport.pack(note.digest)
        if (isFailure(result)) return result
        await replica.takePack(note, result.pack)
        return undefined
      }),
    )
    onPage?.()
    return fetched.find((failure) => failure !== undefined)
  }

  async function reconcile(): Promise<Failure | undefined> {
    const question = { cursor: replica.cursor(), seen: '', again: [] }
    const result = await transport.pull({ ...question, index: true })
    if (isFailure(result)) return result
    if (isNothingNew(result)) return undefined
    const again = await replica.reconcile(result.page.index ?? [])
    for (let from = 0; from < again.length; from += againMax) {
      const told = await transport.pull({ ...question, index: false, again: again.slice(from, from + againMax) })
      if (isFailure(told)) return told
      const failure = isNothingNew(told) ? undefined : await take(told)
      if (failure) return failure
    }
    return readOn(false)
  }
}
