import { countedSlots } from '#capabilities/sounds/numerals.ts'
import { leftOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { Amount } from '#ui/Amount.tsx'
import { Listen } from '#ui/Listen.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { measureText } from '../frame/measureText.ts'

/** What a voucher is good for, how much of it is left, and what the farmer pays for the whole line. */
export function Lines({ voucher }: { voucher: Voucher }) {
  const language = useLanguage()
  return (
    <ul className="plain stack">
      {voucher.lines.map((line) => (
        <li key={line.n} className="card stack">
          <p>
            <strong>{line.names[language]}</strong>
          </p>
          <Listen
            slots={countedSlots({ item: line.item, unit: line.unit, count: line.quantity }, language)}
            what={m.phone_received_line({
              item: line.names[language],
              count: numberText(line.quantity),
              unit: unitWords[line.unit](),
            })}
          />
          <dl className="sums">
            <div>
              <dt>{m.phone_voucher_quantity()}</dt>
              <dd>{measureText(line.quantity, line.unit)}</dd>
            </div>
            <div>
              <dt>{m.phone_voucher_left()}</dt>
              <dd>{measureText(leftOf(voucher, line), line.unit)}</dd>
            </div>
            {voucher.contribution === 'cash' && (
              <div className="sums__sum">
                <dt>{m.phone_cost_own()}</dt>
                <dd>
                  <Amount asOnNotes money={{ currency: line.currency, minor: line.farmerShare }} />
                </dd>
              </div>
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}
