/**
 * Photos wait in a drawer of their own and go after the commands that name them, never in front. A photo is
 * named by its bytes, so that sending it twice is harmless and nobody can slip in another.
 *
 * What is known of each lies in one small list; the bytes are taken out only to be looked at or sent. A
 * photo that no command names yet belongs to a draft: it is not sent, and goes when the draft is gone.
 */
import type { Home, Key } from '#door/key.ts'
import { bytesIn, textOf } from './base64url.ts'
import type { BoxKey } from './box.ts'
import { boxedPhoto, type HandedPhoto } from './boxed-photos.ts'
import { type Network, networkKind } from './network.ts'
import type { Change, Storage } from './storage.ts'

export interface KeptPhoto {
  readonly digest: string
  readonly home: Home
  readonly bytes: number
  /** The command that names it; null as long as it belongs to a draft. */
  readonly envelope: string | null
  /** What that command was, and about which record. */
  readonly asked?: { readonly name: string; readonly about: Key }
  /** Another phone's: what lies here is a box for the programme. */
  readonly isBoxed?: true
  /** Some of it may have reached the office. */
  readonly isBegun: boolean
  /** Why the office turned it away. */
  readonly refused: string | null
  /** So often in a row the office met a fault with it. */
  readonly faults: number
}

/** On which networks photos go. */
export type PhotoRoad = 'any' | 'wifi' | 'asked'

/** What became of sending one: the office has it, does not want it, stumbled over it, or was not reached. */
export type Sent = 'kept' | 'unreached' | { readonly refused: string } | { readonly fault: number }

interface Laid {
  readonly home: Home
  readonly bytes: Blob
}

interface Parts {
  readonly storage: Storage
  readonly network: Network
  /** A photo of a command that has no good answer yet waits for it. */
  readonly isSettled: (envelope: string) => boolean
  readonly tell: () => void
}

export const photoListKey = 'photos'
const roadKey = 'photos road'
/** Photos in one file of unsent work: what another phone takes in without a murmur. */
export const handedBytesMax = 4 * 1024 * 1024
/** After so many faults in a row a photo is sent from its beginning. */
const faultsUntilAnew = 3

