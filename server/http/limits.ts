/**
 * How much is accepted from whom: each limit has one name and stands here.
 *
 * Offices, villages and whole mobile networks share an address, so a limit by address alone shuts out
 * the honest first. Accounts and devices are what is counted; the address is only the outer fence,
 * far beyond what an office does.
 */
import type { Problem } from './problem.ts'

export interface Limit {
  /** How many at once. */
  readonly burst: number
  /** How many more come back in a minute. */
  readonly aMinute: number
}

export interface Limits {
  /** Requests of one account. */
  readonly account: Limit
  /** Deliveries of one device. */
  readonly device: Limit
  /** Photos of one account. */
  readonly photos: Limit
  /** Requests from one address: an office of a hundred people, twice. */
  readonly address: Limit
  /** Guesses at one e-mail, telephone number or person. */
  readonly guesses: Limit
  /** Messages sent to one telephone number. */
  readonly messages: Limit
  /** Attempts to sign in from one address: a training of a hundred people on one connection. */
  readonly guessesFromAddress: Limit
}

export const limits: Limits = {
  account: { burst: 1_200, aMinute: 1_200 },
  device: { burst: 600, aMinute: 600 },
  photos: { burst: 200, aMinute: 60 },
  address: { burst: 20_000, aMinute: 20_000 },
  guesses: { burst: 10, aMinute: 1 },
  messages: { burst: 5, aMinute: 0.2 },
  guessesFromAddress: { burst: 300, aMinute: 60 },
}

/** Everybody who ever came must not be remembered: what has filled up again is forgotten. */
const rememberedMax = 50_000

export type Fence = ReturnType<typeof fence>

/** A bucket for each name; `pass` takes one and says nothing, or how long to wait. */
export function fence({ burst, aMinute }: Limit, clock: () => number = Date.now) {
  const perMillisecond = aMinute / 60_000
  const buckets = new Map<string, { left: number; at: number }>()

  return {
    pass(name: string): Problem | undefined {
      const now = clock()
      const bucket = buckets.get(name)
      const left = bucket ? Math.min(burst, bucket.left + (now - bucket.at) * perMillisecond) : burst
      if (left < 1) return { problem: 'too-many', wait: Math.ceil((1 - left) / perMillisecond / 1000) }
      if (bucket) {
        bucket.left = left - 1
        bucket.at = now
      } else {
        if (buckets.size >= rememberedMax) forgetTheFull(now)
        buckets.set(name, { left: left - 1, at: now })
      }
    },

    /** Gives one back: a right answer was no guess. */
    restore(name: string): void {
      const bucket = buckets.get(name)
      if (bucket) bucket.left = Math.min(burst, bucket.left + 1)
    },
  }

  function forgetTheFull(now: number) {
    for (const [name, { left, at }] of buckets) {
      if (left + (now - at) * perMillisecond >= burst) buckets.delete(name)
    }
    // Still full of people at their limit: the oldest half goes, so that a flood costs little for each name.
    for (const name of buckets.keys()) {
      if (buckets.size <= rememberedMax / 2) break
      buckets.delete(name)
    }
  }
}

export type Fences = { readonly [K in keyof Limits]: Fence }

export function fencesOf(given: Limits): Fences {
  return Object.fromEntries(Object.entries(given).map(([name, limit]) => [name, fence(limit)])) as unknown as Fences
}
