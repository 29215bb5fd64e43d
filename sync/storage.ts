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
  close(): void
}

/** The device has no room for what was to be written; nothing of it was. */
export class StorageFull extends Error {
  constructor() {
    super('this device has no room left')
    this.name = 'StorageFull'
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
