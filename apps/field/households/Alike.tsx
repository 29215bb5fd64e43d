import { useEffect, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { InputOf } from '#capabilities/commands.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import { useRecords } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { groundWords } from '#ui/words/names.ts'
import { nameText, usePlaceName } from '../words.ts'
import { alikeTo } from './alike.ts'

/** Comparing with a whole commune takes a cheap phone a moment: typing goes first. */
const restMilliseconds = 600

/** Told while the family still sits there: they may be registered already. The office decides; nothing is stopped. */
export function Alike({ input, about }: { input: InputOf<'household.register'>; about: Key }) {
  const placeName = usePlaceName()
  const households = useRecords<Household>('household')
  const typed = JSON.stringify(input)
  const [asked, setAsked] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), restMilliseconds)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useMemo(
    () => alikeTo(JSON.parse(asked) as InputOf<'household.register'>, about, households),
    [asked, about, households],
  )
  if (found.length === 0) return null
  return (
    <section className="card stack">
      <Say tone="waiting">{m.phone_register_alike()}</Say>
      <ul className="plain items">
        {found.map(({ household, grounds }) => (
          <li key={household.key}>
            <Link href={`/households/${household.key}`} className="item">
              <Pictogram name="household" />
              <span className="item__words">
                <strong>{nameText(headOf(household))}</strong>
                <span className="quiet">{placeName(household.place)}</span>
                <span className="note">{grounds.map((ground) => groundWords[ground]()).join(' · ')}</span>
              </span>
              <Pictogram name="forward" size={20} />
            </Link>
          </li>
        ))}
      </ul>
      <p className="note">{m.phone_register_alike_next()}</p>
    </section>
  )
}
