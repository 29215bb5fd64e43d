/**
 * Delivers the outbox, home by home in order, as often as it takes.
 *
 * Delivering twice is harmless: the door decides once and answers alike. What the network loses is
 * sent again, later each time and not all phones at once. An envelope that nobody can open is set
 * aside where its author sees it, and never holds up those behind it.
 */
import { envelopeBytesMax } from '#door/envelope.ts'
import type { Clock } from './clock.ts'
import type { Entry, Outbox } from './outbox.ts'
import { type Failure, isFailure, type Told, type Transport } from './transport.ts'

/** How many envelopes travel together: small enough for a weak signal. */
export const deliveryMax = 50
/** So often may an envelope meet a fault of ours before it is set aside. */
export const faultsMax = 5

export type Delivered = { readonly delivered: number } | Failure

interface Parts {
  readonly outbox: Outbox
  readonly transport: Transport
  readonly clock: Pick<Clock, 'hear'>
}

export function openCourier({ outbox, transport, clock }: Parts) {
  let isFirst = true

  /** One round. Ends at the first failure of the road itself; what was delivered by then stays delivered. */
  return async function deliver(): Promise<Delivered> {
    let delivered = 0
    if (isFirst) await outbox.releaseStranded()
    isFirst = false
    // A released envelope is delivered in the same round; each can be released only as often as others are accepted.
    const tried = new Set<string>()
    for (;;) {
      const next = outbox.waiting().filter(({ envelope }) => !tried.has(envelope.id))
      if (next.length === 0) return { delivered }
      for (const batch of batchesOf(next, outbox.travelling)) {
        for (const id of batch) tried.add(id)
        const failure = await carry(batch)
        if (failure) return failure
        delivered += batch.length
      }
    }

    async function carry(batch: readonly string[]): Promise<Failure | undefined> {
      const result = await transport.deliver(batch.map(outbox.travelling))
      if (!isFailure(result)) {
        await clock.hear(result.serverTime)
        for (const [at, id] of batch.entries()) await settle(id, result.told[at] ?? { problem: 'bug' })
        return undefined
      }
      if (result.failed !== 'rejected') return result
      if (batch.length > 1) {
        // Somebody in here is at fault: each goes alone, so that only that one is left behind.
        for (const id of batch) {
          const failure = await carry([id])
          if (failure) return failure
        }
        return undefined
      }
      await outbox.fault(batch[0]!, result.problem, result.problem === 'bug' ? faultsMax : 1)
      return undefined
    }

    async function settle(id: string, told: Told) {
      if ('problem' in told) return outbox.fault(id, told.problem, told.problem === 'bug' ? faultsMax : 1)
      await outbox.settle(id, told.answer)
      if (['accepted', 'disputed', 'received'].includes(told.answer.outcome)) {
        for (const { envelope } of outbox.all()) if (envelope.after.includes(id)) tried.delete(envelope.id)
        await outbox.release(id)
      }
    }
  }
}

/** The ids in the order they were asked, one home at a time, never more than may travel together. */
function batchesOf(entries: readonly Entry[], travelling: Outbox['travelling']): string[][] {
  const homes = new Map<string, Entry[]>()
  for (const entry of entries) homes.set(entry.envelope.home, [...(homes.get(entry.envelope.home) ?? []), entry])
  return [...homes.values()].flatMap((several) => {
    const batches: string[][] = []
    let bytes = 0
    for (const { envelope } of several) {
      const size = JSON.stringify(travelling(envelope.id)).length
      const last = batches.at(-1)
      if (last && last.length < deliveryMax && bytes + size < envelopeBytesMax) {
        last.push(envelope.id)
        bytes += size
      } else {
        batches.push([envelope.id])
        bytes = size
      }
    }
    return batches
  })
}

const firstWait = 2_000
export const longestWait = 5 * 60_000

/** How long to wait after so many failures: twice as long each time, and never all phones at once. */
export function waitAfter(failures: number, chance: number): number {
  const wait = Math.min(longestWait, firstWait * 2 ** Math.min(failures - 1, 20))
  return Math.round(wait * (0.5 + chance / 2))
}
