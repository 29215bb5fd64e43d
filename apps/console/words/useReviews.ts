/** Which Khmer sentences of this release were approved, held against the sentences themselves. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { reviewKey, sentenceOf } from '#capabilities/words/word.ts'
import type { Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import english from '#ui/words/messages/en.json'
import khmer from '#ui/words/messages/km.json'
import { read } from '../office.ts'
import { useProgramme } from '../programme.tsx'

interface Reviewed {
  readonly key: Key
  readonly reviewedAt: Instant
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export interface Word {
  readonly message: string
  /** The record its approval has, or would have. */
  readonly key: Key
  readonly km: string
  readonly en: string
  readonly review: Reviewed | undefined
}

const texts = khmer as Record<string, unknown>
const translations = english as Record<string, unknown>

const words = Object.keys(texts)
  .filter((message) => message !== '$schema')
  .map((message) => {
    const km = sentenceOf(texts[message])
    return { message, km, en: plain(translations[message]) }
  })

export function useReviews() {
  const { programme } = useProgramme()
  const query = useQuery({ queryKey: ['word.reviewed'], queryFn: () => read<readonly Reviewed[]>('word.reviewed') })
  const byKey = new Map(query.data?.map((reviewed) => [reviewed.key, reviewed]))
  const keys = useMemo(
    () => words.map(({ message, km }) => reviewKey(programme?.programme ?? '', message, km)),
    [programme?.programme],
  )
  return {
    ...query,
    words: words.map((word, at): Word => ({ ...word, key: keys[at]!, review: byKey.get(keys[at]!) })),
  }
}

/** A sentence that a number chooses reads as all its forms, one after another. */
function plain(written: unknown): string {
  if (typeof written === 'string') return written
  const forms = (written as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match))
  return forms.join(' / ')
}
