/** How a complaint stands, for whoever holds its reference. */
import type { ComplaintState } from '#capabilities/complaints/complaint.ts'
import { dayOf } from '#door/values.ts'
import { dayText } from '#ui/days.ts'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage } from '#ui/words/language.ts'
import { complaintStateWords, wordFor } from '#ui/words/names.ts'
import { Page } from './Page.tsx'

export interface ComplaintAnswer {
  readonly state: ComplaintState
  readonly loggedAt: string
  readonly dueOn: string
  readonly answer: { readonly words: string; readonly passedTo: string | null } | null
}

export function ComplaintsPage({ typed = '', found }: { typed?: string; found?: ComplaintAnswer | null | 'too-many' }) {
  return (
    <Page title={m.complaints_public_title()} path="/complaints" demonstration={false}>
      <section className="figures">
        <h1>{m.complaints_public_title()}</h1>
        <p>{m.complaints_public_about()}</p>
        <form method="post" action="/complaints" className="asking">
          <label htmlFor="reference">{m.complaints_reference()}</label>
          <input
            id="reference"
            name="reference"
            inputMode="numeric"
            autoComplete="off"
            required
            maxLength={40}
            defaultValue={typed}
          />
          <button type="submit">{m.complaints_public_ask()}</button>
        </form>
        {found !== undefined && <Found found={found} />}
      </section>
    </Page>
  )
}

function Found({ found }: { found: ComplaintAnswer | null | 'too-many' }) {
  const language = currentLanguage()
  if (found === 'too-many') return <p role="alert">{m.complaints_public_too_many()}</p>
  if (found === null) return <p role="alert">{m.complaints_public_none()}</p>
  const { state, loggedAt, dueOn, answer } = found
  return (
    <div role="status">
      <h2>{wordFor(complaintStateWords, state, language)}</h2>
      <p>{m.complaints_public_logged({ day: dayText(dayOf(loggedAt), language) })}</p>
      {!answer && <p>{m.complaints_public_due({ day: dayText(dueOn, language) })}</p>}
      {answer?.passedTo && <p>{m.complaints_passed_to({ to: answer.passedTo })}</p>}
      {answer && answer.words !== answer.passedTo && <p className="answer">{answer.words}</p>}
    </div>
  )
}
