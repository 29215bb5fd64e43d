import { decimal } from '#door/money.ts'
import type { Money } from '#door/values.ts'
import { khmerDigits } from './khmer.ts'
import { amountText } from './numbers.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Money. `asOnNotes` writes it in Khmer digits as well, as banknotes do: for what a farmer must check. */
export function Amount({ money, asOnNotes = false }: { money: Money; asOnNotes?: boolean }) {
  const language = useLanguage()
  const text = amountText(money, language)
  return (
    <data className="amount" value={`${decimal(money)} ${money.currency}`}>
      {text}
      {asOnNotes && language === 'km' && (
        <span className="amount__khmer">
          <span className="unseen">{m.amount_in_khmer_digits({ amount: '' })}</span>
          {khmerDigits(text)}
        </span>
      )}
    </data>
  )
}
