import { useId, useState } from 'react'
import { type Household, headOf, type Suspicion } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { dayText } from '#ui/days.ts'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
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
  /** With the household that stepped behind, where the two are the same. */
  onJudged: (verdict: Verdict, behind: Household) => void
}) {
  const language = useLanguage()
  const [verdict, setVerdict] = useState<Verdict>()
  const [reason, setReason] = useState('')
  // The earlier registration has the longer history: it goes on unless somebody says otherwise.
  const [goesOn, setGoesOn] = useState(other.key)
  const [staying, behind] = verdict !== 'same' || goesOn === other.key ? [other, one] : [one, other]
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
          {verdict === 'same' && <GoesOn among={[other, one]} value={goesOn} onChange={setGoesOn} />}
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
              key={`${verdict} ${behind.key}`}
              command="household.judge"
              about={behind.key}
              input={{ other: staying.key, verdict, reason: said }}
              look={verdict === 'same' ? 'grave' : verdict === 'different' ? 'first' : 'second'}
              onAnswer={({ outcome }) => outcome === 'accepted' && onJudged(verdict, behind)}
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
    const name = nameIn(language, headOf(staying))
    const day = dayText(staying.registeredOn, language)
    return [m.judge_same_goes_on({ name, day }), m.judge_same_vouchers(), m.judge_same_counts(), m.judge_same_back()]
  }
}

/** Both have a history that stays; under the number of this one it goes on. */
function GoesOn({ among, value, onChange }: { among: readonly Household[]; value: Key; onChange: (key: Key) => void }) {
  const language = useLanguage()
  return (
    <ChoiceCards
      label={m.judge_which_goes_on()}
      value={value}
      onChange={onChange}
      choices={among.map((household) => ({
        value: household.key,
        label: m.judge_registered_on({
          name: nameIn(language, headOf(household)),
          day: dayText(household.registeredOn, language),
        }),
      }))}
    />
  )
}
