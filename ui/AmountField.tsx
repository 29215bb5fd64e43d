import type { Currency, Money } from '#door/values.ts'
import { Field, type FieldProps } from './Field.tsx'
import { amountText, readAmount } from './numbers.ts'
import { useTyped } from './useTyped.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

interface AmountFieldProps extends FieldProps {
  readonly currency: Currency
  /** Whole riel, or US cents. */
  readonly value: number | undefined
  readonly onChange: (minor: number | undefined) => void
}

/** Money in either digits, read back in words below so that a slip of a zero is seen. */
export function AmountField({ currency, value, onChange, problem, hint, ...field }: AmountFieldProps) {
  const language = useLanguage()
  const money = (minor: number): Money => ({ currency, minor })
  const { typed, isMeaningless, type, leave } = useTyped({
    value,
    write: (minor) => amountText(money(minor), language).replace(/[$៛]/g, ''),
    read: (text) => readAmount(text, currency),
    onChange,
  })
  return (
    <Field
      {...field}
      hint={value === undefined ? hint : amountText(money(value), language)}
      problem={problem ?? (isMeaningless ? m.amount_not({ currency: currency === 'KHR' ? '៛' : '$' }) : undefined)}
    >
      {(tied) => (
        <input
          {...tied}
          className="input"
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={leave}
        />
      )}
    </Field>
  )
}
