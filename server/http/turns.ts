/**
 * Turns: each device has one request of a kind under way, and all of them together only so many. Who
 * asks much waits behind their own requests, and nobody else behind them.
 */
import type { Context, MiddlewareHandler } from 'hono'
import type { Problem } from './problem.ts'
import { answerProblem, type Visit } from './visit.ts'

interface Limits {
  /** Under way at once, of all devices. */
  readonly together: number
  /** Waiting at once, of all devices; whoever comes then is asked to come again. */
  readonly waitingMax: number
}

/** Of phones that read: a database connection each, of which others need some too. */
export const readingTurns: Limits = { together: 6, waitingMax: 600 }
/** Of phones that deliver: the door decides together what arrives together. */
export const deliveringTurns: Limits = { together: 24, waitingMax: 600 }

const soonest = 5
const latest = 20

export type Turns = ReturnType<typeof openTurns>

export function openTurns({ together, waitingMax }: Limits, chance: () => number = Math.random) {
  /** Devices that wait, the one whose turn it is first; each with its requests in their order. */
  const waiting = new Map<string, (() => void)[]>()
  const underWay = new Set<string>()
  let waitingCount = 0

  return {
    /** Says nothing when it is the device's turn, and then must be given `done`; or how long to wait. */
    async take(device: string): Promise<Problem | undefined> {
      if (underWay.size < together && !underWay.has(device) && !waiting.has(device)) {
        underWay.add(device)
        return undefined
      }
      if (waitingCount >= waitingMax)
        return { problem: 'too-many', wait: Math.round(soonest + chance() * (latest - soonest)) }
      waitingCount += 1
      await new Promise<void>((resolve) => {
        waiting.set(device, [...(waiting.get(device) ?? []), resolve])
      })
      return undefined
    },

    done(device: string): void {
      underWay.delete(device)
      for (const [next, requests] of waiting) {
        if (underWay.size >= together) return
        if (underWay.has(next)) continue
        // Behind all the others, if it has more.
        waiting.delete(next)
        const [first, ...rest] = requests
        if (rest.length > 0) waiting.set(next, rest)
        underWay.add(next)
        waitingCount -= 1
        first!()
      }
    },
  }
}

/** A session is a device: a phone and a browser of the same person do not wait for each other. */
export function inTurn(turns: Turns): MiddlewareHandler<Visit> {
  return async (c: Context<Visit>, next) => {
    const { session } = c.get('session')
    const problem = await turns.take(session)
    if (problem) return answerProblem(c, problem)
    try {
      await next()
    } finally {
      turns.done(session)
    }
    return undefined
  }
}
