import type { Day } from '#door/values.ts'
import { dayText, readDay, weekdayText } from './days.ts'
import { Field, type FieldProps } from './Field.tsx'
import { useTyped } from './useTyped.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

interface DayFieldProps extends FieldProps {
  readonly value: Day | undefined
  readonly onChange: (day: Day | undefined) => void
  readonly min?: Day
  readonly max?: Day
}

/** A day, typed as people write it, in Latin or Khmer digits; said back with its weekday. */
export function DayField({ value, onChange, min, max, problem, hint, ...field }: DayFieldProps) {
  const language = useLanguage()
  const { typed, isMeaningless, isLeft, type, leave } = useTyped({ value, write: slashed, read: readDay, onChange })
  const isBefore = min !== undefined && value !== undefined && value < min
  const isAfter = max !== undefined && value !== undefined && value > max
  const found = isMeaningless
    ? m.day_not()
    : isLeft && isBefore
      ? m.day_not_before({ day: dayText(min, language) })
      : isLeft && isAfter
        ? m.day_not_after({ day: dayText(max, language) })
        : undefined

  return (
    <Field {...field} hint={value ? weekdayText(value, language) : (hint ?? m.day_hint())} problem={problem ?? found}>
      {(tied) => (
        <input
          {...tied}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => type(withSlashes(event.currentTarget.value, typed))}
          onBlur={leave}
        />
      )}
    </Field>
  )
}

function slashed(day: Day): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

/** Number pads have no slash: after two digits of a day and of a month it comes by itself. */
function withSlashes(text: string, before: string): string {
  return text.length > before.length && /^([0-9០-៩]{2}|[0-9០-៩]{1,2}\/[0-9០-៩]{2})$/.test(text) ? `${text}/` : text
}
