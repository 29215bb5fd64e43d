import { useState } from 'react'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'

/** Says that a form goes on with what was written earlier, and lets somebody begin anew after being warned. */
export function Resumed({
  draft: { isResumed, restart },
}: {
  draft: { readonly isResumed: boolean; restart(): Promise<void> }
}) {
  const [isWarned, setWarned] = useState(false)
  if (!isResumed) return null
  return (
    <div className="card stack">
      <Say tone="going" quietly>
        {isWarned ? m.phone_draft_discard_warning() : m.phone_draft_resumed()}
      </Say>
      <div className="row">
        {isWarned && (
          <button type="button" className="button button--second" onClick={() => setWarned(false)}>
            {m.phone_draft_keep()}
          </button>
        )}
        <button
          type="button"
          className={isWarned ? 'button button--grave' : 'button button--plain'}
          onClick={() => (isWarned ? void restart() : setWarned(true))}
        >
          {isWarned ? m.phone_draft_discard_do() : m.phone_draft_anew()}
        </button>
      </div>
    </div>
  )
}
