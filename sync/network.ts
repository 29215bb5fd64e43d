/**
 * The network, and in a demonstration a switch for it, so that a valley without a signal can be shown
 * on a desk. Everything the device says to anybody goes through here.
 */
export type Signal = 'on' | 'slow' | 'off'

export type Network = ReturnType<WholeNetwork['line']>
export type WholeNetwork = ReturnType<typeof openNetwork>

/** About what a village on 2G feels like. */
const slowMilliseconds = 2_500
/** A request that has not come back by then, or an answer of which nothing more comes, is not waited for. */
const patienceMilliseconds = 60_000

/** Many browsers do not say what network they are on. */
export function networkKind(): string | undefined {
  return (navigator as { connection?: { type?: string } }).connection?.type
}

export function openNetwork(reach: (address: string, init?: RequestInit) => Promise<Response>) {
  let signal: Signal = 'on'
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  // The browser says when a signal may have come back, and when somebody looks again: both are worth a try.
  if (typeof document !== 'undefined') {
    addEventListener('online', tell)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tell())
  }

  const shared = {
    signal: (): Signal => signal,

    turn(to: Signal): void {
      signal = to
      tell()
    },

    onTurn(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { ...line(), line }

  /** A line of somebody's own: when they hang up nobody else is cut off. */
  function line() {
    const underWay = new Set<AbortController>()
    let isOver = false

    return {
      ...shared,

      /** Ends every request under way, as a valley would. */
      hangUp,

      /** Hangs up for good. */
      end(): void {
        isOver = true
        hangUp()
      },

      async reach(address: string, init: RequestInit = {}): Promise<Response> {
        if (signal === 'off') throw new Error('the network is switched off')
        if (signal === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMilliseconds))
        if (isOver) throw new Error('whoever asks has hung up')
        const end = new AbortController()
        const patience = patienceThen(() => end.abort())
        const over = () => underWay.delete(end)
        underWay.add(end)
        try {
          const response = await reach(address, { credentials: 'same-origin', ...init, signal: end.signal })
          const { body, ok, status } = response
          // What went wrong is told in a few words, which not everybody reads to their end.
          if (!body || !ok || emptyStatuses.includes(status)) over()
          return body && !emptyStatuses.includes(status) ? heardWith(patience, response, body, over) : response
        } catch (error) {
          over()
          throw error
        } finally {
          patience.end()
        }
      },
    }

    function hangUp(): void {
      for (const end of underWay) end.abort()
      underWay.clear()
    }
  }
}

/** Without a body by their nature, although Chrome gives them one. */
const emptyStatuses: readonly number[] = [204, 205, 304]

/** Every sign of life begins the wait anew. */
function patienceThen(giveUp: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => clearTimeout(timer)
  const begin = () => {
    end()
    timer = setTimeout(giveUp, patienceMilliseconds)
  }
  begin()
  return { begin, end }
}

/** The same answer, whose reader waits no longer for its rest than for its beginning: a line may go dead without a word. */
function heardWith(
  patience: ReturnType<typeof patienceThen>,
  { status, statusText, headers }: Response,
  body: ReadableStream<Uint8Array>,
  over: () => void,
): Response {
  const reader = body.getReader()
  const heard = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        patience.begin()
        try {
          const { done, value } = await reader.read()
          if (!done) return stream.enqueue(value)
          over()
          stream.close()
        } catch (error) {
          over()
          throw error
        } finally {
          patience.end()
        }
      },
      cancel(why) {
        over()
        return reader.cancel(why)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(heard, { status, statusText, headers })
}
