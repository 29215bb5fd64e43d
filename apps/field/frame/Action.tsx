import { Link } from 'wouter'
import type { Refusal } from '#door/refusal.ts'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** The way to a screen where something is done; or, for whom it would be refused, the reason. */
export function Action({
  to,
  picture,
  isSecond = false,
  barred,
  children,
}: {
  to: string
  picture: PictogramName
  isSecond?: boolean
  barred?: Refusal | undefined
  children: string
}) {
  const language = useLanguage()
  if (barred) {
    return (
      <div className="stack">
        <button type="button" className="button button--second" aria-disabled="true">
          <Pictogram name={picture} size={22} />
          {children}
        </button>
        <Say tone="quiet" quietly>
          {explain(barred, language)}
        </Say>
      </div>
    )
  }
  return (
    <Link href={to} className={isSecond ? 'button button--second' : 'button'}>
      <Pictogram name={picture} size={22} />
      {children}
    </Link>
  )
}
