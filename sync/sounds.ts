/**
 * Recordings of sentences, fetched in the background when everything else has been said, in the order in
 * which they are used. They can be had again, so they are the first to go when there is no room.
 */
import { bytesToHex } from '@noble/hashes/utils.js'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import type { Slot } from '#capabilities/sounds/slots.ts'
import type { SoundList } from '#capabilities/sounds/sound.ts'
import type { Network } from './network.ts'
import { type Storage, StorageFull } from './storage.ts'

interface Parts {
  readonly storage: Storage
  readonly network: Network
  /** What the office says there is. */
  readonly listed: () => readonly SoundList[]
  readonly language: () => SoundLanguage
  readonly tell: () => void
}

export async function openSounds({ storage, network, listed, language, tell }: Parts) {
  const here = new Set(await storage.keys('sounds'))
  /** Not to be had, or no room for it: not asked for again until the app is opened anew. */
  const givenUp = new Set<string>()
  let isFull = false
  let fetching: Promise<void> | undefined

  return {
    /** The files of some slots, if each of them was recorded and is on this phone. */
    find(slots: readonly Slot[], spoken: SoundLanguage): readonly string[] | undefined {
      const lists = listed().filter((list) => list.language === spoken)
      const found = slots.flatMap((slot) => lists.find(({ sounds }) => sounds[slot])?.sounds[slot] ?? [])
      return slots.length > 0 && found.length === slots.length && found.every((digest) => here.has(digest))
        ? found
        : undefined
    },

    open: async (digest: string): Promise<Blob | undefined> =>
      (await storage.find('sounds', digest)) as Blob | undefined,

    /** Fetches what is not here yet and lets go of what is no longer played. One at a time, until the network fails. */
    fetch(): Promise<void> {
      fetching ??= fetchAll().finally(() => {
        fetching = undefined
      })
      return fetching
    },

    /** Until whatever is being fetched is here, or not to be had. */
    idle: async (): Promise<void> => fetching?.catch(() => {}),

    /** Makes room for what cannot be had again; false where there was nothing to let go of. */
    async drop(): Promise<boolean> {
      isFull = true
      if (here.size === 0) return false
      await storage.write([...here].map((key) => ({ drawer: 'sounds', key, removed: true })))
      here.clear()
      tell()
      return true
    },
  }

  async function fetchAll(): Promise<void> {
    const lists = listed()
    const played = new Set(lists.flatMap(({ sounds }) => Object.values(sounds)))
    const stale = [...here].filter((digest) => !played.has(digest))
    if (stale.length > 0) {
      await storage.write(stale.map((key) => ({ drawer: 'sounds', key, removed: true })))
      for (const digest of stale) here.delete(digest)
    }
    const wanted = lists.filter((list) => list.language === language()).flatMap(({ sounds }) => Object.values(sounds))
    for (const digest of new Set(wanted)) {
      if (isFull) return
      if (here.has(digest) || givenUp.has(digest)) continue
      const response = await network.reach(`/api/sounds/${digest}`).catch(() => undefined)
      if (!response || response.status === 429 || response.status >= 500) return
      if (response.ok) await keep(digest, await response.blob())
      else givenUp.add(digest)
    }
  }

  async function keep(digest: string, sound: Blob): Promise<void> {
    const found = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', await sound.arrayBuffer())))
    if (found !== digest) {
      givenUp.add(digest)
      return
    }
    try {
      await storage.write([{ drawer: 'sounds', key: digest, value: sound }])
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      isFull = true
      return
    }
    here.add(digest)
    tell()
  }
}
