import { Field, type FieldProps } from './Field.tsx'

interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly max?: number
  /** More than one makes it a note. */
  readonly lines?: number
  readonly kind?: 'text' | 'email' | 'search'
}

/** A line of text, or a note of several. */
export function TextField({ value, onChange, lines = 1, max, kind = 'text', ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(tied) =>
        lines > 1 ? (
          <textarea
            {...tied}
            className="input"
            rows={lines}
            maxLength={max}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        ) : (
          <input
            {...tied}
            // A search may stay empty without saying so.
            aria-required={kind === 'search' ? undefined : tied['aria-required']}
            className="input"
            type={kind}
            autoComplete={kind === 'email' ? 'username' : 'off'}
            maxLength={max}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
    </Field>
  )
}

/** A password: hidden while it is typed, and left to the browser's keeper of passwords. */
export function SecretField({
  value,
  onChange,
  autoComplete,
  ...field
}: FieldProps & {
  value: string
  onChange: (value: string) => void
  autoComplete: 'current-password' | 'new-password'
}) {
  return (
    <Field {...field}>
      {(tied) => (
        <input
          {...tied}
          className="input"
          type="password"
          autoComplete={autoComplete}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
