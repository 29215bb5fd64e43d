import { type ReactNode, useId, useState } from 'react'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import { messageSlot } from '#capabilities/sounds/slots.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { type AskResult, useAsk } from './engine.ts'
import { explain, explainForm } from './explain.ts'
import { Listen } from './Listen.tsx'
import type { Tone } from './Mark.tsx'
import { Say } from './Say.tsx'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/**
 * A button for one command: it does it, or says why it would be turned down. A refused button stays
 * in reach of a keyboard, so that its reason can be read. While answers are missing it can be pressed like
 * any other, and then says which; nobody is scolded for what they have not come to yet.
 */
export function AskButton<Name extends CommandName>({
  command,
  about,
  input,
  children,
  look = 'first',
  onAnswer,
  onIncomplete,
  nameOf,
}: {
  command: Name
  about: Key
  input: InputOf<Name>
  children: ReactNode
  look?: 'first' | 'second' | 'grave'
  onAnswer?: (answer: AskResult) => void
  /** Where a form says itself what is missing in it. */
  onIncomplete?: () => void
  /** Names for what only somebody's data know: items, packages, people. */
  nameOf?: (code: string) => string
}) {
  const { foresee, ask, pending } = useAsk(command, about)
  const [answer, setAnswer] = useState<AskResult | 'sending'>()
  const [isTried, setTried] = useState(false)
  const language = useLanguage()
  const noteId = useId()

  const foreseen = foresee(input)
  const objection = foreseen === 'unknown' ? undefined : foreseen
  const incomplete = objection?.refused === 'input.invalid' ? objection : undefined
  const isUnknown = answer === undefined && (foreseen === 'unknown' || objection?.refused === 'fact.unknown')
  const refusal = answer === undefined && !isUnknown && !incomplete ? objection : undefined
  const isSending = answer === 'sending'

  async function press() {
    if (refusal || isSending) return
    setTried(incomplete !== undefined)
    if (incomplete) return onIncomplete?.()
    setAnswer('sending')
    const given = await ask(input)
    setAnswer(given)
    onAnswer?.(given)
  }

  return (
    <div className="ask">
      <button
        type="button"
        className={look === 'first' ? 'button' : `button button--${look}`}
        aria-disabled={refusal ? true : undefined}
        aria-busy={isSending || undefined}
        aria-describedby={refusal || isUnknown ? noteId : undefined}
        onClick={press}
      >
        {isSending && <span className="spinner" />}
        {isSending ? m.ask_sending() : children}
      </button>
      {refusal && (
        <>
          <Say tone="quiet" id={noteId} quietly>
            {explain(refusal, language, nameOf)}
          </Say>
          <ListenTo refusal={refusal} />
        </>
      )}
      {incomplete && isTried && !onIncomplete && (
        <>
          <Say tone="bad">{explainForm(incomplete, input, language)}</Say>
          <ListenTo refusal={incomplete} />
        </>
      )}
      {isUnknown && (
        <p className="note" id={noteId}>
          {m.ask_office_checks()}
        </p>
      )}
      {pending > 0 && answer === undefined && <Say tone="waiting">{m.ask_pending({ count: pending })}</Say>}
      {answer !== undefined && !isSending && <Answered answer={answer} nameOf={nameOf} />}
    </div>
  )
}

/** What became of it, in a sentence; a refusal and a dispute say why. */
function Answered({ answer, nameOf }: { answer: AskResult; nameOf?: (code: string) => string }) {
  const language = useLanguage()
  const [tone, sentence] = told(answer)
  const refusal = answer.outcome === 'refused' || answer.outcome === 'disputed' ? answer.refusal : undefined
  return (
    <>
      {sentence && <Say tone={tone}>{sentence}</Say>}
      {sentence && <Listen slots={[messageSlot(`told_${answer.outcome.replace('-', '_')}`)]} what={sentence} />}
      {refusal && <Say tone={tone}>{explain(refusal, language, nameOf)}</Say>}
      {refusal && <ListenTo refusal={refusal} />}
    </>
  )
}

/** The sentence of a refusal, as it was read out: without the numbers and names that stand in it. */
function ListenTo({ refusal }: { refusal: Refusal }) {
  return <Listen slots={[messageSlot(`refusal_${refusal.refused.replace(/[.-]/g, '_')}`)]} what={explain(refusal)} />
}

function told(answer: AskResult): [Tone, string | undefined] {
  switch (answer.outcome) {
    case 'accepted':
      return ['good', m.told_accepted()]
    case 'received':
      return ['good', m.told_received()]
    case 'queued':
      return ['waiting', m.told_queued()]
    case 'held':
      return ['waiting', m.told_held()]
    case 'disputed':
      return ['waiting', m.told_disputed()]
    case 'quarantined':
      return ['bad', m.told_quarantined()]
    case 'no-room':
      return ['bad', m.told_no_room()]
    case 'unreachable':
      return ['bad', m.told_unreachable()]
    case 'problem':
      return ['bad', m.told_not_done({ detail: answer.detail })]
    case 'refused':
      return ['bad', undefined]
  }
}
