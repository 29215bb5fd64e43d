import { useEffect, useState } from 'react'
import type { Network } from '#sync/network.ts'
import type { PhonePerson } from '#sync/people.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from '../frame/Alone.tsx'
import { nameText } from '../words.ts'
import { carryLocked } from './carryLocked.ts'

interface Props {
  readonly people: readonly PhonePerson[]
  readonly network: Network
  readonly onChoose: (person: PhonePerson) => void
  readonly onElse: () => void
}

/** Who of those on this phone. Each has drawers of their own, and sees nobody else's. */
export function PeopleScreen({ people, network, onChoose, onElse }: Props) {
  useLanguage()
  useTitle(m.phone_who_title())
  const [unsent, setUnsent] = useState<Readonly<Record<string, number>>>({})
  const [stop, setStop] = useState<() => Promise<void>>()

  useEffect(() => {
    const stop = carryLocked(people, network, ({ key }, count) => setUnsent((known) => ({ ...known, [key]: count })))
    setStop(() => stop)
    return () => void stop()
  }, [people, network])

  return (
    <Alone>
      <div className="screen stack">
        <h1>{m.phone_who_title()}</h1>
        <ul className="plain stack">
          {people.map((person) => (
            <li key={person.key}>
              <button type="button" className="who" onClick={() => void stop?.().then(() => onChoose(person))}>
                <Pictogram name="person" size={32} />
                <span>
                  <strong>{nameText(person)}</strong>
                  {(unsent[person.key] ?? 0) > 0 && (
                    <span className="note">{m.phone_pin_waiting({ count: unsent[person.key]! })}</span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className="button button--second" onClick={() => void stop?.().then(onElse)}>
          <Pictogram name="plus" size={22} />
          {m.phone_who_else()}
        </button>
      </div>
    </Alone>
  )
}
