/**
 * Which version of the app this phone has: kept whole by a worker, so that it opens without a network. A newer
 * one is fetched behind everything and waits; it begins by itself when the app was closed and is opened again,
 * or at once when somebody says so.
 */
import type { ToWorker } from './service-worker.ts'

/** An app that stays open for days asks now and then. */
const restMilliseconds = 60 * 60_000
/** By then a form has kept what was written last. */
const writingMilliseconds = 500

let isKept = false
let waiting: ServiceWorker | undefined
let isNew = false
const listeners = new Set<() => void>()

export const version = {
  isNewHere: (): boolean => isNew,

  onNew(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  /** Begins the version that waits. What was asked and what was begun is kept outside of the window. */
  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, writingMilliseconds))
    // Another window may have taken it already.
    if (!waiting || waiting.state === 'activated') return location.reload()
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    say(waiting, { take: true })
  },
}

/** Once the first screen stands: nobody waits for it. */
export async function keepApp(): Promise<void> {
  if (isKept || !('serviceWorker' in navigator)) return
  isKept = true
  const registration = await navigator.serviceWorker
    .register('/field/service-worker.js', { scope: '/field/', updateViaCache: 'none' })
    .catch(() => undefined)
  if (!registration) return

  const look = (worker: ServiceWorker | null) => {
    // The first version replaces nothing.
    if (worker?.state !== 'installed' || !registration.active) return
    waiting = worker
    tell()
  }
  look(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => look(coming))
  })
  const before = registration.active
  navigator.serviceWorker.addEventListener('controllerchange', () => before && tell())
  askNowAndThen(registration)
}

/** Heavy things that only some need: the worker fetches what is missing, one after the other. */
export async function keepGroups(groups: readonly string[]): Promise<void> {
  if (groups.length === 0 || !('serviceWorker' in navigator)) return
  const { active } = await navigator.serviceWorker.ready
  if (active) say(active, { groups })
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let askedAt = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - askedAt < restMilliseconds) return
    askedAt = Date.now()
    void registration.update().catch(() => undefined)
  })
}

function say(worker: ServiceWorker, message: ToWorker): void {
  worker.postMessage(message)
}

function tell(): void {
  isNew = true
  for (const listener of listeners) listener()
}
