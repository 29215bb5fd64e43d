import { memo, useMemo, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { usePhone, useRecords, useStanding, useUnsent } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More, useShown } from '../frame/More.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { byName, useFound, villagesOf } from './finding.ts'
import { ScanHousehold } from './ScanHousehold.tsx'

/** A list that needs no villages in front of it. */
const shortList = 50

/** Every household of this area: by any part of a name or number, by its code, or village by village. */
export function HouseholdsScreen() {
  const { isComplete, failed } = useStanding()
  const households = useRecords<Household>('household')
  if (!isComplete && households.length === 0) return failed === null ? <Opening /> : <NotYetSynced />
  return <Households households={households} isComplete={isComplete} />
}

function Households({ households, isComplete }: { households: readonly Household[]; isComplete: boolean }) {
  const phone = usePhone()
  const [, go] = useLocation()
  const placeName = usePlaceName()
  const village = new URLSearchParams(useSearch()).get('village') ?? ''
  const [text, setText] = useState('')
  const villages = useMemo(() => villagesOf(households), [households])
  const { found, isWhole } = useFound(households, text)
  const mayRegister = phone.bearer()?.actor.grants.some(({ permissions }) => permissions.includes('household.register'))
  const isSearching = text.trim() !== ''
  const listed = useMemo(() => {
    if (isSearching) return found
    if (village !== '') return byName(households.filter(({ place }) => place === village))
    return households.length <= shortList ? byName(households) : []
  }, [isSearching, found, village, households])

  return (
    <Screen
      title={village === '' ? m.phone_households() : placeName(village)}
      {...(village === '' ? {} : { back: '/households' })}
    >
      <TextField
        label={m.phone_find_title()}
        hint={m.phone_households_search_hint()}
        kind="search"
        value={text}
        onChange={setText}
        max={80}
      />
      <ScanHousehold onFound={({ key }) => go(`/households/${key}`)} />
      {!isComplete && <p className="note">{m.phone_households_more_come()}</p>}
      {isSearching && isWhole && found.length === 0 && (
        <Empty title={m.phone_households_no_match()} picture="search">
          <p className="quiet">{m.phone_households_no_match_next()}</p>
        </Empty>
      )}
      {isSearching && !isWhole && <p role="status">{m.phone_households_searching()}</p>}
      {households.length === 0 && <Empty title={m.phone_households_none()} picture="household" />}
      {!isSearching && village === '' && households.length > shortList && (
        <ul className="plain items">
          {villages.map(({ code, count }) => (
            <li key={code}>
              <Link href={`/households?village=${code}`} className="item">
                <Pictogram name="place" />
                <span className="item__words">
                  <strong>{placeName(code)}</strong>
                  <span className="quiet">{placeName(code.slice(0, 6))}</span>
                </span>
                <span>{m.phone_households_count({ count: numberText(count) })}</span>
                <Pictogram name="forward" size={20} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Listed about={`${village} ${text}`} households={listed} />
      {mayRegister && (
        <Link href="/households/new" className="button button--second">
          <Pictogram name="plus" size={22} />
          {m.phone_register_title()}
        </Link>
      )}
    </Screen>
  )
}

function Listed({ about, households }: { about: string; households: readonly Household[] }) {
  const placeName = usePlaceName()
  const { shown, left, more } = useShown(households, about)
  return (
    <>
      <ul className="plain items">
        {shown.map((household) => (
          <li key={household.key}>
            <HouseholdItem household={household} place={placeName(household.place)} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </>
  )
}

/** Who stays on the list from one letter to the next is not drawn again. */
const HouseholdItem = memo(function HouseholdItem({ household, place }: { household: Household; place: string }) {
  useLanguage()
  const unsent = useUnsent(household.key)
  return (
    <Link href={`/households/${household.key}`} className="item">
      <Pictogram name="household" />
      <span className="item__words">
        <strong>{nameText(headOf(household))}</strong>
        <span className="quiet">{place}</span>
        {unsent > 0 && (
          <span>
            <Badge tone="waiting">{m.ask_pending({ count: unsent })}</Badge>
          </span>
        )}
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
})
