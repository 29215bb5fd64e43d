import { useState } from 'react'
import type { Position } from '#door/values.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Problem } from '#ui/Field.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { asLabel } from '../words.ts'

/** A cheap receiver under a tin roof needs time. */
const patienceMilliseconds = 30_000

/** Where this phone is, found by its own receiver: one tap, and how near it may be. */
export function PositionField({
  value,
  onChange,
  problem,
}: {
  value: Position | undefined
  onChange: (position: Position) => void
  problem?: string
}) {
  const [state, setState] = useState<'idle' | 'looking' | 'forbidden' | 'not-found'>('idle')
  const said =
    state === 'forbidden'
      ? m.phone_position_forbidden()
      : state === 'not-found'
        ? m.phone_position_not_found()
        : value
          ? undefined
          : problem

  return (
    <fieldset className="field">
      <legend className="field__label">{asLabel(m.field_position())}</legend>
      <div className="row">
        <button
          type="button"
          className="button button--second"
          aria-busy={state === 'looking' || undefined}
          onClick={look}
        >
          {state === 'looking' ? <span className="spinner" /> : <Pictogram name="place" size={20} />}
          {value ? m.phone_position_again() : m.phone_position_take()}
        </button>
        {value && (
          <span className="tone-good say">
            {m.phone_position_have({ metres: numberText(Math.ceil(value.accuracyMetres ?? 0)) })}
          </span>
        )}
      </div>
      {said && <Problem id="position-problem">{said}</Problem>}
    </fieldset>
  )

  function look() {
    if (!('geolocation' in navigator)) return setState('not-found')
    setState('looking')
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        setState('idle')
        onChange({ latitude, longitude, accuracyMetres: Math.min(100_000, Math.max(0, accuracy)) })
      },
      ({ code }) => setState(code === 1 ? 'forbidden' : 'not-found'),
      { enableHighAccuracy: true, timeout: patienceMilliseconds, maximumAge: 60_000 },
    )
  }
}
