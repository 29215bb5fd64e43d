import { messageSlot } from '#capabilities/sounds/slots.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Problem } from '#ui/Field.tsx'
import { Listen } from '#ui/Listen.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { SpokenMessage } from '#ui/words/spoken.ts'

/** Words that are read out loud, by whoever stands there or by the phone, and then a yes. */
export function Consent({
  words,
  sound,
  isGiven,
  onGive,
  problem,
}: {
  words: string
  sound: SpokenMessage
  isGiven: boolean
  onGive: (isGiven: boolean) => void
  problem?: string
}) {
  return (
    <div className="stack">
      <blockquote className="consent">
        <p className="note">{m.phone_consent_read()}</p>
        <p>{words}</p>
        <Listen slots={[messageSlot(sound)]} what={m.phone_consent_read()} />
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
