import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { shortCodeOf } from '#capabilities/households/household.search.ts'
import type { HouseholdRow } from '#capabilities/households/household.ts'
import { DayText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName } from '../places.tsx'
import type { Column } from './view.ts'

export function HouseholdList({
  rows,
  columns,
  list,
  isLate,
}: {
  rows: readonly HouseholdRow[]
  columns: readonly Column[]
  list: RefObject<HTMLUListElement | null>
  /** What is shown answers the question before this one. */
  isLate: boolean
}) {
  const language = useLanguage()
  return (
    <ul className="queue" ref={list} aria-busy={isLate || undefined}>
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
              {row.state === 'merged' && <Badge tone="quiet">{m.household_merged()}</Badge>}
              {row.state === 'closed' && <Badge tone="quiet">{m.households_closed()}</Badge>}
              {columns.includes('members') && (
                <span className="note">{m.households_people({ count: row.members.length })}</span>
              )}
              {columns.includes('phones') && row.phones === 0 && <span className="note">{m.household_no_phone()}</span>}
            </span>
            <span className="queue__end">
              {columns.includes('registered') && <DayText day={row.registeredOn} length="short" />}
              {columns.includes('code') && <code className="note">{shortCodeOf(row.key)}</code>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
