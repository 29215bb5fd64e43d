import { useMemo, useState } from 'react'
import { type Household, headOf, livingIn, type Member } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import type { Sex } from '#door/values.ts'
import { useRecords } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText } from '#ui/numbers.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { More, useShown } from '../frame/More.tsx'
import { byName, useFound } from '../households/finding.ts'
import { ScanHousehold } from '../households/ScanHousehold.tsx'
import { nameText, usePlaceName } from '../words.ts'

/** Somebody who was there, as a draft keeps it. */
export interface Present {
  readonly household: Key
  readonly member: string
  readonly sex: Sex
}

/** Who was there: tapped on a list, the village's own households first, found by name, or by the code of the family. */
export function Attendance({
  place,
  present,
  before = [],
  onPresent,
}: {
  place: string
  present: readonly Present[]
  /** Who stands on the list already, and stays there. */
  before?: readonly Pick<Present, 'household' | 'member'>[]
  onPresent: (present: readonly Present[]) => void
}) {
  const placeName = usePlaceName()
  const [text, setText] = useState('')
  const [scanned, setScanned] = useState<Household>()
  const all = useRecords<Household>('household')
  const households = useMemo(() => all.filter(({ state }) => state === 'active'), [all])
  const { found, isWhole } = useFound(households, text)
  const near = useMemo(() => byName(households.filter((household) => household.place === place)), [households, place])
  const listed = scanned ? [scanned] : text.trim() === '' ? near : found
  const people = useMemo(
    () => listed.flatMap((household) => livingIn(household).map((member) => ({ household, member }))),
    [listed],
  )
  const { shown, left, more } = useShown(people, `${place} ${scanned?.key ?? text}`)
  const there = new Set(present.map(({ household, member }) => `${household} ${member}`))
  const stands = new Set(before.map(({ household, member }) => `${household} ${member}`))

  return (
    <section className="stack">
      <h2>{m.phone_training_who()}</h2>
      <Count present={present} />
      <TextField
        kind="search"
        label={m.phone_households_search()}
        value={text}
        onChange={(typed) => {
          setScanned(undefined)
          setText(typed)
        }}
        max={80}
      />
      <ScanHousehold
        onFound={setScanned}
        told={scanned && m.phone_training_scanned({ name: nameText(headOf(scanned)) })}
      />
      {scanned ? (
        <button type="button" className="button button--plain" onClick={() => setScanned(undefined)}>
          {m.phone_training_whole_list()}
        </button>
      ) : (
        text.trim() === '' && <p className="note">{m.phone_training_list_of({ place: placeName(place) })}</p>
      )}
      {people.length === 0 && (
        <p role="status" className="quiet">
          {isWhole || text.trim() === '' ? m.phone_training_list_empty() : m.phone_households_searching()}
        </p>
      )}
      <ul className="plain items">
        {shown.map(({ household, member }) => (
          <li key={`${household.key} ${member.id}`}>
            <Person
              household={household}
              member={member}
              isThere={there.has(`${household.key} ${member.id}`)}
              isListed={stands.has(`${household.key} ${member.id}`)}
              onToggle={(isThere) => toggle(household, member, isThere)}
            />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </section>
  )

  function toggle({ key }: Household, { id, sex }: Member, isThere: boolean) {
    const rest = present.filter((one) => one.household !== key || one.member !== id)
    onPresent(isThere ? [...rest, { household: key, member: id, sex }] : rest)
  }
}

/** How many, and how many of them women, as every report has it. */
export function Count({ present }: { present: readonly Pick<Present, 'sex'>[] }) {
  const women = present.filter(({ sex }) => sex === 'female').length
  return (
    <p role="status" className="tally">
      <Pictogram name="people" size={22} />
      <strong>{m.phone_training_counted({ count: present.length })}</strong>
      <span>{m.phone_training_women({ count: numberText(women) })}</span>
    </p>
  )
}

function Person({
  household,
  member,
  isThere,
  isListed,
  onToggle,
}: {
  household: Household
  member: Member
  isThere: boolean
  isListed: boolean
  onToggle: (isThere: boolean) => void
}) {
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={isThere || isListed}
        disabled={isListed}
        onChange={(event) => onToggle(event.currentTarget.checked)}
      />
      <span className="choice__words">
        {nameText(member)}
        {member.role !== 'head' && (
          <span className="choice__hint">{m.phone_training_family_of({ name: nameText(headOf(household)) })}</span>
        )}
        {isListed && <span className="choice__hint">{m.phone_training_listed()}</span>}
      </span>
      <span className="choice__mark" aria-hidden="true">
        <Pictogram name="check" size={16} />
      </span>
    </label>
  )
}
