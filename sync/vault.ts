/**
 * What a phone keeps from whoever finds it: sealed under a data key that is in memory only while the
 * phone is open. How that key is kept itself is `pin.ts`.
 */
import type { Change, Drawer, Storage } from './storage.ts'

/** Twelve bytes of chance, then the ciphertext with its tag. */
export interface Sealed {
  readonly sealed: Uint8Array<ArrayBuffer>
}

export interface Vault {
  /** Anything that JSON can hold. What is sealed about one thing does not open as another. */
  seal(value: unknown, about?: string): Promise<Sealed>
  /** Rejects what was sealed under another key, about something else, or altered. */
  open(sealed: Sealed, about?: string): Promise<unknown>
  /** The same for bytes: a photo of a card. */
  sealBytes(bytes: Uint8Array<ArrayBuffer>, about?: string): Promise<Sealed>
  openBytes(sealed: Sealed, about?: string): Promise<Uint8Array<ArrayBuffer>>
}

const chanceBytes = 12

export async function openVault(dataKey: Uint8Array<ArrayBuffer>): Promise<Vault> {
  // From here on the key can be used and not taken out.
  const key = await crypto.subtle.importKey('raw', dataKey, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return {
    seal: (value, about) => sealBytes(utf8(JSON.stringify(value)), about),
    open: async (sealed, about) => JSON.parse(new TextDecoder().decode(await openBytes(sealed, about))),
    sealBytes,
    openBytes,
  }

  async function sealBytes(bytes: Uint8Array<ArrayBuffer>, about = ''): Promise<Sealed> {
    const chance = crypto.getRandomValues(new Uint8Array(chanceBytes))
    const closed = await crypto.subtle.encrypt(under(chance, about), key, bytes)
    const sealed = new Uint8Array(chanceBytes + closed.byteLength)
    sealed.set(chance)
    sealed.set(new Uint8Array(closed), chanceBytes)
    return { sealed }
  }

  async function openBytes({ sealed }: Sealed, about = ''): Promise<Uint8Array<ArrayBuffer>> {
    const way = under(sealed.slice(0, chanceBytes), about)
    return new Uint8Array(await crypto.subtle.decrypt(way, key, sealed.subarray(chanceBytes)))
  }
}

function isSealed(value: unknown): value is Sealed {
  return (value as Partial<Sealed> | null | undefined)?.sealed instanceof Uint8Array
}

function under(iv: Uint8Array<ArrayBuffer>, about: string) {
  return { name: 'AES-GCM', iv, additionalData: utf8(about) }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/**
 * What nobody may read in a document that was found, by the noun of its records; `members.identityNumber`
 * is that field of each member. Names, places and states stay open: without them a phone could not be
 * mended. A proposal's category and shares tell the poverty status as well as the card does.
 */
export const secretFields: Readonly<Record<string, readonly string[]>> = {
  household: ['card', 'identityNumbers', 'members.identityNumber', 'poverty', 'exception'],
  proposal: ['category', 'percent', 'lines'],
}

interface Laid {
  readonly records: Readonly<Record<string, readonly object[]>>
}

/**
 * The drawers of a phone with a vault: drafts and photos are sealed whole, documents in the fields that are
 * nobody's business. What does not open is left out, as if it had never arrived: it is pulled again.
 */
export function sealedStorage(storage: Storage, vault: Vault): Storage {
  return {
    async read(drawer) {
      const lying = await storage.read(drawer)
      if (!isClosed(drawer)) return lying
      const opened = await Promise.all(
        [...lying].map(async ([key, value]) => [key, await opening(drawer, key, value)] as const),
      )
      return new Map(opened.filter(([, value]) => value !== undefined))
    },

    keys: storage.keys,

    async find(drawer, key) {
      const value = await storage.find(drawer, key)
      return isClosed(drawer) && value !== undefined ? opening(drawer, key, value) : value
    },

    write: async (changes) => storage.write(await Promise.all(changes.map(closing))),
    close: storage.close,
  }

  async function closing(change: Change): Promise<Change> {
    if ('removed' in change || !isClosed(change.drawer)) return change
    const { drawer, key, value } = change
    const about = `${drawer} ${key}`
    if (drawer === 'drafts') return { drawer, key, value: await vault.seal(value, about) }
    if (drawer === 'photos') return { drawer, key, value: await photoClosed(value as Photo, about) }
    const { open, secrets } = parted(value as Laid)
    return secrets.length === 0 ? change : { drawer, key, value: { ...open, ...(await vault.seal(secrets, about)) } }
  }

  async function photoClosed({ bytes, ...rest }: Photo, about: string): Promise<object> {
    const closed = await vault.sealBytes(new Uint8Array(await bytes.arrayBuffer()), about)
    return { ...rest, type: bytes.type, ...closed }
  }

  async function photoOpened(
    { sealed, type, ...rest }: Sealed & { readonly type?: string },
    about: string,
  ): Promise<object> {
    const bytes = await vault.openBytes({ sealed }, about)
    return { ...rest, bytes: new Blob([bytes], { type: type ?? '' }) }
  }

  async function opening(drawer: Drawer, key: string, value: unknown): Promise<unknown> {
    if (!isSealed(value)) return value
    const about = `${drawer} ${key}`
    try {
      if (drawer === 'photos') return await photoOpened(value as Sealed, about)
      const inside = await vault.open(value, about)
      return drawer === 'drafts' ? inside : joined(value as unknown as Laid, inside as readonly Secret[])
    } catch {
      return undefined
    }
  }
}

function isClosed(drawer: Drawer): boolean {
  return drawer === 'drafts' || drawer === 'documents' || drawer === 'photos'
}

/** A photo as it lies in its drawer: of a card, of somebody's yard, of their face. */
interface Photo {
  readonly bytes: Blob
}

/** The noun, the place among its records, and what was taken out of it. */
type Secret = readonly [noun: string, at: number, fields: Readonly<Record<string, unknown>>]

function parted(document: Laid): { open: Laid; secrets: Secret[] } {
  const secrets: Secret[] = []
  const records = Object.entries(document.records).map(([noun, several]) => {
    const paths = secretFields[noun]
    if (!paths) return [noun, several]
    return [
      noun,
      several.map((record, at) => {
        const open: Record<string, unknown> = { ...record }
        const taken: Record<string, unknown> = {}
        for (const path of paths) {
          const [field = '', part] = path.split('.')
          if (!(field in open)) continue
          if (part === undefined) {
            taken[path] = open[field]
            delete open[field]
          } else {
            const parts = open[field] as Record<string, unknown>[]
            taken[path] = parts.map((one) => one[part] ?? null)
            open[field] = parts.map(({ [part]: _, ...rest }) => rest)
          }
        }
        secrets.push([noun, at, taken])
        return open
      }),
    ]
  })
  return { open: { ...document, records: Object.fromEntries(records) }, secrets }
}

function joined(lying: Laid, secrets: readonly Secret[]): Laid {
  const { sealed: _, ...document } = lying as Laid & Sealed
  const records: Record<string, object[]> = {}
  for (const [noun, several] of Object.entries(document.records)) records[noun] = [...several]
  for (const [noun, at, fields] of secrets) {
    const record: Record<string, unknown> = { ...records[noun]![at] }
    for (const [path, value] of Object.entries(fields)) {
      const [field = '', part] = path.split('.')
      if (part === undefined) record[field] = value
      else {
        const values = value as readonly unknown[]
        record[field] = (record[field] as object[]).map((one, place) => ({ ...one, [part]: values[place] }))
      }
    }
    records[noun]![at] = record
  }
  return { ...document, records }
}
