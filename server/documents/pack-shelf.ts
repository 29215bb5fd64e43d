/**
 * Packs in memory: made once while a hundred phones wait for the same one, and packed once for all of them.
 */
import { createHash } from 'node:crypto'
import type { Pack } from '#door/document.ts'
import { type Packed, packed } from '#server/packed.ts'

export interface ShelvedPack {
  readonly name: string
  readonly digest: string
  /** No secret of any reader: anybody on the way may keep it. */
  readonly isPublic: boolean
  /** The pack as it travels. */
  readonly body: Packed
}

export type PackShelf = ReturnType<typeof openPackShelf>

/** A pack is some ten kilobytes; those asked for least recently make room. */
const shelvedMax = 1_000

export function openPackShelf() {
  const kept = new Map<string, Promise<ShelvedPack>>()

  return {
    /** `words` say what it is made for and of: for the same words it is the same. */
    find(words: string, make: () => Promise<Pack & { readonly isPublic: boolean }>): Promise<ShelvedPack> {
      const before = kept.get(words)
      if (before) {
        kept.delete(words)
        kept.set(words, before)
        return before
      }
      const made = make().then(shelved)
      kept.set(words, made)
      made.catch(() => kept.delete(words))
      if (kept.size > shelvedMax) kept.delete(kept.keys().next().value!)
      return made
    },
  }
}

async function shelved({ isPublic, ...pack }: Pack & { readonly isPublic: boolean }): Promise<ShelvedPack> {
  const text = JSON.stringify(pack)
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  return { name: pack.name, digest, isPublic, body: await packed(text, 9) }
}
