import type { Suspicion } from '#capabilities/households/household.ts'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { groundWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Due } from './Due.tsx'

/** Why the two were held against each other, and what the points are worth. */
export function Grounds({ suspicion: { grounds, score, due, unsure } }: { suspicion: Suspicion }) {
  useLanguage()
  return (
    <section className="panel grounds">
      <h2>{m.grounds_title()}</h2>
      <p className="row">
        {grounds.map((ground) => (
          <Badge key={ground} tone={ground === 'card' || ground === 'identity' ? 'bad' : 'waiting'}>
            {groundWords[ground]()}
          </Badge>
        ))}
      </p>
      <p className="quiet">{m.grounds_points({ points: numberText(score) })}</p>
      <p className="row">
        <Due on={due} />
      </p>
      {unsure && (
        <Say tone="waiting" quietly>
          {m.grounds_unsure({ reason: unsure.reason })}
        </Say>
      )}
    </section>
  )
}
