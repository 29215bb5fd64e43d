import { judgedBy } from '#sync/commands.ts'
import { usePhone } from '#sync/hooks.ts'
import type { Entry } from '#sync/outbox.ts'
import { InstantText } from '#ui/DayText.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { Whose } from './Whose.tsx'

/** One thing that waits for a signal, and by which time it will be judged. */
export function WaitingCard({ entry: { envelope } }: { entry: Entry }) {
  const phone = usePhone()
  const isOwn = envelope.person === phone.person
  return (
    <article className="card">
      <p>
        <Whose envelope={envelope} />
      </p>
      <p className="note">
        <InstantText at={envelope.askedAt} />
      </p>
      {isOwn && (
        <p className="note">
          {judgedBy(envelope.name) === 'happened' ? m.phone_sending_by_done() : m.phone_sending_by_arrival()}
        </p>
      )}
    </article>
  )
}
