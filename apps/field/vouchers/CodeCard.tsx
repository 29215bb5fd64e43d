import { useEffect, useRef, useState } from 'react'
import { countedSlots } from '#capabilities/sounds/numerals.ts'
import { codeText, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { VoucherLine } from '#capabilities/vouchers/voucher.ts'
import { ItemPicture } from '#ui/drawings/ItemPicture.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Listen } from '#ui/Listen.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Qr } from './Qr.tsx'

interface CodeCardProps {
  readonly line: VoucherLine
  readonly left: number
  readonly codes: readonly Printed[]
}

/** So long a code stays on the screen: a phone that is put down shows it to nobody. */
const shownMilliseconds = 90_000

/** What is still to come of one line, and behind a tap the code that says "I received it". */
export function CodeCard({ line, left, codes }: CodeCardProps) {
  const language = useLanguage()
  const [at, setAt] = useState(0)
  const [isShown, setShown] = useState(false)
  const shown = useRef<HTMLDivElement>(null)
  const code = codes[at]
  const item = line.names[language]
  const unit = unitWords[line.unit]()

  useEffect(() => {
    if (!isShown) return
    shown.current?.scrollIntoView({ block: 'center' })
    const hide = () => setShown(false)
    const timer = setTimeout(hide, shownMilliseconds)
    document.addEventListener('visibilitychange', hide)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [isShown])

  return (
    <section className="card stack">
      <div className="received__line">
        <ItemPicture item={line.item} size={72} />
        <p className="received__words">
          <span className="received__number">{numberText(left)}</span> {unit}
          <br />
          {item}
        </p>
        <Listen
          slots={countedSlots({ item: line.item, unit: line.unit, count: left }, language)}
          what={m.phone_received_line({ item, count: numberText(left), unit })}
        />
      </div>
      {code === undefined ? (
        <Say tone="waiting">{m.phone_codes_none_left()}</Say>
      ) : isShown ? (
        <>
          <Say tone="waiting">{m.phone_codes_warning()}</Say>
          <div ref={shown} className="code">
            <Qr
              text={codeText(code.line, code.n, code.secret)}
              label={m.phone_codes_code_of({ item, count: numberText(left), unit })}
            />
            <p className="code__digits" translate="no">
              {code.digits.slice(0, 3)} {code.digits.slice(3)}
            </p>
          </div>
          <button type="button" className="button" onClick={() => setShown(false)}>
            {m.phone_codes_hide()}
          </button>
          {at + 1 < codes.length && (
            <button type="button" className="button button--plain" onClick={() => setAt(at + 1)}>
              {m.phone_codes_next()}
            </button>
          )}
        </>
      ) : (
        <button type="button" className="button" onClick={() => setShown(true)}>
          <Pictogram name="scan" size={22} />
          {m.phone_codes_show()}
        </button>
      )}
    </section>
  )
}
