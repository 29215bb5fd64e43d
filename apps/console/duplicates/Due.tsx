import { daysBetween } from '#door/values.ts'
import { DayText } from '#ui/DayText.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { today } from '../reading.tsx'

/** By when somebody should have judged, and how late it is. */
export function Due({ on }: { on: string }) {
  const now = today()
  return (
    <>
      <span className="note">
        {m.duplicates_until()} <DayText day={on} length="short" />
      </span>
      {on < now && <Badge tone="bad">{m.clock_late({ count: daysBetween(on, now) })}</Badge>}
    </>
  )
}
