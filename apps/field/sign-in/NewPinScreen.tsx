import { useState } from 'react'
import type { PersonName } from '#door/document.ts'
import { weaknessOf } from '#sync/pin.ts'
import { Say } from '#ui/Say.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from '../frame/Alone.tsx'
import { nameText } from '../words.ts'
import { PinPad } from './PinPad.tsx'

interface Props {
  readonly holder: PersonName
  readonly onPin: (pin: string) => Promise<void>
  readonly onBack?: () => void
}

/** Six digits, entered twice. */
export function NewPinScreen({ holder, onPin, onBack }: Props) {
  useLanguage()
  useTitle(m.phone_pin_new())
  const [first, setFirst] = useState<string>()
  const [trouble, setTrouble] = useState<'obvious' | 'different'>()
  const [isBusy, setBusy] = useState(false)

  return (
    <Alone>
      <div className="screen stack pin">
        <h1>{m.phone_pin_new()}</h1>
        <p>
          <strong>{nameText(holder)}</strong>
        </p>
        <p>{first === undefined ? m.phone_pin_new_why() : m.phone_pin_repeat()}</p>
        {trouble && <Say tone="bad">{trouble === 'obvious' ? m.phone_pin_obvious() : m.phone_pin_different()}</Say>}
        <PinPad isBusy={isBusy} onWhole={(pin) => void entered(pin)} />
        {onBack && (
          <button type="button" className="button button--plain" onClick={onBack}>
            {m.phone_pin_not_now()}
          </button>
        )}
      </div>
    </Alone>
  )

  async function entered(pin: string) {
    setTrouble(undefined)
    if (first === undefined) {
      if (weaknessOf(pin)) setTrouble('obvious')
      else setFirst(pin)
    } else if (pin !== first) {
      setFirst(undefined)
      setTrouble('different')
    } else {
      setBusy(true)
      await onPin(pin)
    }
  }
}
