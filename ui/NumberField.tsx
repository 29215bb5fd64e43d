import { Pictogram } from './drawings/Pictogram.tsx'
import { Field, type FieldProps } from './Field.tsx'
import { numberText, readWhole } from './numbers.ts'
import { useTyped } from './useTyped.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

interface NumberFieldProps extends FieldProps {
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
  readonly min?: number
  readonly max?: number
  /** What is counted, after the number. */
  readonly unit?: string
  /** A year: its digits are not grouped in threes. */
  readonly isYear?: boolean
  /** Buttons for one more and one fewer. */
  readonly counter?: boolean
}

/** A whole number in Latin or Khmer digits. */
export function NumberField({
  value,
  onChange,
  min = 0,
  max,
  unit,
  counter = false,
  isYear = false,
  problem,
  ...field
}: NumberFieldProps) {
  useLanguage()
  const { typed, isMeaningless, isLeft, type, leave } = useTyped({
    value,
    write: isYear ? String : numberText,
    read: readWhole,
    onChange,
  })
  const found = isMeaningless
    ? m.number_not_whole()
    : isLeft && value !== undefined
      ? outOfBounds(value, min, max)
      : undefined

  return (
    <Field {...field} problem={problem ?? found}>
      {(tied) => {
        const input = (
          <input
            {...tied}
            className="input"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
            onBlur={leave}
          />
        )
        if (!counter && !unit) return input
        const step = (by: number) =>
          onChange(Math.min(max ?? Number.MAX_SAFE_INTEGER, Math.max(min, (value ?? min) + by)))
        return (
          <div className={counter ? 'counter' : 'row'}>
            {counter && (
              <StepButton
                label={m.number_fewer()}
                picture="minus"
                disabled={(value ?? min) <= min}
                onPress={() => step(-1)}
              />
            )}
            {input}
            {counter && (
              <StepButton
                label={m.number_more()}
                picture="plus"
                disabled={max !== undefined && (value ?? min) >= max}
                onPress={() => step(1)}
              />
            )}
            {unit && <span>{unit}</span>}
          </div>
        )
      }}
    </Field>
  )
}

function StepButton({
  label,
  picture,
  disabled,
  onPress,
}: {
  label: string
  picture: 'plus' | 'minus'
  disabled: boolean
  onPress: () => void
}) {
  return (
    <button type="button" className="button button--second" aria-label={label} disabled={disabled} onClick={onPress}>
      <Pictogram name={picture} size={20} />
    </button>
  )
}

function outOfBounds(value: number, min: number, max: number | undefined): string | undefined {
  if (value < min) return m.number_at_least({ min: numberText(min) })
  if (max !== undefined && value > max) return m.number_at_most({ max: numberText(max) })
  return undefined
}
