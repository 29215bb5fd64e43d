/**
 * The network, and in a demonstration a switch for it, so that a valley without a signal can be shown
 * on a desk. Everything the device says to anybody goes through here.
 */
export type Signal = 'on' | 'slow' | 'off'

export type Network = ReturnType<typeof openNetwork>

/** About what a village on 2G feels like. */
const slowMilliseconds = 2_500
/** A request that has not come back by then is not waited for. */
const patienceMilliseconds = 60_000

export function openNetwork(reach: (address: string, init?: RequestInit) => Promise<Response>) {
  let signal: Signal = 'on'
  const listeners = new Set<() => void>()
  let line = new AbortController()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  // The browser says when a signal may have come back, and when somebody looks again: both are worth a try.
  if (typeof document !== 'undefined') {
    addEventListener('online', tell)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tell())
  }

  return {
    signal: (): Signal => signal,

    turn(to: Signal): void {
      signal = to
      tell()
    },

    onTurn(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Ends every request under way, as a valley would. */
    hangUp(): void {
      line.abort()
      line = new AbortController()
    },

    async reach(address: string, init: RequestInit = {}): Promise<Response> {
      if (signal === 'off') throw new Error('the network is switched off')
      if (signal === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMilliseconds))
      const end = new AbortController()
      const patience = setTimeout(() => end.abort(), patienceMilliseconds)
      const { signal: hungUp } = line
      hungUp.addEventListener('abort', () => end.abort(), { once: true })
      try {
        return await reach(address, { credentials: 'same-origin', ...init, signal: end.signal })
      } finally {
        clearTimeout(patience)
      }
    },
  }
}
