import { Badge } from '#ui/StateBadge.tsx'
import { groundWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** What speaks for it that a row of a list means this one. */
export function SpeaksFor({ grounds }: { grounds: readonly string[] }) {
  const language = useLanguage()
  return (
    <p className="row">
      {grounds.map((ground) => (
        <Badge key={ground} tone="good">
          {wordFor(groundWords, ground, language)}
        </Badge>
      ))}
    </p>
  )
}
