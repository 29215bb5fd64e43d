import { categoryOn, type Household } from '#capabilities/households/household.ts'
import { DayText } from '#ui/DayText.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { povertySourceWords, povertyWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { today } from '../reading.tsx'

/** The status in force, and how it came to be known, newest first. */
export function Poverty({ household }: { household: Household }) {
  const language = useLanguage()
  return (
    <section className="panel">
      <h2>{m.field_poverty()}</h2>
      <p className="lead">{wordFor(povertyWords, categoryOn(household, today()), language)}</p>
      <ul className="plain">
        {[...household.poverty].reverse().map((entry) => (
          <li key={`${entry.recordedOn} ${entry.source}`}>
            <DayText day={entry.recordedOn} length="short" /> · {wordFor(povertyWords, entry.category, language)}{' '}
            <span className="note">{wordFor(povertySourceWords, entry.source, language)}</span>
          </li>
        ))}
        {household.exception && (
          <li>
            <DayText day={household.exception.on} length="short" /> · {wordFor(povertyWords, 'exception', language)}{' '}
            <span className="note">{household.exception.reason}</span>
          </li>
        )}
      </ul>
    </section>
  )
}
