import type { Household } from '#capabilities/households/household.ts'
import { dayText } from '#ui/days.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { usePlaceName } from '../words.ts'

/** Why no voucher can be issued for now, whose office says the word, and until when. Not whom it looks like. */
export function Suspicion({ household: { suspicions } }: { household: Household }) {
  const language = useLanguage()
  const placeName = usePlaceName()
  const offices = new Map(suspicions.map(({ office, due }) => [office, due]))
  if (suspicions.length === 0) return null
  return (
    <Say tone="waiting">
      {m.phone_household_suspected()}
      {[...offices].map(([office, due]) => {
        const day = dayText(due, language)
        return (
          <strong key={office}>
            {' '}
            {office === ''
              ? m.phone_household_suspected_secretariat({ day })
              : office.length === 2
                ? m.phone_household_suspected_province({ office: placeName(office), day })
                : m.phone_household_suspected_district({ office: placeName(office), day })}
          </strong>
        )
      })}
    </Say>
  )
}
