/**
 * The drawers in the browser's own database: one database for each person on a device, so that two who
 * share a phone never see each other's.
 *
 * Every write is strict: it is on the disk before the call comes back.
 */
import { type IDBPDatabase, openDB } from 'idb'
import type { Key } from '#door/key.ts'
import { type Drawer, drawers, type Storage, StorageFull } from './storage.ts'

/** One more whenever a drawer is added. */
const layout = 1

/** Rejects where the browser forbids storage. */
export async function openLasting(person: Key): Promise<Storage> {
  const database: IDBPDatabase = await openDB(databaseOf(person), layout, {
    upgrade(database) {
      for (const drawer of drawers) if (!database.objectStoreNames.contains(drawer)) database.createObjectStore(drawer)
    },
    // A newer version of the app, or whoever forgets a person, wants the drawers.
    blocking: () => database.close(),
  })

  return {
    async read(drawer) {
      const { store } = database.transaction(drawer)
      const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
      return new Map(keys.map((key, at) => [String(key), values[at]]))
    },

    keys: async (drawer) => (await database.getAllKeys(drawer)).map(String),
    find: (drawer, key) => database.get(drawer, key),

    async write(changes) {
      if (changes.length === 0) return
      const named = [...new Set(changes.map(({ drawer }): Drawer => drawer))]
      const transaction = database.transaction(named, 'readwrite', { durability: 'strict' })
      // Whatever fails, fails the whole: it is told once, by the end of the transaction.
      transaction.done.catch(() => {})
      try {
        for (const change of changes) {
          const store = transaction.objectStore(change.drawer)
          void ('removed' in change ? store.delete(change.key) : store.put(change.value, change.key)).catch(() => {})
        }
        await transaction.done
      } catch (error) {
        try {
          transaction.abort()
        } catch {
          // It has ended already.
        }
        throw isFull(error) || isFull(transaction.error) ? new StorageFull() : error
      }
    },

    close: () => database.close(),
  }
}

/** Forgets everything of a person on this device. Whoever calls it has made sure that nothing is unsent. */
export function forgetLasting(person: Key): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(databaseOf(person))
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}

function databaseOf(person: Key): string {
  return `chamka ${person}`
}

function isFull(error: unknown): boolean {
  return (error as { name?: string } | null | undefined)?.name === 'QuotaExceededError'
}
