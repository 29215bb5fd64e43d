import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Problem } from '#ui/Field.tsx'
import { m } from '#ui/words/compiled/messages.js'

/** Words that are read out loud, and a yes. */
export function Consent({
  words,
  isGiven,
  onGive,
  problem,
}: {
  words: string
  isGiven: boolean
  onGive: (isGiven: boolean) => void
  problem?: string
}) {
  return (
    <div className="stack">
      <blockquote className="consent">
        <p className="note">{m.phone_consent_read()}</p>
        <p>{words}</p>
      </blockquote>
      {problem && <Problem id="consent-problem">{problem}</Problem>}
      <label className="choice">
        <input
          type="checkbox"
          checked={isGiven}
          aria-describedby={problem ? 'consent-problem' : undefined}
          onChange={(event) => onGive(event.currentTarget.checked)}
        />
        <span className="choice__words">{m.phone_consent_yes()}</span>
        <span className="choice__mark" aria-hidden="true">
          <Pictogram name="check" size={16} />
        </span>
      </label>
    </div>
  )
}
