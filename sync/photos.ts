/**
 * Photos wait in a drawer of their own and go after the commands that name them, never in front. A photo is
 * named by its bytes, so that sending it twice is harmless and nobody can slip in another.
 */
import type { Home } from '#door/key.ts'
import type { Network } from './network.ts'
import type { Storage } from './storage.ts'

interface Kept {
  readonly home: Home
  readonly bytes: Blob
}

export async function openPhotos(storage: Storage, network: Network) {
  const waiting = new Map((await storage.read('photos')) as ReadonlyMap<string, Kept>)
  const addresses = new Map<string, string>()

  return {
    waiting: (): number => waiting.size,

    /** Keeps a photo to be sent, and gives its name. */
    async keep(home: Home, bytes: Blob): Promise<string> {
      const digest = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())))
      await storage.write([{ drawer: 'photos', key: digest, value: { home, bytes } }])
      waiting.set(digest, { home, bytes })
      return digest
    },

    /** A photo that was taken here and has not been sent. */
    find: (digest: string): Blob | undefined => waiting.get(digest)?.bytes,

    /** Where a photo that was taken here can be looked at. */
    addressOf(digest: string): string | undefined {
      const known = addresses.get(digest)
      const photo = waiting.get(digest)
      if (known || !photo) return known
      const address = URL.createObjectURL(photo.bytes)
      addresses.set(digest, address)
      return address
    },

    /** Sends what waits. One that is turned away stays, and does not keep the others. */
    async send(): Promise<void> {
      for (const [digest, { home, bytes }] of [...waiting]) {
        const response = await network
          .reach(`/api/files/${home}`, { method: 'POST', body: bytes })
          .catch(() => undefined)
        if (!response) return
        if (!response.ok) continue
        await storage.write([{ drawer: 'photos', key: digest, removed: true }])
        waiting.delete(digest)
      }
    },
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
