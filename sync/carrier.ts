/**
 * A phone that is locked still sends: everything that was asked lies in boxes, and only the programme
 * looks into them. Nothing is read, and nothing that comes back is shown.
 */
import type { BoxKey } from './box.ts'
import { openClock } from './clock.ts'
import { openCourier } from './courier.ts'
import { openOutbox } from './outbox.ts'
import { type KeptPhoto, photoListKey } from './photos.ts'
import type { Storage } from './storage.ts'
import type { Transport } from './transport.ts'

export async function openCarrier(storage: Storage, transport: Transport, ticks: () => number = Date.now) {
  const clock = await openClock(storage, ticks)
  const outbox = await openOutbox(storage)
  const deliver = openCourier({ outbox, transport, clock })
  let round: Promise<unknown> = Promise.resolve()

  return {
    /** What waits: a number, and never what. */
    unsent: (): number => outbox.all().filter(({ state }) => state === 'waiting').length,

    send(): Promise<unknown> {
      round = round.then(deliver, deliver)
      return round
    },

    /** Everything unsent as a file for another phone; undefined before the office was ever reached. */
    async handOver(): Promise<Blob | undefined> {
      const kept = (await storage.find('self', 'replica')) as { bearer?: { boxKey?: BoxKey } } | undefined
      const key = kept?.bearer?.boxKey
      return key && new Blob([JSON.stringify(await outbox.handedOver(key))], { type: 'application/json' })
    },

    /** Photos that wait: they lie under the person's key, and leave this phone when it is open. */
    photos: async (): Promise<number> =>
      (((await storage.find('device', photoListKey)) ?? []) as KeptPhoto[]).filter(({ envelope }) => envelope !== null)
        .length,

    /** Lets what is under way end: from here on the drawers are somebody else's. */
    close: (): Promise<unknown> => round.catch(() => {}),
  }
}
