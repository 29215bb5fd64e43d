import { type ComponentProps, useState } from 'react'
import type { CommandName } from '#capabilities/commands.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { explainForm } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { useLanguage } from '#ui/words/useLanguage.ts'

/**
 * The button at the end of a form. While answers are missing it can be pressed like any other, and then
 * says which; nobody is scolded for what they have not come to yet.
 */
export function Ask<Name extends CommandName>(
  props: ComponentProps<typeof AskButton<Name>> & { onIncomplete?: () => void },
) {
  const { onIncomplete, ...asked } = props
  const { command, about, input, children } = asked
  const language = useLanguage()
  const phone = usePhone()
  useStanding()
  const [isTried, setTried] = useState(false)
  const { refusal } = phone.foresee(command, about, input)
  if (refusal?.refused !== 'input.invalid') return <AskButton {...asked} />

  return (
    <div className="ask">
      <button type="button" className="button" onClick={press}>
        {children}
      </button>
      {isTried && !onIncomplete && <Say tone="bad">{explainForm(refusal, input, language)}</Say>}
    </div>
  )

  function press() {
    setTried(true)
    onIncomplete?.()
  }
}
