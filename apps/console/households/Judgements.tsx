import { Link } from '@tanstack/react-router'
import type { Household } from '#capabilities/households/household.ts'
import { InstantText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import type { Known } from './useTies.ts'

/** With whom it was compared, what was said, by whom and why. */
export function Judgements({ household, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  // What it goes on as is said above already.
  const shown = household.judgements.filter(({ other }) => other !== household.mergedInto)
  if (shown.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.household_judged()}</h2>
      <ul className="plain">
        {shown.map(({ other, verdict, reason, by, at }) => {
          const [relation, judge] = [known.household(other), known.person(by)]
          return (
            <li key={at}>
              <span className="row">
                {relation ? (
                  <Link to="/households/$key" params={{ key: other }}>
                    {nameIn(language, relation.head)}
                  </Link>
                ) : (
                  m.household_elsewhere()
                )}
                <Badge tone={verdict === 'same' ? 'going' : 'good'}>
                  {verdict === 'same' ? m.judged_same() : m.judge_different()}
                </Badge>
              </span>
              <span>«{reason}»</span>{' '}
              <span className="note">
                {judge && `${nameIn(language, judge)} · `}
                <InstantText at={at} />
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
