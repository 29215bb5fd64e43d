import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Relation } from '#capabilities/households/household.relations.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import { DayText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Admit } from './Admit.tsx'
import { Changes } from './Changes.tsx'
import { Family } from './Family.tsx'
import { AlsoRegisteredAs, GoesOnAs } from './Joined.tsx'
import { Judgements } from './Judgements.tsx'
import { Asked, Had } from './Papers.tsx'
import { Poverty } from './Poverty.tsx'
import { Suspected } from './Suspected.tsx'
import { useTies } from './useTies.ts'

function UnderRegistration({ of }: { of: Relation }) {
  const language = useLanguage()
  return (
    <p className="note">
      {m.household_registered_as({ name: nameIn(language, of.head) })}, {m.household_registered_on()}{' '}
      <DayText day={of.registeredOn} length="short" />
    </p>
  )
}

/** One household: who they are, what they asked for, everything they ever had and who says so. */
export function HouseholdScreen() {
  useLanguage()
  const { key } = useParams({ strict: false }) as { key: Key }
  const household = useRecord<Household>('household', key)
  const [movedAway, setMovedAway] = useState<Key>()
  useTitle(m.field_household())

  if (household === 'not-yet') return <Waiting />
  if (!household) {
    return movedAway === key ? (
      <Empty title={m.family_moved_away()} picture="place">
        <p className="quiet">{m.family_moved_away_next()}</p>
      </Empty>
    ) : (
      <Empty title={m.households_none()} picture="question">
        <p className="quiet">{m.refusal_household_not_found()}</p>
      </Empty>
    )
  }
  return <Page key={key} household={household} onMoved={() => setMovedAway(key)} />
}

function Page({ household, onMoved }: { household: Household; onMoved: () => void }) {
  const language = useLanguage()
  const me = useMe()
  const known = useTies(household.key)
  const head = headOf(household)
  const isActive = household.state === 'active'
  return (
    <PlaceNames codes={[household.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              <PlaceName code={household.place} levels={4} />
            </p>
            <h1 className={isActive ? undefined : 'ended'}>{nameIn(language, head)}</h1>
            <p className="row">
              {head.nameKm && head.nameLatin && <span>{language === 'km' ? head.nameLatin : head.nameKm}</span>}
              {household.state === 'merged' && <Badge tone="quiet">{m.household_merged()}</Badge>}
              {household.state === 'closed' && <Badge tone="quiet">{m.household_closed()}</Badge>}
              {household.consent.withdrawnOn && <Badge tone="bad">{m.household_consent_withdrawn()}</Badge>}
            </p>
          </div>
        </div>
        {household.state === 'closed' && (
          <Say tone="quiet" quietly>
            {m.household_closed_about()}
          </Say>
        )}
        <GoesOnAs household={household} known={known} />
        <Suspected household={household} known={known} />
        <div className="columns">
          <div className="columns__main">
            <Asked household={household.key} joined={known.joined} />
            <Had household={household.key} joined={known.joined} />
            {may(me, 'journal.read') && (
              <section className="panel">
                <h2>{m.proposal_history()}</h2>
                <History
                  keys={[household.key, ...known.joined.map(({ key }) => key)]}
                  of={(about) => {
                    const registration = known.joined.find(({ key }) => key === about)
                    return registration && <UnderRegistration of={registration} />
                  }}
                />
              </section>
            )}
          </div>
          <div className="columns__side">
            <AlsoRegisteredAs known={known} />
            <Family household={household} known={known} />
            {isActive && <Changes household={household} known={known} onMoved={onMoved} />}
            {may(me, 'person.admit') && isActive && <Admit household={household} />}
            <Judgements household={household} known={known} />
            <Poverty household={household} />
          </div>
        </div>
      </div>
    </PlaceNames>
  )
}
