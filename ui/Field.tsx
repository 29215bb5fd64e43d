import type { ReactNode } from 'react'
import { useId } from 'react'
import { Pictogram } from './drawings/Pictogram.tsx'
import { m } from './words/compiled/messages.js'

/** What every field may be given. */
export interface FieldProps {
  readonly label: string
  readonly hint?: string
  /** What is wrong with it, from a rule or the office; it goes above what the field itself finds. */
  readonly problem?: string
  /** May stay empty, and says so. */
  readonly optional?: boolean
}

/** The attributes that tie a control to its label, hint and problem. */
export interface Tied {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
  readonly 'aria-required': true | undefined
}

/** Label above, what is wrong and the hint below: the frame around any control. */
export function Field({
  label,
  hint,
  problem,
  optional,
  children,
}: FieldProps & { children: (tied: Tied) => ReactNode }) {
  const id = useId()
  const describedBy = [problem && `${id}problem`, hint && `${id}hint`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label} {optional && <span className="field__optional">({m.field_optional()})</span>}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': problem ? true : undefined,
        'aria-required': optional ? undefined : true,
      })}
      {problem && <Problem id={`${id}problem`}>{problem}</Problem>}
      {hint && (
        <p className="field__hint" id={`${id}hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function Problem({ id, children }: { id: string; children: string }) {
  return (
    <p className="field__problem" id={id} role="alert">
      <Pictogram name="warning" size={18} />
      <span>{children}</span>
    </p>
  )
}
