/** While a phone is locked its unsent work is sent all the same: it lies in boxes that nobody here can open. */
import { hold } from '#sync/alone.ts'
import { openCarrier } from '#sync/carrier.ts'
import { openLasting } from '#sync/lasting.ts'
import type { Network } from '#sync/network.ts'
import type { PhonePerson } from '#sync/people.ts'
import { overHttp } from '#sync/transport.ts'

type Carrier = Awaited<ReturnType<typeof openCarrier>>

const roundMilliseconds = 60_000

/** Sends now and each minute, until it is stopped. `onUnsent` is told how much of somebody's still waits. */
export function carryLocked(
  people: readonly PhonePerson[],
  network: Network,
  onUnsent: (person: PhonePerson, unsent: number) => void,
): () => Promise<void> {
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = goRound()
  const now = () => {
    round = round.then(goRound)
  }
  const stopListening = network.onTurn(now)
  addEventListener('online', now)

  return async () => {
    isOver = true
    clearTimeout(timer)
    stopListening()
    removeEventListener('online', now)
    // Whoever opens the phone does not wait for a bad line: what is cut off is sent again.
    network.hangUp()
    await round
  }

  async function goRound() {
    clearTimeout(timer)
    for (const person of people) {
      if (isOver) return
      await withCarrier(
        person,
        async (carrier) => {
          onUnsent(person, carrier.unsent())
          if (carrier.unsent() === 0) return
          await carrier.send()
          onUnsent(person, carrier.unsent())
        },
        network,
      ).catch(() => {})
    }
    if (!isOver) timer = setTimeout(now, roundMilliseconds)
  }
}

/** What is unsent as a file that only the office can read, and how many photos it leaves behind; undefined where there is none to be had. */
export function unsentOf(
  person: PhonePerson,
  network: Network,
): Promise<{ work: Blob | undefined; photos: number } | undefined> {
  return withCarrier(
    person,
    async (carrier) => ({ work: await carrier.handOver(), photos: await carrier.photos() }),
    network,
  )
}

async function withCarrier<T>(
  person: PhonePerson,
  use: (carrier: Carrier) => Promise<T>,
  network: Network,
): Promise<T | undefined> {
  let carrying: Promise<unknown> | undefined
  const held = await hold(person.key, false, async () => {
    network.hangUp()
    await carrying?.catch(() => {})
  })
  if (held === 'elsewhere') return undefined
  const carried = carry().finally(held.letGo)
  carrying = carried
  return carried

  async function carry() {
    const storage = await openLasting(person.key)
    const carrier = await openCarrier(storage, overHttp(network))
    try {
      return await use(carrier)
    } finally {
      await carrier.close()
      await storage.close()
    }
  }
}
