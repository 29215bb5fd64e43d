import { useLayoutEffect, useRef, useState } from 'react'
import { pinDigits } from '#sync/pin.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { khmerDigits, latinDigits } from '#ui/khmer.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0']

/** Big keys for a thumb, and any keyboard as well. What was entered is never shown. */
export function PinPad({ isBusy = false, onWhole }: { isBusy?: boolean; onWhole: (pin: string) => void }) {
  const language = useLanguage()
  const [length, setLength] = useState(0)
  // A thumb is faster than a screen that is drawn anew.
  const entered = useRef('')

  // At once, not after the screen was painted: no key is lost in between.
  useLayoutEffect(() => {
    if (isBusy) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const digit = latinDigits(event.key)
      if (/^\d$/.test(digit)) add(digit)
      else if (event.key === 'Backspace') write(entered.current.slice(0, -1))
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })

  return (
    <div className="stack">
      <p className="pin-dots" aria-hidden="true">
        {Array.from({ length: pinDigits }, (_, at) => (
          <span key={String(at)} data-filled={at < length || undefined} />
        ))}
      </p>
      <p className="unseen" role="status">
        {m.phone_pin_count({ count: length })}
      </p>
      <div className="pin-pad">
        {keys.map((digit, at) =>
          digit === '' ? (
            <span key={String(at)} />
          ) : (
            <button key={digit} type="button" disabled={isBusy} onClick={() => add(digit)}>
              {language === 'km' ? khmerDigits(digit) : digit}
            </button>
          ),
        )}
        <button
          type="button"
          aria-label={m.phone_pin_delete()}
          disabled={isBusy || length === 0}
          onClick={() => write(entered.current.slice(0, -1))}
        >
          <Pictogram name="back" />
        </button>
      </div>
    </div>
  )

  function add(digit: string) {
    const whole = entered.current + digit
    write(whole.length < pinDigits ? whole : '')
    if (whole.length === pinDigits) onWhole(whole)
  }

  function write(pin: string) {
    entered.current = pin
    setLength(pin.length)
  }
}
