import { type RefObject, useEffect, useState } from 'react'
import type { Named } from '#capabilities/households/household.relations.ts'
import { DayField } from '#ui/DayField.tsx'
import { Field } from '#ui/Field.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Show } from '../frame/Show.tsx'
import { useRead } from '../reading.tsx'
import { type Column, columns, type Shown, shows, type View } from './view.ts'

interface Changing {
  readonly view: View
  readonly change: (changes: Partial<View>) => void
}

/** A moment without a letter, and what was typed is looked for. */
const restMs = 250

export function SearchField({ view, change, field }: Changing & { field: RefObject<HTMLInputElement | null> }) {
  const [typed, setTyped] = useState(view.search)
  const [asked, setAsked] = useState(view.search)
  // A saved view, or a step back, brings its own words; what is being typed stays.
  if (asked !== view.search) {
    setAsked(view.search)
    if (typed.trim() !== view.search) setTyped(view.search)
  }
  useEffect(() => {
    if (typed.trim() === view.search) return
    const rest = setTimeout(() => {
      setAsked(typed.trim())
      change({ search: typed.trim() })
    }, restMs)
    return () => clearTimeout(rest)
  })
  return (
    <Field label={m.words_search()} hint={m.households_keys()}>
      {(tied) => (
        <input
          {...tied}
          ref={field}
          aria-required={false}
          className="input"
          type="search"
          autoComplete="off"
          maxLength={120}
          placeholder={m.households_search_for()}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export function Narrowing({ view, change }: Changing) {
  return (
    <>
      <Show
        part={view.show}
        onChange={(show) => change({ show })}
        parts={shows.map((value) => ({ value, label: showWords[value]() }))}
      />
      <div className="row row--fields">
        <PlaceChoice view={view} change={change} />
        <DayField
          label={m.households_from()}
          optional
          value={view.from}
          onChange={(from) => change({ from })}
          {...(view.until ? { max: view.until } : {})}
        />
        <DayField
          label={m.households_until()}
          optional
          value={view.until}
          onChange={(until) => change({ until })}
          {...(view.from ? { min: view.from } : {})}
        />
      </div>
      <HelperChosen view={view} change={change} />
    </>
  )
}

/** Comes from a household's page; here it can only be left again. */
function HelperChosen({ view: { helper }, change }: Changing) {
  const language = useLanguage()
  const { data: person } = useRead<Named | null>('person.one', { key: helper }, helper !== undefined)
  if (helper === undefined) return null
  return (
    <p className="row">
      <span>{m.households_helped_by({ name: person ? nameIn(language, person) : '…' })}</span>
      <button type="button" className="button button--plain" onClick={() => change({ helper: undefined })}>
        {m.households_helped_by_all()}
      </button>
    </p>
  )
}

interface Place {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
}

/** Down from the country, a level with each choice, and up again. */
function PlaceChoice({ view: { place }, change }: Changing) {
  const language = useLanguage()
  const { data: under = [] } = useRead<Place[]>('place.under', { parent: place ?? null }, place?.length !== 8)
  const { data: here = [] } = useRead<Place[]>('place.these', { codes: [place ?? ''] }, place !== undefined)
  const nameOf = (one: Place) => (language === 'km' ? one.nameKm : one.nameLatin)
  return (
    <Field label={m.households_place()} hint={m.households_place_hint()}>
      {(tied) => (
        <select
          {...tied}
          aria-required={false}
          className="input"
          value={place ?? ''}
          onChange={(event) => change({ place: event.currentTarget.value || undefined })}
        >
          <option value="">{m.households_everywhere()}</option>
          {place !== undefined && place.length > 2 && (
            <option value={place.slice(0, -2)}>{m.households_one_level_up()}</option>
          )}
          {place !== undefined && <option value={place}>{here[0] ? nameOf(here[0]) : place}</option>}
          {under.map((one) => (
            <option key={one.code} value={one.code}>
              {place === undefined ? nameOf(one) : `— ${nameOf(one)}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function ColumnChoice({ view, change }: Changing) {
  return (
    <fieldset className="field">
      <legend className="field__label">{m.households_columns()}</legend>
      <div className="row">
        {columns.map((column) => (
          <label key={column} className="row">
            <input
              type="checkbox"
              checked={view.columns.includes(column)}
              onChange={(event) =>
                change({
                  columns: columns.filter((one) =>
                    one === column ? event.currentTarget.checked : view.columns.includes(one),
                  ),
                })
              }
            />
            {columnWords[column]()}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const showWords: Record<Shown, Message> = {
  all: m.review_all,
  suspected: m.household_suspicion,
  merged: m.households_merged,
  closed: m.households_closed,
}

const columnWords: Record<Column, Message> = {
  members: m.household_members,
  phones: m.households_phones,
  code: m.households_code,
  registered: m.household_registered,
}
