import { useEffect } from 'react'

/**
 * Long enough for the camera, a call or a look at a message in the middle of a form; short enough for a
 * phone that was left on a counter.
 */
const patienceMilliseconds = 5 * 60_000

/** Locks a phone that has not been looked at for a while. */
export function useAutoLock(isOn: boolean, lock: () => unknown): void {
  useEffect(() => {
    if (!isOn) return
    let hiddenAt: number | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'hidden') {
        hiddenAt = Date.now()
        timer = setTimeout(lock, patienceMilliseconds)
      } else if (hiddenAt !== undefined) {
        // A phone that slept ran no timers.
        if (Date.now() - hiddenAt >= patienceMilliseconds) lock()
        hiddenAt = undefined
      }
    }
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isOn, lock])
}
