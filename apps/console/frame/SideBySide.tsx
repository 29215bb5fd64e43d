import type { ReactNode } from 'react'
import { Mark, type Tone } from '#ui/Mark.tsx'

/** How two values stand to each other: `none` where they are not held against each other. */
export type Standing = 'same' | 'alike' | 'differs' | 'unknown' | 'none'

const tones: Record<Exclude<Standing, 'none'>, Tone> = {
  same: 'good',
  alike: 'waiting',
  differs: 'bad',
  unknown: 'quiet',
}

interface Side {
  readonly name: string
  /** Which of the two it is, in a word or two. */
  readonly whose: string
}

/** Two sides held against each other, field by field. What differs stands first on a phone. */
export function SideBySide({
  label,
  one,
  other,
  children,
}: {
  label: string
  one: Side
  other: Side
  children: ReactNode
}) {
  return (
    <section className="compare" aria-label={label}>
      <div className="compare__head" aria-hidden="true">
        <span />
        {[one, other].map(({ name, whose }) => (
          <strong key={whose}>
            {name}
            <span className="note">{whose}</span>
          </strong>
        ))}
        <span />
      </div>
      <ul className="compare__fields">{children}</ul>
    </section>
  )
}

/** A field of both sides; how they stand to each other is marked by a shape and a word. */
export function SideField({
  label,
  standing = 'none',
  said,
  one,
  other,
  note,
  whose,
}: {
  label: string
  standing?: Standing
  /** The word for how they stand to each other. */
  said?: string
  one: ReactNode
  other: ReactNode
  /** What else is known of the first side's value. */
  note?: ReactNode
  whose: readonly [one: string, other: string]
}) {
  return (
    <li className="compare__field" data-agreement={standing}>
      <h3>{label}</h3>
      {[one, other].map((value, at) => (
        <div className="compare__value" key={whose[at]}>
          <span className="compare__whose">{whose[at]}</span>
          <div>{value}</div>
          {at === 0 && note && <p className="note">{note}</p>}
        </div>
      ))}
      {standing === 'none' ? (
        <span />
      ) : (
        <span className={`badge tone-${tones[standing]}`}>
          <Mark tone={tones[standing]} />
          {said}
        </span>
      )}
    </li>
  )
}
