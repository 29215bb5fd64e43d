import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Household } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { may, useMe } from '../me.ts'
import type { Known } from './useTies.ts'

/** A registration that goes on as another: which one, who said so, and the way back. */
export function GoesOnAs({ household, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  const me = useMe()
  const [reason, setReason] = useState('')
  if (household.mergedInto === null) return null
  const into = known.household(household.mergedInto)
  const judged = household.judgements.findLast(({ other }) => other === household.mergedInto)
  const by = known.person(judged?.by)
  return (
    <section className="panel panel--ended">
      <h2>{m.household_goes_on()}</h2>
      <p className="lead">
        {into ? (
          <Link to="/households/$key" params={{ key: into.key }}>
            {nameIn(language, into.head)}
          </Link>
        ) : (
          m.household_elsewhere()
        )}
      </p>
      {judged && (
        <p>
          «{judged.reason}»{' '}
          <span className="note">
            {by && `${nameIn(language, by)} · `}
            <InstantText at={judged.at} />
          </span>
        </p>
      )}
      <p className="quiet">{m.household_goes_on_about()}</p>
      {may(me, 'household.judge') && (
        <Opening label={m.household_unmerge()}>
          <p className="quiet">{m.household_unmerge_about()}</p>
          <TextField label={m.field_reason()} max={300} value={reason} onChange={setReason} />
          {reason.trim() === '' ? (
            <Say tone="quiet" quietly>
              {m.judge_reason_first()}
            </Say>
          ) : (
            <AskButton
              command="household.unmerge"
              about={household.key}
              input={{ reason: reason.trim() }}
              look="second"
            >
              {m.household_unmerge_do()}
            </AskButton>
          )}
        </Opening>
      )}
    </section>
  )
}

/** The other registrations of this family. What they had is listed with what this one had. */
export function AlsoRegisteredAs({ known: { joined } }: { known: Known }) {
  const language = useLanguage()
  if (joined.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.household_also()}</h2>
      <p className="quiet">{m.household_also_about()}</p>
      <ul className="plain">
        {joined.map((one) => (
          <li key={one.key}>
            <Link to="/households/$key" params={{ key: one.key }}>
              {nameIn(language, one.head)}
            </Link>{' '}
            <span className="note">
              {m.household_registered()} <DayText day={one.registeredOn} length="short" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
