/**
 * The app on the home screen: opened with a tap, and its browser is slower to clear what it keeps. A browser
 * that offers it says so once, early; the offer is held until somebody wants it.
 */
import { useSyncExternalStore } from 'react'

/** What Chromium hands out; other browsers have none. */
interface Offer extends Event {
  prompt(): Promise<unknown>
}

export type Installing =
  /** One tap here is enough. */
  | 'offered'
  /** Through the browser's own menu. */
  | 'by-menu'
  /** Through the sheet that an iPhone shares with. */
  | 'by-share'
  | 'installed'

let offer: Offer | undefined
let isInstalled = false
const listeners = new Set<() => void>()

/** Called before anything is drawn: the offer comes once. */
export function awaitOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as Offer
    tell()
  })
  addEventListener('appinstalled', () => {
    isInstalled = true
    tell()
  })
}

export function useInstalling(): Installing {
  return useSyncExternalStore(listen, installing, installing)
}

/** The browser asks once more; whoever says no is offered it the next time the app opens. */
export async function install(): Promise<void> {
  const held = offer
  offer = undefined
  tell()
  await held?.prompt()
}

function installing(): Installing {
  const { standalone } = navigator as { standalone?: boolean }
  if (isInstalled || standalone || matchMedia('(display-mode: standalone)').matches) return 'installed'
  if (offer) return 'offered'
  // Only Safari knows the word at all.
  return standalone === false ? 'by-share' : 'by-menu'
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
