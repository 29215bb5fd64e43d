import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { HouseholdRow } from '#capabilities/households/household.ts'
import { DayText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { nameIn } from '../names.ts'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading } from '../reading.tsx'

/** Who is registered, by place; and who may be registered twice. */
export function HouseholdsScreen() {
  const language = useLanguage()
  useTitle(m.households_title())
  const { programme } = useProgramme()
  const [shown, setShown] = useState<'all' | 'suspected'>('all')
  const pages = usePages<HouseholdRow>(
    'household.list',
    { programme: programme?.programme, suspected: shown === 'suspected' || undefined },
    ({ place, key }) => ({ place, key }),
  )
  return (
    <div className="page">
      <div className="page__head">
        <div>
          <h1>{m.households_title()}</h1>
          <p>{m.households_intro()}</p>
        </div>
      </div>
      <SegmentedControl
        className="filters"
        aria-label={m.review_show()}
        value={shown}
        onChange={(value) => setShown(value as typeof shown)}
        data={[
          { value: 'all', label: m.review_all() },
          { value: 'suspected', label: m.household_suspicion() },
        ]}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={shown === 'all' ? m.households_none() : m.households_none_suspected()} picture="household" />
          ) : (
            <PlaceNames codes={rows.map(({ place }) => place)}>
              <ul className="queue">
                {rows.map((row) => {
                  const head = row.members.find(({ role }) => role === 'head')
                  return (
                    <li key={row.key} className="queue__one queue__one--plain">
                      <Link to="/households/$key" params={{ key: row.key }} className="queue__link">
                        <span className="queue__name">{head && nameIn(language, head)}</span>
                        <span className="quiet">
                          <PlaceName code={row.place} levels={3} />
                        </span>
                      </Link>
                      <span className="queue__facts">
                        {row.suspects > 0 && <Badge tone="bad">{m.household_suspected({ count: row.suspects })}</Badge>}
                        {row.state !== 'active' && <Badge tone="quiet">{m.household_merged()}</Badge>}
                      </span>
                      <span className="queue__end">
                        <DayText day={row.registeredOn} length="short" />
                      </span>
                    </li>
                  )
                })}
              </ul>
              <More of={pages} />
            </PlaceNames>
          )
        }
      </Reading>
    </div>
  )
}
