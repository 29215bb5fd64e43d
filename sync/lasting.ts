/**
 * A storage whose device key lasts: a phone that is opened again is still the same device, and its
 * running number goes on. Everything else is in memory.
 */
import { type Change, inMemory, type Storage } from './storage.ts'

const database = 'chamka'
const store = 'device'

export async function openLasting(): Promise<Storage> {
  const memory = inMemory()
  const kept = await open().catch(() => undefined)
  // A browser that forbids storage still works, as a new device each time.
  if (!kept) return memory

  return {
    read: (drawer) => (drawer === store ? readAll(kept) : memory.read(drawer)),
    async write(changes) {
      const lasting = changes.filter(({ drawer }) => drawer === store)
      if (lasting.length > 0) await writeAll(kept, lasting)
      await memory.write(changes.filter(({ drawer }) => drawer !== store))
    },
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(store)
  return done(request)
}

async function readAll(kept: IDBDatabase): Promise<ReadonlyMap<string, unknown>> {
  const shelf = kept.transaction(store).objectStore(store)
  const [keys, values] = await Promise.all([done(shelf.getAllKeys()), done(shelf.getAll())])
  return new Map(keys.map((key, at) => [String(key), values[at]]))
}

function writeAll(kept: IDBDatabase, changes: readonly Change[]): Promise<void> {
  const transaction = kept.transaction(store, 'readwrite', { durability: 'strict' })
  const shelf = transaction.objectStore(store)
  for (const change of changes) {
    if ('removed' in change) shelf.delete(change.key)
    else shelf.put(change.value, change.key)
  }
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
