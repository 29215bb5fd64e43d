import { type Day, dayOf, daysBetween, type Instant } from '#door/values.ts'
import { relativeDayText } from './days.ts'
import { Badge } from './StateBadge.tsx'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Days before its end at which a deadline is near. */
const nearDays = 3

/** How long a record is in its state, and when that should end. No clock decides anything. */
export function Clock({ since, dueOn, today }: { since: Instant; dueOn?: Day; today: Day }) {
  const language = useLanguage()
  const age = daysBetween(dayOf(since), today)
  return (
    <span className="clock">
      <span>{age <= 0 ? m.clock_since_today() : m.clock_since({ count: age })}</span>
      {dueOn && <Deadline left={daysBetween(today, dueOn)} when={relativeDayText(dueOn, today, language)} />}
    </span>
  )
}

function Deadline({ left, when }: { left: number; when: string }) {
  if (left < 0) return <Badge tone="bad">{m.clock_late({ count: -left })}</Badge>
  return <Badge tone={left <= nearDays ? 'waiting' : 'quiet'}>{m.clock_due({ when })}</Badge>
}
