import { useId, useState } from 'react'
import { type Household, headOf, type Suspicion } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { dayText } from '#ui/days.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { nameIn } from '../names.ts'
import { useKey } from './useSteps.ts'
import { phrases, type Verdict, verdictDeeds, verdicts, verdictWords } from './words.ts'

/** The same, not the same, or not yet to be told: what follows is said before, and a reason is always given. */
export function VerdictForm({
  one,
  other,
  suspicion,
  onJudged,
}: {
  one: Household
  other: Household
  suspicion: Suspicion
  onJudged: (verdict: Verdict) => void
}) {
  const language = useLanguage()
  const [verdict, setVerdict] = useState<Verdict>()
  const [reason, setReason] = useState('')
  const name = useId()
  useKey((key) => {
    const pressed = verdicts[Number(key) - 1]
    if (pressed) choose(pressed)
    return pressed !== undefined
  })

  function choose(wanted: Verdict) {
    setVerdict(wanted)
    if (wanted !== verdict) setReason('')
  }

  const said = reason.trim()
  return (
    <section className="panel panel--do verdict">
      <fieldset className="field">
        <legend className="field__label">{m.judge_choose()}</legend>
        <div className="choices">
          {verdicts.map((one, at) => (
            <label className="choice" key={one}>
              <input type="radio" name={name} value={one} checked={one === verdict} onChange={() => choose(one)} />
              <span className="verdict__key" aria-hidden="true">
                {at + 1}
              </span>
              <span className="choice__words">{verdictWords[one]()}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {verdict && (
        <>
          <div className="answer">
            <h3>{m.judge_follows()}</h3>
            <ul>
              {consequences().map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
          <TextField label={m.field_reason()} max={300} value={reason} onChange={setReason} />
          <p className="row">
            {phrases[verdict].map((phrase) => (
              <button
                key={phrase()}
                type="button"
                className="phrase"
                aria-pressed={reason === phrase()}
                onClick={() => setReason(phrase())}
              >
                {phrase()}
              </button>
            ))}
          </p>
          {said === '' ? (
            <Say tone="quiet" quietly>
              {m.judge_reason_first()}
            </Say>
          ) : (
            <AskButton
              key={verdict}
              command="household.judge"
              about={one.key}
              input={{ other: other.key, verdict, reason: said }}
              look={verdict === 'same' ? 'grave' : verdict === 'different' ? 'first' : 'second'}
              onAnswer={({ outcome }) => outcome === 'accepted' && onJudged(verdict)}
            >
              {verdictDeeds[verdict]()}
            </AskButton>
          )}
        </>
      )}
    </section>
  )

  function consequences(): string[] {
    if (verdict === 'unsure')
      return [m.judge_unsure_stays({ day: dayText(suspicion.due, language) }), m.judge_unsure_no_voucher()]
    if (verdict === 'different') return [m.judge_different_stay(), m.judge_different_remembered()]
    const goesOn = nameIn(language, headOf(other))
    const day = dayText(other.registeredOn, language)
    return [
      m.judge_same_goes_on({ name: goesOn, day }),
      m.judge_same_vouchers(),
      m.judge_same_counts(),
      m.judge_same_back(),
    ]
  }
}
