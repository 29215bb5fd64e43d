import { useLocation } from 'wouter'
import { usePhone } from '#sync/hooks.ts'
import { type Entry, type Problem, refusalIn } from '#sync/outbox.ts'
import { InstantText } from '#ui/DayText.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { addressOf } from './addressOf.ts'
import { Whose } from './Whose.tsx'

/** One thing that was answered with no, or not at all: why, and what can be done about it now. */
export function TroubleCard({ entry }: { entry: Entry }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const { envelope, state, problem, word } = entry
  const refusal = refusalIn(entry)
  const draft = phone.drafts.of(envelope.id)
  const there = addressOf(envelope, phone)
  return (
    <article className="card stack">
      <p>
        <Badge tone={state === 'disputed' || state === 'held' ? 'waiting' : 'bad'}>{stateWords[state]()}</Badge>
      </p>
      <p>
        <strong>
          <Whose envelope={envelope} />
        </strong>
      </p>
      <p className="note">
        <InstantText at={envelope.askedAt} />
      </p>
      {refusal && <Say tone={state === 'disputed' ? 'waiting' : 'bad'}>{explain(refusal, language)}</Say>}
      {state === 'disputed' && <p>{m.told_disputed()}</p>}
      {state === 'held' && <p>{m.phone_trouble_held()}</p>}
      {problem && <p>{problemWords[problem]()}</p>}
      {word && (
        <div className="said">
          <p className="note">
            {m.phone_trouble_office_says()} <InstantText at={word.at} />
          </p>
          <blockquote>{word.word}</blockquote>
        </div>
      )}
      <div className="stack">
        {draft && state === 'refused' && (
          <button type="button" className="button" onClick={() => void change()}>
            {m.phone_trouble_change()}
          </button>
        )}
        {(state === 'set-aside' || state === 'held') && (
          <button type="button" className="button button--second" onClick={() => void phone.tryAgain(envelope.id)}>
            {m.failed_again()}
          </button>
        )}
        {there && (
          <button type="button" className="button button--second" onClick={() => go(there)}>
            {m.phone_trouble_look()}
          </button>
        )}
        <button type="button" className="button button--plain" onClick={() => void phone.acknowledge(envelope.id)}>
          {state === 'refused' ? m.phone_trouble_leave() : m.phone_trouble_read()}
        </button>
      </div>
    </article>
  )

  /** The form opens as it was sent, so that only what was wrong is written anew. */
  async function change() {
    const open = await phone.drafts.reopen(envelope.id)
    await phone.acknowledge(envelope.id)
    if (open) go(open.address)
  }
}

const stateWords: Record<Entry['state'], () => string> = {
  waiting: m.outcome_queued,
  held: m.outcome_held,
  accepted: m.outcome_accepted,
  received: m.outcome_received,
  refused: m.outcome_refused,
  disputed: m.outcome_disputed,
  'set-aside': m.outcome_quarantined,
}

const problemWords: Record<Problem, () => string> = {
  'unknown-command': m.phone_problem_unknown_command,
  'author-shut-out': m.phone_problem_shut_out,
  'device-shut-out': m.phone_problem_shut_out,
  signature: m.phone_problem_unreadable,
  'device-unknown': m.phone_problem_unreadable,
  unreadable: m.phone_problem_unreadable,
  'too-large': m.phone_problem_too_large,
  bug: m.phone_problem_bug,
  'not-the-author': m.phone_problem_shut_out,
}
