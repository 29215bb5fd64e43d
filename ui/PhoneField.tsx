import { Field, type FieldProps } from './Field.tsx'
import { phoneText, readPhone } from './numbers.ts'
import { useTyped } from './useTyped.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

interface PhoneFieldProps extends FieldProps {
  /** As it is kept: `+85512345678`. */
  readonly value: string | undefined
  readonly onChange: (phone: string | undefined) => void
}

/** A phone number as people say it; kept with its country. */
export function PhoneField({ value, onChange, problem, hint, ...field }: PhoneFieldProps) {
  useLanguage()
  const { typed, isMeaningless, type, leave } = useTyped({ value, write: phoneText, read: readPhone, onChange })
  return (
    <Field {...field} hint={hint ?? m.phone_hint()} problem={problem ?? (isMeaningless ? m.phone_not() : undefined)}>
      {(tied) => (
        <input
          {...tied}
          className="input"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={leave}
        />
      )}
    </Field>
  )
}
