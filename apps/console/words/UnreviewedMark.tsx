import { Link } from '@tanstack/react-router'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useReviews } from './useReviews.ts'

/** While somebody reads Khmer that nobody has reviewed, it says so, quietly, once. */
export function UnreviewedMark() {
  const language = useLanguage()
  const { words, isSuccess } = useReviews()
  const count = words.filter(({ review }) => !review).length
  if (language !== 'km' || !isSuccess || count === 0) return null
  return (
    <Link to="/words" className="unreviewed">
      <Badge tone="quiet">{m.words_unreviewed({ count })}</Badge>
    </Link>
  )
}
