/**
 * Where a device keeps what it must not lose, in a few named drawers.
 *
 * Whatever is written in one call is kept whole or not at all. Today the drawers are in memory; what
 * makes them last needs to know nothing but this file.
 */
type Drawer = 'outbox' | 'documents' | 'packs' | 'photos' | 'device' | 'self'

export type Change =
  | { readonly drawer: Drawer; readonly key: string; readonly value: unknown }
  | { readonly drawer: Drawer; readonly key: string; readonly removed: true }

export interface Storage {
  /** Everything in a drawer, by key. */
  read(drawer: Drawer): Promise<ReadonlyMap<string, unknown>>
  write(changes: readonly Change[]): Promise<void>
}

export function inMemory(): Storage {
  const drawers = new Map<Drawer, Map<string, unknown>>()
  const drawerOf = (name: Drawer) => {
    const found = drawers.get(name) ?? new Map<string, unknown>()
    drawers.set(name, found)
    return found
  }

  return {
    read: async (drawer) => new Map(drawerOf(drawer)),
    async write(changes) {
      for (const change of changes) {
        if ('removed' in change) drawerOf(change.drawer).delete(change.key)
        else drawerOf(change.drawer).set(change.key, change.value)
      }
    },
  }
}
