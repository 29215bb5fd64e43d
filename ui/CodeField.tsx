import { Field, type FieldProps } from './Field.tsx'
import { readCode } from './numbers.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

interface CodeFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (code: string) => void
  /** How many signs the code has; the hint counts down to it. */
  readonly length?: number
  /** Sent by message: the phone may fill it in. */
  readonly oneTime?: boolean
  readonly letters?: boolean
}

/** A code in Latin or Khmer digits; spaces and small letters do not matter. */
export function CodeField({
  value,
  onChange,
  length,
  oneTime = false,
  letters = false,
  hint,
  ...field
}: CodeFieldProps) {
  useLanguage()
  const missing = length === undefined || value === '' ? 0 : length - value.length
  return (
    <Field {...field} hint={missing > 0 ? m.code_hint({ count: missing }) : hint}>
      {(tied) => (
        <input
          {...tied}
          className="input input--code"
          inputMode={letters ? 'text' : 'numeric'}
          autoComplete={oneTime ? 'one-time-code' : 'off'}
          autoCapitalize="characters"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(readCode(event.currentTarget.value).slice(0, length))}
        />
      )}
    </Field>
  )
}
