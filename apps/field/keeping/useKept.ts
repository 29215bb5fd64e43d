import { useEffect, useSyncExternalStore } from 'react'
import { useStanding } from '#sync/hooks.ts'
import { type Kept, persistence } from './persistence.ts'

/** What the browser has promised; looked at when a screen that tells of it opens. */
export function useKept(): Kept | undefined {
  useEffect(() => void persistence.look(), [])
  return useSyncExternalStore(persistence.onTurn, persistence.standing, persistence.standing)
}

/** Asks for the promise as soon as there is something to lose. */
export function useAskedToKeep(): void {
  const { unsent } = useStanding()
  const isSomething = unsent > 0
  useEffect(() => void persistence.look(), [])
  useEffect(() => {
    if (isSomething) void persistence.ask()
  }, [isSomething])
}
