import { Field, type FieldProps } from './Field.tsx'

/** A line of text, or with `lines` a note of several. */
export function TextField({
  value,
  onChange,
  lines = 1,
  max,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void; lines?: number; max?: number }) {
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
            className="input"
            maxLength={max}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
    </Field>
  )
}
