import { useRef } from 'react'
import type { HouseholdRow } from '#capabilities/households/household.ts'
import { Empty } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading, useRead } from '../reading.tsx'
import { HouseholdList } from './HouseholdList.tsx'
import { ColumnChoice, Narrowing, SearchField } from './Narrowing.tsx'
import { SavedViews } from './SavedViews.tsx'
import { useKeys } from './useKeys.ts'
import { addressOf, askedOf, everybody, useView } from './view.ts'

/** Who is registered, by place: found by any part of a name or number, and by what they have in common. */
export function HouseholdsScreen() {
  useLanguage()
  useTitle(m.households_title())
  const isAllowed = may(useMe(), 'household.read')
  return (
    <div className="page">
      <PageHead title={m.households_title()} intro={m.households_intro()} />
      {isAllowed ? (
        <Found />
      ) : (
        <Empty title={m.households_not_yours()} picture="question">
          <p className="quiet">{m.households_not_yours_next()}</p>
        </Empty>
      )}
    </div>
  )
}

function Found() {
  const { programme } = useProgramme()
  const { view, change } = useView()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  useKeys(field, list)
  const asked = askedOf(view, programme?.programme)
  const pages = usePages<HouseholdRow>('household.list', asked, ({ place, key }) => ({ place, key }), {
    keepsLast: true,
  })
  const { data: count } = useRead<{ about: number; exact: boolean }>('household.estimate', asked)
  const isNarrowed = Object.keys(addressOf({ ...view, columns: everybody.columns })).length > 0
  return (
    <>
      <SearchField view={view} change={change} field={field} />
      <Narrowing view={view} change={change} />
      <details>
        <summary>{m.households_views()}</summary>
        <div className="stack">
          <ColumnChoice view={view} change={change} />
          <SavedViews view={view} />
        </div>
      </details>
      <p className="quiet" role="status">
        {count &&
          (count.exact
            ? m.households_count({ count: numberText(count.about) })
            : m.households_about({ count: numberText(rounded(count.about)) }))}
      </p>
      <Reading of={pages}>
        {(rows) =>
          rows.length > 0 ? (
            <PlaceNames codes={rows.map(({ place }) => place)}>
              <HouseholdList rows={rows} columns={view.columns} list={list} isLate={pages.isPlaceholderData} />
              <More of={pages} />
            </PlaceNames>
          ) : isNarrowed ? (
            <Empty title={m.households_none_found()} picture="household">
              <p className="quiet">{m.households_none_found_next()}</p>
              <button
                type="button"
                className="button button--second"
                onClick={() => change({ ...everybody, columns: view.columns })}
              >
                {m.households_all_again()}
              </button>
            </Empty>
          ) : (
            <Empty title={m.households_none()} picture="household" />
          )
        }
      </Reading>
    </>
  )
}

/** An estimate has no more than two figures to say. */
function rounded(about: number): number {
  return Number(about.toPrecision(about < 10_000 ? 2 : 3))
}
