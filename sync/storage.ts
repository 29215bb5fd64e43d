/**
 * Where a device keeps what it must not lose, in a few named drawers.
 *
 * Whatever is written in one call is kept whole or not at all, and once the call has come back it
 * survives a flat battery. `lasting.ts` keeps the drawers in the browser's database; those in memory
 * are for tests, and for a browser that keeps nothing.
 */
export const drawers = ['outbox', 'documents', 'packs', 'photos', 'device', 'self', 'drafts', 'sounds'] as const
export type Drawer = (typeof drawers)[number]

export type Change =
  | { readonly drawer: Drawer; readonly key: string; readonly value: unknown }
  | { readonly drawer: Drawer; readonly key: string; readonly removed: true }

export interface Storage {
  /** Everything in a drawer, by key. Photos and sounds are better found one by one. */
  read(drawer: Drawer): Promise<ReadonlyMap<string, unknown>>
  keys(drawer: Drawer): Promise<readonly string[]>
  find(drawer: Drawer, key: string): Promise<unknown>
  /** Kept whole, or not at all; rejects with `StorageFull` where there is no room. */
  write(changes: readonly Change[]): Promise<void>
  close(): Promise<void> | void
}

/** The device has no room for what was to be written; nothing of it was. */
export class StorageFull extends Error {
  constructor() {
    super('this device has no room left')
    this.name = 'StorageFull'
  }
}

/** The same drawers, closed only when everything that was begun with them is done. */
export function finishing(storage: Storage): Storage & { close(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  const followed = <T>(call: Promise<T>): Promise<T> => {
    const over = () => underWay.delete(call)
    underWay.add(call)
    call.then(over, over)
    return call
  }
  return {
    read: (drawer) => followed(storage.read(drawer)),
    keys: (drawer) => followed(storage.keys(drawer)),
    find: (drawer, key) => followed(storage.find(drawer, key)),
    write: (changes) => followed(storage.write(changes)),
    async close() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
      await storage.close()
    },
  }
}

/** The same drawers: what does not fit is written once more where `makeRoom` says that it made some. */
export function makingRoom(storage: Storage, makeRoom: () => Promise<boolean>): Storage {
  return {
    ...storage,
    async write(changes) {
      try {
        await storage.write(changes)
      } catch (error) {
        if (!(error instanceof StorageFull) || !(await makeRoom())) throw error
        await storage.write(changes)
      }
    },
  }
}

export function inMemory(): Storage {
  const kept = new Map<Drawer, Map<string, unknown>>()
  const drawerOf = (name: Drawer) => {
    const found = kept.get(name) ?? new Map<string, unknown>()
    kept.set(name, found)
    return found
  }

  return {
    read: async (drawer) => new Map(drawerOf(drawer)),
    keys: async (drawer) => [...drawerOf(drawer).keys()],
    find: async (drawer, key) => drawerOf(drawer).get(key),
    async write(changes) {
      for (const change of changes) {
        if ('removed' in change) drawerOf(change.drawer).delete(change.key)
        else drawerOf(change.drawer).set(change.key, change.value)
      }
    },
    close: () => {},
  }
}
