/** How a phone finds its way back to the office after things went wrong on the road. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { castId } from '#dev/cast.ts'
import { longestWait } from './courier.ts'
import { type FieldEngine, openEngine } from './engine.ts'
import { openNetwork } from './network.ts'
import { inMemory } from './storage.ts'
import { type Failure, overHttp, type Transport } from './transport.ts'

describe('a phone comes back by itself', () => {
  const network = openNetwork(() => Promise.reject(new Error('nothing else is asked here')))
  let asked = 0
  let failure: Failure
  let engine: FieldEngine

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    asked = 0
    const transport: Transport = {
      deliver: async () => failure,
      pull: async () => {
        asked += 1
        return failure
      },
      pack: async () => failure,
      cost: async () => failure,
    }
    engine = await openEngine({ storage: inMemory(), network, transport, person: `05-${castId(2)}`, chance: () => 1 })
  })
  afterEach(async () => {
    await engine.close()
    vi.useRealTimers()
  })

  test('soon, also from a valley in which somebody has worked all day: only its own attempts make the wait longer', async () => {
    failure = { failed: 'network' }
    for (let at = 0; at < 40; at++) await engine.sync()
    expect(asked).toBe(40)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toBe(41)
    // Left alone it waits twice as long each time.
    await vi.advanceTimersByTimeAsync(4_000)
    expect(asked).toBe(42)
    await vi.advanceTimersByTimeAsync(7_900)
    expect(asked).toBe(42)
  })

  test('at once where there is a signal again, and what went wrong before makes no wait longer', async () => {
    failure = { failed: 'network' }
    await engine.sync()
    for (let at = 0; at < 12; at++) await vi.advanceTimersByTimeAsync(longestWait)
    const before = asked
    network.turn('on')
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toBe(before + 1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toBe(before + 2)
  })

  test('also when it was told that nobody is signed in: that may have been said by a server that was just starting', async () => {
    failure = { failed: 'signed-out' }
    await engine.sync()
    expect(engine.standing().failed).toBe('signed-out')
    await vi.advanceTimersByTimeAsync(longestWait)
    expect(asked).toBe(2)
  })
})

describe('the road over HTTP', () => {
  const question = { cursor: '', seen: '', index: false, again: [] } as never
  const answering = (answer: () => Response) => overHttp(openNetwork(async () => answer()))
  const problem = (status: number) => () =>
    new Response('{}', { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } })

  test('takes the word of the office, and of nobody between here and there', async () => {
    const portal = (status: number) => () =>
      new Response('<h1>Welcome to our hotel</h1>', { status, headers: { 'content-type': 'text/html' } })
    for (const status of [200, 400, 401, 403, 404, 500, 502])
      expect(await answering(portal(status)).pull(question), `${status}`).toEqual({ failed: 'network' })

    expect(await answering(problem(401)).pull(question)).toEqual({ failed: 'signed-out' })
    expect(await answering(problem(503)).pull(question)).toEqual({ failed: 'network' })
    expect(await answering(problem(500)).pull(question)).toEqual({ failed: 'rejected', problem: 'bug' })
    expect(await answering(problem(400)).pull(question)).toEqual({ failed: 'rejected', problem: 'unreadable' })
    expect(await answering(portal(413)).pull(question)).toEqual({ failed: 'rejected', problem: 'too-large' })
  })

  test('hears that there is nothing new, also from a browser that gives an empty answer a body', async () => {
    const headers = { 'x-chamka-seen': 'all of it' }
    const empty = Object.defineProperty(new Response(null, { status: 204, headers }), 'body', {
      value: new ReadableStream(),
    })
    expect(await answering(() => empty).pull(question)).toEqual({ seen: 'all of it' })
  })

  test('an answer of which nothing more comes is not waited for; one that comes slowly is', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const dripping = (pieces: readonly string[]) => (_: string, init?: RequestInit) => {
        const left = [...pieces]
        const body = new ReadableStream<Uint8Array>(
          {
            start: (stream) => init!.signal!.addEventListener('abort', () => stream.error(new Error('given up'))),
            async pull(stream) {
              const piece = left.shift()
              if (piece === undefined) return new Promise(() => {})
              await new Promise((resolve) => setTimeout(resolve, 50_000))
              stream.enqueue(new TextEncoder().encode(piece))
              if (piece.endsWith('}')) stream.close()
            },
          },
          { highWaterMark: 0 },
        )
        return Promise.resolve(new Response(body, { status: 200 }))
      }
      const slow = overHttp(openNetwork(dripping(['{"answers":', '[],"serverTime":', '"then"}']))).deliver([])
      await vi.advanceTimersByTimeAsync(150_000)
      expect(await slow).toEqual({ told: [], serverTime: 'then' })

      const dead = overHttp(openNetwork(dripping(['{"answers":']))).deliver([])
      await vi.advanceTimersByTimeAsync(110_000)
      expect(await dead).toEqual({ failed: 'network' })
    } finally {
      vi.useRealTimers()
    }
  })
})
