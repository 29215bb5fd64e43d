import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import type { Queue } from '#capabilities/proposals/queue.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { dayOf } from '#door/values.ts'
import { usePhone } from '#sync/hooks.ts'
import { dayText, instantText } from '#ui/days.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** For those who wait: how many are before them, who looks at it, until when, and that they need do nothing. */
export function Standing({ proposal, window }: { proposal: Proposal; window: Window | undefined }) {
  const language = useLanguage()
  const phone = usePhone()
  const { key, state } = proposal
  if (state !== 'submitted' && state !== 'verified') return null
  const queue = phone.find<Queue>('queue', key)
  // Counted for another state or before it was changed, the figure says nothing any more.
  const isOfNow = queue?.version === proposal.version
  const due = window && dueOn(proposal, window)
  const isLate = due !== undefined && due < dayOf(phone.now())
  return (
    <section className="card stack">
      <h2>{m.phone_queue_title()}</h2>
      {queue && isOfNow && (
        <p>
          <strong>{queue.ahead === 0 ? m.phone_queue_first() : m.phone_queue_ahead({ count: queue.ahead })}</strong>{' '}
          <span className="note">{m.phone_queue_at({ at: instantText(queue.at, language) })}</span>
        </p>
      )}
      <p>{state === 'submitted' ? m.phone_queue_verify() : m.phone_queue_decide()}</p>
      {due && <p>{(isLate ? m.phone_queue_late : m.phone_queue_answer)({ day: dayText(due, language) })}</p>}
      {!isLate && <p className="quiet">{m.phone_queue_nothing()}</p>}
    </section>
  )
}
