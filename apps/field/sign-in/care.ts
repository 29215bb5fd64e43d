/** The phone as its person looks after it: its lock, and the way out. */
import { createContext, useContext } from 'react'

export interface Care {
  readonly hasPin: boolean
  /** Shuts everything that is open, at once. */
  lock(): void
  /** Asks for a new PIN; first for the one there is. */
  changePin(): void
  /** Forgets this person on this phone. Whoever calls it has made sure that nothing is unsent. */
  forget(): Promise<void>
}

const CareContext = createContext<Care | undefined>(undefined)

export const CareProvider = CareContext.Provider

export function useCare(): Care | undefined {
  return useContext(CareContext)
}
