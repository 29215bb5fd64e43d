/**
 * Keeps the app itself on the phone: whole or not at all, so that it opens where nothing is reached.
 *
 * It is built on its own (vite.worker.ts), which also writes down what belongs to this version. A version that
 * was fetched waits until nobody has the one before open, or until somebody takes it with a tap. What talks to
 * the programme (`/api/`) never passes through here.
 */
import { PrecacheController } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

interface Version {
  readonly everybody: readonly { readonly url: string; readonly revision: string | null; readonly integrity?: string }[]
  /** What only some need and weighs much: fetched when a page says that somebody needs it. */
  readonly groups: Readonly<Record<string, readonly string[]>>
}

/** What a page says to its worker. */
export type ToWorker = { readonly take: true } | { readonly groups: readonly string[] }

interface Lasting extends Event {
  waitUntil(done: Promise<unknown>): void
  addRoutes?(rule: object): Promise<void>
}
interface Window {
  readonly id: string
}
interface Worker {
  addEventListener(kind: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(kind: 'message', listener: (event: Lasting & { data: ToWorker }) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void>; matchAll(which: object): Promise<readonly Window[]> }
}
declare const self: Worker
/** Written in by the build. */
declare const version: Version

const filesName = 'chamka files'
const groupsName = 'chamka groups'
const askedAddress = '/field/.groups'

const files = new PrecacheController({ cacheName: filesName })
files.addToCacheList([...version.everybody])

/** The windows that were open when this version was taken: they still run the one before. */
let elders: ReadonlySet<string> = new Set()
let fetching: Promise<void> = Promise.resolve()

self.addEventListener('install', (event) => {
  // Newer browsers then do not even wake the worker for it.
  const routes = event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' }).catch(() => undefined)
  if (routes) event.waitUntil(routes)
  // What is there already is not fetched again; where one file does not come, the version does not stand.
  void files.install(event as unknown as Parameters<typeof files.install>[0])
  event.waitUntil(askedGroups().then(fetchGroups))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(begin())
})

self.addEventListener('message', (event) => {
  const said = event.data
  if ('take' in said) event.waitUntil(self.skipWaiting())
  else event.waitUntil(keepGroups(said.groups).then(letOldFilesGo))
})

registerRoute(
  new NavigationRoute(files.createHandlerBoundToURL('/field/index.html'), {
    allowlist: [/^\/field\//],
    denylist: [/\.\w+$/],
  }),
)

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/field/assets/'),
  async ({ request }) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request),
)

async function begin(): Promise<void> {
  elders = new Set((await windows()).map(({ id }) => id))
  await self.clients.claim()
  await letOldFilesGo()
}

/** Files of earlier versions stay as long as a window may still ask for one. */
async function letOldFilesGo(): Promise<void> {
  if ((await windows()).some(({ id }) => elders.has(id))) return
  const current = new Set(files.getURLsToCacheKeys().values())
  const later = new Set([askedAddress, ...Object.values(version.groups).flat()].map(absolute))
  for (const [name, wanted] of [
    [filesName, current],
    [groupsName, later],
  ] as const) {
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url, { ignoreVary: true })
  }
}

/** Remembered, so that a later version comes with them. */
async function keepGroups(asked: readonly string[]): Promise<void> {
  const before = await askedGroups()
  const names = [...new Set([...before, ...asked])].filter((name) => Object.hasOwn(version.groups, name))
  if (names.length > before.length)
    await (await caches.open(groupsName)).put(askedAddress, new Response(JSON.stringify(names)))
  fetching = fetching.catch(() => undefined).then(() => fetchGroups(names))
  await fetching
}

async function askedGroups(): Promise<readonly string[]> {
  const kept = await (await caches.open(groupsName)).match(askedAddress)
  return kept ? ((await kept.json()) as string[]) : []
}

/** One after the other, and only what is missing: a break loses one file at most. */
async function fetchGroups(names: readonly string[]): Promise<void> {
  const cache = await caches.open(groupsName)
  for (const address of names.flatMap((name) => version.groups[name] ?? []))
    if (!(await cache.match(address, { ignoreVary: true }))) await cache.add(address)
}

function windows(): Promise<readonly Window[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true })
}

function absolute(address: string): string {
  return new URL(address, location.href).href
}
