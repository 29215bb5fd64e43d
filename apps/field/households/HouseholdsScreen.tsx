import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { isFound, searchTermsOf, searchTextOf } from '#capabilities/households/household.search.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { normalise } from '#door/text.ts'
import { useRecords, useStanding } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { More, useShown } from '../frame/More.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'

/** Every household of this area, found as in the office: by any part of a name or number. */
export function HouseholdsScreen() {
  const { isComplete, failed } = useStanding()
  const households = useRecords<Household>('household')
  const [text, setText] = useState('')
  const known = useMemo(() => inOrder(households), [households])
  const found = useMemo(() => {
    const terms = searchTermsOf(text)
    return known.filter(({ words }) => isFound(words, terms)).map(({ household }) => household)
  }, [known, text])
  const { shown, left, more } = useShown(found)

  if (!isComplete && households.length === 0) return failed === null ? <Opening /> : <NotYetSynced />
  return (
    <Screen title={m.phone_households()}>
      <TextField label={m.phone_households_search()} optional value={text} onChange={setText} max={80} />
      {found.length === 0 && (
        <Empty
          title={text === '' ? m.phone_households_none() : m.phone_households_no_match()}
          picture={text === '' ? 'household' : 'search'}
        >
          <Link href="/households/new" className="button">
            {m.phone_register_title()}
          </Link>
        </Empty>
      )}
      <ul className="plain items">
        {shown.map((household) => (
          <li key={household.key}>
            <HouseholdItem household={household} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </Screen>
  )
}

function HouseholdItem({ household }: { household: Household }) {
  const placeName = usePlaceName()
  return (
    <Link href={`/households/${household.key}`} className="item">
      <Pictogram name="household" />
      <span className="item__words">
        <strong>{nameText(headOf(household))}</strong>
        <span className="quiet">{placeName(household.place)}</span>
        {household.state !== 'active' && (
          <span>
            <Badge tone="quiet">
              {household.state === 'merged' ? m.phone_household_merged() : m.phone_household_ended()}
            </Badge>
          </span>
        )}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}

/** By name, as people read it; with what each is found by, made once for all the letters that will be typed. */
function inOrder(households: readonly Household[]) {
  return households
    .map((household) => {
      const { nameKm, nameLatin } = headOf(household)
      return { household, name: normalise(nameKm ?? nameLatin ?? ''), words: searchTextOf(household) }
    })
    .sort((one, other) => one.name.localeCompare(other.name))
}
