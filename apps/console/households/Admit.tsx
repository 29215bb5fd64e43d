import { useState } from 'react'
import { type Household, livingIn, type Member } from '#capabilities/households/household.ts'
import { homeOf, type Key } from '#door/key.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { newKey } from '../engine.ts'
import { may, useMe } from '../me.ts'
import { post, Trouble } from '../office.ts'
import { useRead } from '../reading.tsx'

interface PersonRow {
  readonly key: Key
  readonly member: string | null
  readonly household: Key | null
}

/**
 * Members who may use their own phone. Somebody of the commune says who they are; a code on paper,
 * handed over in person, ties them to their number.
 */
export function Admit({ household }: { household: Household }) {
  useLanguage()
  const me = useMe()
  const people = useRead<PersonRow[]>(
    'person.list',
    { place: household.place, role: 'farmer', limit: 100 },
    may(me, 'person.read'),
  )
  return (
    <section className="panel">
      <h2>{m.admit_title()}</h2>
      <p className="quiet">{m.admit_about()}</p>
      <ul className="plain stack">
        {livingIn(household).map((member) => (
          <li key={member.id}>
            <OfMember
              household={household}
              member={member}
              known={people.data?.find((one) => one.household === household.key && one.member === member.id)?.key}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OfMember({ household, member, known }: { household: Household; member: Member; known: Key | undefined }) {
  const language = useLanguage()
  const [fresh] = useState(() => newKey(homeOf(household.key)))
  const [isAdmitted, setAdmitted] = useState(false)
  const number = household.phones[0]?.number
  const person = known ?? (isAdmitted ? fresh : undefined)
  return (
    <div className="stack">
      <p className="row">
        <strong>{nameIn(language, member)}</strong>
        {person && <Badge tone="good">{m.admit_done()}</Badge>}
      </p>
      {person ? (
        <PaperCode person={person} />
      ) : number ? (
        <AskButton
          command="person.admit"
          about={fresh}
          input={{ household: household.key, member: member.id, phone: number }}
          look="second"
          onAnswer={({ outcome }) => outcome === 'accepted' && setAdmitted(true)}
        >
          {m.admit_do({ number: phoneText(number) })}
        </AskButton>
      ) : (
        <p className="note">{m.admit_no_phone()}</p>
      )}
    </div>
  )
}

/** Shown once, to be written down and handed over. Each new one ends the one before. */
function PaperCode({ person }: { person: Key }) {
  useLanguage()
  const [code, setCode] = useState<string>()
  const [trouble, setTrouble] = useState<string>()
  if (code) {
    return (
      <Say tone="going">
        {m.admit_code()} <strong className="admit__code">{code}</strong>
      </Say>
    )
  }
  return (
    <>
      <button type="button" className="button button--second" onClick={() => void issue()}>
        {m.admit_issue()}
      </button>
      {trouble && <Say tone="bad">{trouble}</Say>}
    </>
  )

  async function issue() {
    setTrouble(undefined)
    try {
      setCode((await post<{ code: string }>('/api/sign-in/paper-code', { person })).code)
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    }
  }
}