export async function openPhotos({ storage, network, isSettled, tell }: Parts) {
  const photos = new Map<string, KeptPhoto>()
  for (const photo of ((await storage.find('device', photoListKey)) ?? []) as KeptPhoto[])
    photos.set(photo.digest, photo)
  await takeInEarlier()
  let road = ((await storage.find('device', roadKey)) ?? 'any') as PhotoRoad
  let sending: Promise<void> | undefined

  return {
    /** Those that commands name and the office has not got. */
    waiting: (): readonly KeptPhoto[] => [...photos.values()].filter(({ envelope }) => envelope !== null),

    /** Keeps a photo, and gives its name. Rejects with `StorageFull`. */
    async keep(home: Home, bytes: Blob): Promise<string> {
      const digest = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())))
      if (photos.has(digest)) return digest
      const photo = { digest, home, bytes: bytes.size, envelope: null, isBegun: false, refused: null, faults: 0 }
      await lay([photo], [{ drawer: 'photos', key: digest, value: { home, bytes } satisfies Laid }])
      tell()
      return digest
    },

    open: async (digest: string): Promise<Blob | undefined> =>
      ((await storage.find('photos', digest)) as Laid | undefined)?.bytes,

    /** What to write together with an envelope, so that its photos are its own from the same moment; `undo` if it was not. */
    naming(envelope: string, input: unknown, asked?: KeptPhoto['asked']): { changes: Change[]; undo(): void } {
      const text = JSON.stringify(input)
      const before = [...photos.values()].filter(({ digest }) => text.includes(`"${digest}"`))
      for (const photo of before) photos.set(photo.digest, { ...photo, envelope, ...(asked ? { asked } : {}) })
      return {
        changes: before.length > 0 ? [list()] : [],
        undo: () => {
          for (const photo of before) photos.set(photo.digest, photo)
        },
      }
    },

    /** The command was refused and its author has read it: its photos are a draft's again, or nobody's. */
    async letGo(envelope: string): Promise<void> {
      const own = [...photos.values()].filter((photo) => photo.envelope === envelope)
      if (own.length > 0) await lay(own.map((photo) => ({ ...photo, envelope: null })))
    },

    /** The person gives up one that the office turned away. Its record stays, without the picture. */
    async drop(digest: string): Promise<void> {
      await remove([digest])
      tell()
    },

    /** How many of those that wait find no room in a file of unsent work, and stay on this phone alone. */
    stayBehind: (): number => waitingToGo().length - fitting().length,

    /** Those that wait, each in a box for the programme, as many as one file holds. */
    async handedOver(key: BoxKey, author: Key): Promise<HandedPhoto[]> {
      const handed: HandedPhoto[] = []
      for (const { digest, home, envelope, isBoxed } of fitting()) {
        const laid = (await storage.find('photos', digest)) as Laid | undefined
        if (!laid) continue
        const box = isBoxed
          ? textOf(new Uint8Array(await laid.bytes.arrayBuffer()))
          : await boxedPhoto(key, author, { home, digest }, laid.bytes)
        handed.push({ digest, home, envelope: envelope!, box })
      }
      // The other phone may be there first: from now on the office is asked what it has.
      await lay(fitting().map((photo) => ({ ...photo, isBegun: true })))
      return handed
    },

    /** Takes in what another phone handed over. How many were new; rejects with `StorageFull`. */
    async bring(handed: readonly HandedPhoto[]): Promise<number> {
      const fresh = handed.filter(({ digest }) => !photos.has(digest))
      for (const { digest, home, envelope, box } of fresh) {
        const bytes = new Blob([bytesIn(box)])
        const photo = { digest, home, bytes: bytes.size, envelope, isBegun: false, refused: null, faults: 0 }
        await lay([{ ...photo, isBoxed: true }], [{ drawer: 'photos', key: digest, value: { home, bytes } }])
      }
      return fresh.length
    },

    /** Removes what no command and no draft names: the form was left, or the phone died before it was written down. */
    async tidy(drafts: readonly unknown[]): Promise<void> {
      const loose = [...photos.values()].filter(({ envelope }) => envelope === null)
      if (loose.length === 0) return
      const text = JSON.stringify(drafts)
      await remove(loose.filter(({ digest }) => !text.includes(`"${digest}"`)).map(({ digest }) => digest))
    },

    road: (): PhotoRoad => road,
    async choose(chosen: PhotoRoad): Promise<void> {
      await storage.write([{ drawer: 'device', key: roadKey, value: chosen }])
      road = chosen
      tell()
    },

    /** One that was turned away is sent once more. */
    async again(digest: string): Promise<void> {
      const photo = photos.get(digest)
      if (photo) await lay([{ ...photo, refused: null, faults: 0 }])
      tell()
    },

    /**
     * Sends what waits, where the person allows it. One that is turned away stays with the reason, and
     * does not keep the others. `isAsked`: the person says so now, whatever the network.
     */
    send(isAsked = false): Promise<void> {
      if (!isAsked && !mayGo(road)) return Promise.resolve()
      sending ??= sendAll().finally(() => {
        sending = undefined
        tell()
      })
      return sending
    },

    /** Until whatever is on its way has arrived, or not. */
    idle: async (): Promise<void> => sending?.catch(() => {}),
  }

  function waitingToGo(): KeptPhoto[] {
    return [...photos.values()].filter(({ envelope, refused }) => envelope !== null && refused === null)
  }

  /** The first that were taken, up to what a file holds. */
  function fitting(): KeptPhoto[] {
    let bytes = 0
    return waitingToGo().filter((photo) => {
      bytes += photo.bytes
      return bytes <= handedBytesMax
    })
  }

  async function sendAll() {
    for (const { digest } of [...photos.values()]) {
      const photo = photos.get(digest)
      if (!photo?.envelope || photo.refused || !isSettled(photo.envelope)) continue
      const laid = (await storage.find('photos', digest)) as Laid | undefined
      if (!laid) {
        await remove([digest])
        continue
      }
      if (!photo.isBegun) await lay([{ ...photo, isBegun: true }])
      const { sendPhoto } = await import('./sending-photos.ts')
      const address = `/api/files/${photo.home}/uploads/${digest}`
      const sent = await sendPhoto({ network, address, bytes: laid.bytes, isBegun: photo.isBegun })
      if (sent === 'unreached') return
      if (sent === 'kept') await remove([digest])
      else if ('refused' in sent) await lay([{ ...photo, isBegun: false, refused: sent.refused }])
      else {
        const faults = photo.faults + 1
        await lay([{ ...photo, isBegun: faults % faultsUntilAnew !== 0, faults }])
      }
      tell()
    }
  }

  function lay(changed: readonly KeptPhoto[], together: readonly Change[] = []): Promise<void> {
    return write(
      changed.map(({ digest }) => digest),
      together,
      () => {
        for (const photo of changed) photos.set(photo.digest, photo)
      },
    )
  }

  async function remove(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return
    await write(
      digests,
      digests.map((key): Change => ({ drawer: 'photos', key, removed: true })),
      () => {
        for (const digest of digests) photos.delete(digest)
      },
    )
  }

  /** The list in memory is always the newest, so that of two written at once the later holds both. */
  async function write(digests: readonly string[], together: readonly Change[], change: () => void): Promise<void> {
    const before = digests.map((digest) => [digest, photos.get(digest)] as const)
    change()
    try {
      await storage.write([list(), ...together])
    } catch (error) {
      for (const [digest, photo] of before) {
        if (photo) photos.set(digest, photo)
        else photos.delete(digest)
      }
      throw error
    }
  }

  function list(): Change {
    return { drawer: 'device', key: photoListKey, value: [...photos.values()] }
  }

  /** Photos kept before there was a list: their commands went long ago. */
  async function takeInEarlier() {
    const unlisted = (await storage.keys('photos')).filter((digest) => !photos.has(digest))
    for (const digest of unlisted) {
      const { home, bytes } = (await storage.find('photos', digest)) as Laid
      photos.set(digest, {
        digest,
        home,
        bytes: bytes.size,
        envelope: earlier,
        isBegun: false,
        refused: null,
        faults: 0,
      })
    }
    if (unlisted.length > 0) await storage.write([list()])
  }
}

/** Stands for a command that is not in the outbox any more. */
const earlier = 'earlier'

function mayGo(road: PhotoRoad): boolean {
  return road === 'any' || (road === 'wifi' && ['wifi', 'ethernet'].includes(networkKind() ?? ''))
}

/** Many browsers do not say what network they are on. */
export function tellsWifi(): boolean {
  return networkKind() !== undefined
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
