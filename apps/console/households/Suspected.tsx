import { Link } from '@tanstack/react-router'
import type { Household } from '#capabilities/households/household.ts'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { groundWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Due } from '../duplicates/Due.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import type { Known } from './useTies.ts'

/** Whom it may be the same as, what that stops, and who says the word. */
export function Suspected({ household, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  const me = useMe()
  if (household.suspicions.length === 0) return null
  return (
    <section className="panel panel--do">
      <h2>{m.household_suspicion()}</h2>
      <Say tone="waiting" quietly>
        {m.judge_about()}
      </Say>
      <PlaceNames codes={household.suspicions.map(({ office }) => office)}>
        <ul className="plain">
          {household.suspicions.map(({ other, office, due, grounds }) => {
            const relation = known.household(other)
            return (
              <li key={`${other} ${office}`} className="row">
                {!relation || other === '' ? (
                  <span>
                    {m.duplicates_elsewhere()} <PlaceName code={office} levels={1} />
                  </span>
                ) : may(me, 'household.judge') ? (
                  <Link to="/duplicates/$key/$other" params={{ key: household.key, other }} className="button">
                    {m.household_compare({ name: nameIn(language, relation.head) })}
                  </Link>
                ) : (
                  <Link to="/households/$key" params={{ key: other }}>
                    {nameIn(language, relation.head)}
                  </Link>
                )}
                {grounds.map((ground) => (
                  <Badge key={ground} tone="quiet">
                    {groundWords[ground]()}
                  </Badge>
                ))}
                <Due on={due} />
              </li>
            )
          })}
        </ul>
      </PlaceNames>
    </section>
  )
}
