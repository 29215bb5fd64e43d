import { type ReactNode, useId } from 'react'
import { Pictogram } from './drawings/Pictogram.tsx'
import { Problem } from './Field.tsx'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
  readonly picture?: ReactNode
  readonly disabled?: boolean
}

/** One of a few, as cards that a thumb can find. To a keyboard and a screen reader: radio buttons. */
export function ChoiceCards<Value extends string>({
  label,
  choices,
  value,
  onChange,
  hint,
  problem,
  oneColumn = false,
}: {
  label: string
  choices: readonly Choice<Value>[]
  value: Value | undefined
  onChange: (value: Value) => void
  hint?: string
  problem?: string
  oneColumn?: boolean
}) {
  const name = useId()
  const describedBy = [problem && `${name}problem`, hint && `${name}hint`].filter(Boolean).join(' ')
  return (
    <fieldset className="field" aria-describedby={describedBy || undefined}>
      <legend className="field__label">{label}</legend>
      {hint && (
        <p className="field__hint" id={`${name}hint`}>
          {hint}
        </p>
      )}
      {problem && <Problem id={`${name}problem`}>{problem}</Problem>}
      <div className={oneColumn ? 'choices choices--one' : 'choices'}>
        {choices.map((choice) => (
          <label className="choice" key={choice.value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled}
              onChange={() => onChange(choice.value)}
            />
            {choice.picture}
            <span className="choice__words">
              {choice.label}
              {choice.hint && <span className="choice__hint">{choice.hint}</span>}
            </span>
            <span className="choice__mark" aria-hidden="true">
              <Pictogram name="check" size={16} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
