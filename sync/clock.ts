/**
 * What time it is, as far as a device can know.
 *
 * It keeps the last sealed time the server told it, which every envelope carries, and how far its own
 * clock stands from the server's, so that a phone set to last year still shows the right deadline.
 */
import type { Instant } from '#door/values.ts'
import type { Storage } from './storage.ts'

export type Clock = Awaited<ReturnType<typeof openClock>>

/** A clock that is set by the network may step back a little. */
const toleranceMilliseconds = 5 * 60_000

export async function openClock(storage: Storage, ticks: () => number) {
  const kept = (await storage.read('self')).get('clock') as { told: string; ahead: number } | undefined
  let told = kept?.told ?? null
  let ahead = kept?.ahead ?? 0

  return {
    /** The last sealed time: `<instant>.<seal>`. */
    told: (): string | null => told,

    /** The time of the device, set right by what the server last said, and never before that. */
    now: (): Instant => new Date(Math.max(ticks() + ahead, toldAt())).toISOString(),

    /** Somebody has set the device back to before a time that the server told it. */
    isBehind: (): boolean => ticks() + ahead < toldAt() - toleranceMilliseconds,

    /** Takes the time the server tells with every answer. A late answer does not turn the clock back. */
    async hear(serverTime: string): Promise<void> {
      const at = Date.parse(instantIn(serverTime))
      if (Number.isNaN(at) || (told !== null && instantIn(serverTime) < instantIn(told))) return
      told = serverTime
      ahead = at - ticks()
      await storage.write([{ drawer: 'self', key: 'clock', value: { told, ahead } }])
    },
  }

  function toldAt(): number {
    return told === null ? 0 : Date.parse(instantIn(told))
  }
}

function instantIn(token: string): string {
  return token.slice(0, token.lastIndexOf('.'))
}
