/**
 * The first reading costs the most, and nobody's money is spent unasked: the phone hears what it will
 * bring, and reads when its holder says so. Somebody who stops it goes on where it was.
 */
import { beginning, type FirstCost } from '#door/document.ts'
import type { PhoneNote } from '#door/phone-note.ts'
import type { Replica } from './replica.ts'
import type { Storage } from './storage.ts'
import { type Failure, isFailure, type Transport } from './transport.ts'

export interface FirstSync extends FirstCost {
  /** Documents that are here. */
  readonly read: number
  readonly isBegun: boolean
}

/** As it is kept, so that a phone whose battery went flat neither asks twice nor goes on after it was stopped. */
interface Kept extends FirstCost {
  readonly isBegun: boolean
}

interface Parts {
  readonly storage: Storage
  readonly replica: Pick<Replica, 'count' | 'cursor' | 'isComplete'>
  readonly transport: Pick<Transport, 'cost'>
  /** What the phone says of itself. */
  note(): PhoneNote
  /** Whether this much is read without asking anybody; without it the cost is not even inquired. */
  readonly isUnasked?: ((cost: FirstCost) => boolean) | undefined
}

const drawer = 'self'
const name = 'first-sync'

export async function openFirstSync({ storage, replica, transport, note, isUnasked }: Parts) {
  let kept = (await storage.find(drawer, name)) as Kept | undefined

  return {
    /** Undefined before the cost is known, and once everything has been here. */
    standing(): FirstSync | undefined {
      return kept && !replica.isComplete() ? { ...kept, read: replica.count() } : undefined
    },

    isStopped: (): boolean => kept?.isBegun === false && !replica.isComplete(),

    async mayRead(): Promise<boolean | Failure> {
      if (!isUnasked || replica.isComplete()) return true
      if (!kept) {
        const cost = await transport.cost(note())
        if (isFailure(cost)) return cost
        // An older release of the app began without asking.
        await keep({ ...cost, isBegun: replica.cursor() !== beginning || isUnasked(cost) })
      }
      return kept!.isBegun
    },

    begin: () => turn(true),
    stop: () => turn(false),
  }

  async function turn(isBegun: boolean) {
    if (kept) await keep({ ...kept, isBegun })
  }

  async function keep(next: Kept) {
    await storage.write([{ drawer, key: name, value: next }])
    kept = next
  }
}
