import { usePhone, useStanding } from '#sync/hooks.ts'
import { type Entry, type Problem, refusalIn } from '#sync/outbox.ts'
import { InstantText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { sentenceOf } from '#ui/HistoryStory.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Screen } from '../frame/Screen.tsx'
import { nameText } from '../words.ts'

/** What has not arrived, and what was answered with no: why, and what can be done now. */
export function TroubleScreen() {
  useLanguage()
  useStanding()
  const phone = usePhone()
  const entries = phone.outbox().filter(({ state }) => state !== 'accepted')
  const trouble = entries.filter(({ state, read }) => state !== 'waiting' && !read)
  const rest = entries.filter((entry) => !trouble.includes(entry))

  return (
    <Screen title={m.phone_sending()}>
      {entries.length === 0 && (
        <Empty title={m.phone_sending_nothing()} picture="sent">
          <p className="quiet">{m.phone_sending_nothing_next()}</p>
        </Empty>
      )}
      {trouble.length > 0 && (
        <section className="stack">
          <h2>{m.phone_sending_look()}</h2>
          <ul className="plain stack">
            {trouble.map((entry) => (
              <li key={entry.envelope.id}>
                <TroubleCard entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {rest.length > 0 && (
        <section className="stack">
          <h2>{m.phone_sending_waiting()}</h2>
          <ul className="plain stack">
            {rest.map(({ envelope }) => (
              <li className="card" key={envelope.id}>
                <p>{sentenceOf(envelope.name, me())}</p>
                <p className="note">
                  <InstantText at={envelope.askedAt} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {entries.length > 0 && (
        <button type="button" className="button button--second" onClick={() => void phone.sync()}>
          <Pictogram name="again" size={20} />
          {m.phone_sending_now()}
        </button>
      )}
    </Screen>
  )

  function me(): string {
    const bearer = phone.bearer()
    return bearer ? nameText(bearer) : ''
  }
}

function TroubleCard({ entry }: { entry: Entry }) {
  const language = useLanguage()
  const phone = usePhone()
  const bearer = phone.bearer()
  const { envelope, state, problem } = entry
  const refusal = refusalIn(entry)
  return (
    <article className="card stack">
      <p>
        <Badge tone={state === 'disputed' || state === 'held' ? 'waiting' : 'bad'}>{stateWords[state]()}</Badge>
      </p>
      <p>
        <strong>{sentenceOf(envelope.name, bearer ? nameText(bearer) : '')}</strong>
      </p>
      <p className="note">
        <InstantText at={envelope.askedAt} />
      </p>
      {refusal && <Say tone={state === 'disputed' ? 'waiting' : 'bad'}>{explain(refusal, language)}</Say>}
      {state === 'disputed' && <p>{m.told_disputed()}</p>}
      {state === 'held' && <p>{m.phone_trouble_held()}</p>}
      {problem && <p>{problemWords[problem]()}</p>}
      <div className="row">
        {(state === 'set-aside' || state === 'held') && (
          <button type="button" className="button button--second" onClick={() => void phone.tryAgain(envelope.id)}>
            {m.failed_again()}
          </button>
        )}
        <button type="button" className="button button--second" onClick={() => void phone.acknowledge(envelope.id)}>
          {m.phone_trouble_read()}
        </button>
      </div>
    </article>
  )
}

const stateWords: Record<Entry['state'], () => string> = {
  waiting: m.outcome_queued,
  held: m.outcome_held,
  accepted: m.outcome_accepted,
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
