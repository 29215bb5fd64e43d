/** Which Khmer sentences of this release were approved, held against the sentences themselves. */
import { useQuery } from '@tanstack/react-query'
import { sentenceOf } from '#capabilities/words/word.ts'
import type { Instant } from '#door/values.ts'
import english from '#ui/words/messages/en.json'
import khmer from '#ui/words/messages/km.json'
import { useMe } from '../me.ts'
import { read } from '../office.ts'
import { useProgramme } from '../programme.tsx'

interface Reviewed {
  readonly message: string
  readonly khmer: string
  readonly reviewedAt: Instant
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export interface Word {
  readonly message: string
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

/** A review counts for the sentence that was read; whether for this programme or for the installation is one. */
export function useReviews() {
  const query = useQuery({ queryKey: ['word.reviewed'], queryFn: () => read<readonly Reviewed[]>('word.reviewed') })
  const bySentence = new Map(query.data?.map((reviewed) => [`${reviewed.message}\n${reviewed.khmer}`, reviewed]))
  return {
    ...query,
    words: words.map((word): Word => ({ ...word, review: bySentence.get(`${word.message}\n${word.km}`) })),
  }
}

/** The programme that somebody reviews words for: the one looked at, if that is theirs to review, else another. */
export function useReviewedProgramme(): string | undefined {
  const { programme } = useProgramme()
  const programmes = useMe()
    .grants.filter(({ permissions }) => permissions.includes('word.review'))
    .map((grant) => grant.programme)
  return programmes.find((code) => code === programme?.programme) ?? programmes[0]
}

/** A sentence that a number chooses reads as all its forms, one after another. */
function plain(written: unknown): string {
  if (typeof written === 'string') return written
  const forms = (written as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match))
  return forms.join(' / ')
}
