import { Link } from '@tanstack/react-router'
import { type Household, livingIn, type Member } from '#capabilities/households/household.ts'
import { DayText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { phoneText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { leavingWords, memberRoleWords, sexWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Registered } from './Registered.tsx'
import type { Known } from './useTies.ts'

/** Who lives there, who has left and why, how to reach them, and where they lived before. */
export function Family({ household, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  const gone = household.members.filter(({ left }) => left)
  return (
    <section className="panel">
      <h2>{m.household_members()}</h2>
      <ul className="plain">
        {livingIn(household).map((member) => (
          <li key={member.id}>
            {nameIn(language, member)} <About member={member} />
          </li>
        ))}
      </ul>
      {gone.length > 0 && (
        <>
          <h3>{m.household_left()}</h3>
          <ul className="plain">
            {gone.map((member) => (
              <li key={member.id} className="quiet">
                {nameIn(language, member)} <Left member={member} known={known} />
              </li>
            ))}
          </ul>
        </>
      )}
      <dl className="facts">
        <dt>{m.field_phone()}</dt>
        <dd>
          {household.phones.length === 0
            ? m.household_no_phone()
            : household.phones
                .map(({ number, shared }) => `${phoneText(number)}${shared ? ` (${m.household_phone_shared()})` : ''}`)
                .join(', ')}
        </dd>
        <dt>{m.household_recipient()}</dt>
        <dd>{household.recipient ? `${household.recipient.name} (${household.recipient.relation})` : '–'}</dd>
        <Registered household={household} known={known} />
        <CameFrom household={household} known={known} />
      </dl>
    </section>
  )
}

function About({ member }: { member: Member }) {
  const language = useLanguage()
  return (
    <span className="note">
      {[
        wordFor(memberRoleWords, member.role, language),
        wordFor(sexWords, member.sex, language),
        member.birthYear && String(member.birthYear),
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  )
}

function Left({ member: { left }, known }: { member: Member; known: Known }) {
  const language = useLanguage()
  if (!left) return null
  const own = known.household(left.household)
  return (
    <span className="note">
      {wordFor(leavingWords, left.why, language)} · <DayText day={left.on} length="short" />
      {own && (
        <>
          {' · '}
          <Link to="/households/$key" params={{ key: own.key }}>
            {m.household_own_open()}
          </Link>
        </>
      )}
    </span>
  )
}

/** The family that its head left for this one, and the villages before. */
function CameFrom({ household: { partedFrom, moves }, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  const from = known.household(partedFrom?.household)
  return (
    <PlaceNames codes={moves.map((move) => move.from)}>
      {partedFrom && (
        <>
          <dt>{m.household_parted_from()}</dt>
          <dd>
            {from ? (
              <Link to="/households/$key" params={{ key: from.key }}>
                {nameIn(language, from.head)}
              </Link>
            ) : (
              m.household_elsewhere()
            )}{' '}
            <span className="note">
              <DayText day={partedFrom.on} length="short" />
            </span>
          </dd>
        </>
      )}
      {moves.length > 0 && (
        <>
          <dt>{m.household_lived_before()}</dt>
          {[...moves].reverse().map((move) => (
            <dd key={`${move.on} ${move.from}`}>
              <PlaceName code={move.from} levels={3} />{' '}
              <span className="note">
                {m.household_lived_until()} <DayText day={move.on} length="short" />
              </span>
            </dd>
          ))}
        </>
      )}
    </PlaceNames>
  )
}
