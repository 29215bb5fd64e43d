import { type Day, dayOf, type Instant } from '#door/values.ts'
import { dayText, instantText, relativeDayText } from './days.ts'
import { useLanguage } from './words/useLanguage.ts'

/** A day in words. Given today, it says `3 days ago` and keeps the day for whoever points at it. */
export function DayText({ day, today, length }: { day: Day; today?: Day; length?: 'long' | 'short' }) {
  const language = useLanguage()
  const full = dayText(day, language, length)
  return (
    <time dateTime={day} title={today ? full : undefined}>
      {today ? relativeDayText(day, today, language) : full}
    </time>
  )
}

/** An instant, by the clock of Cambodia. */
export function InstantText({ at }: { at: Instant }) {
  const language = useLanguage()
  return (
    <time dateTime={at} title={dayOf(at)}>
      {instantText(at, language)}
    </time>
  )
}
