/**
 * One window at a time holds a phone's drawers, so that two never give the same number or show different
 * truths. Whoever opens the app in a second window may take it over; the first then lets go.
 */
import type { Key } from '#door/key.ts'

export interface Hold {
  letGo(): void
}

/** How long a window that was asked to let go may take before it is held to be asleep. */
const patienceMilliseconds = 3_000

/**
 * The hold, or `elsewhere` where another window has it. With `insist` the other is asked to let go, and
 * taken over if it is asleep. `onLost` is told when somebody else has insisted.
 */
export async function hold(person: Key, insist: boolean, onLost: () => Promise<void>): Promise<Hold | 'elsewhere'> {
  const name = `chamka ${person}`
  // Before Chrome 69 two windows are two windows; the phones we know of are newer.
  if (!('locks' in navigator)) return { letGo: () => {} }
  if (!insist) return taken(name, { ifAvailable: true }, onLost)

  const line = new BroadcastChannel(name)
  line.postMessage('let go')
  line.close()
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMilliseconds)
  const held = await taken(name, { signal: patience.signal }, onLost).catch(() => 'elsewhere' as const)
  clearTimeout(timer)
  return held === 'elsewhere' ? taken(name, { steal: true }, onLost) : held
}

function taken(name: string, options: LockOptions, onLost: () => Promise<void>): Promise<Hold | 'elsewhere'> {
  return new Promise((resolve, reject) => {
    let letGo = () => {}
    const line = new BroadcastChannel(name)
    const end = () => {
      line.close()
      letGo()
    }
    // First everything under way is ended, then the other may have it.
    line.onmessage = () => void onLost().finally(end)
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) {
          line.close()
          resolve('elsewhere')
          return undefined
        }
        resolve({ letGo: end })
        return new Promise<void>((done) => {
          letGo = done
        })
      })
      // Taken away while it was held: this window was asleep.
      .catch((error) => {
        line.close()
        reject(error)
        void onLost()
      })
  })
}
