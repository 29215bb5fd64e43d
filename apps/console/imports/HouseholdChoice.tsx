import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Offered } from '#capabilities/imports/choosing.ts'
import type { ListedStatus } from '#capabilities/imports/poverty-list.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { dayText } from '#ui/days.ts'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import { povertySourceWords, povertyWords, sexWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName } from '../places.tsx'
import { SpeaksFor } from './SpeaksFor.tsx'
import type { Choosing } from './ToChoose.tsx'

/** Whom the poverty list names, beside the households that may be meant; the one it is gets what the list says. */
export function HouseholdChoice({ list, row: { row, problems, offered }, onSettled }: Choosing) {
  const language = useLanguage()
  const chosen = problems.map(({ problem }) => problem).find((problem) => problem.code === 'to-choose')
  if (!chosen?.status) return null
  const { status, more } = chosen
  const { poverty } = status
  return (
    <>
      <div className="choosing__sides">
        <section className="choosing__side choosing__side--list" aria-label={m.choosing_says()}>
          <h4>{m.choosing_says()}</h4>
          <Who {...status} />
          <Fact name={m.field_village()}>{status.village && <PlaceName code={status.village} levels={2} />}</Fact>
          <Fact name={m.field_card()}>{poverty.card}</Fact>
          {status.identityNumber && <Fact name={m.field_identity_number()}>{status.identityNumber}</Fact>}
          <Fact name={m.field_poverty()}>
            <strong>{wordFor(povertyWords, poverty.category, language)}</strong>
            <span className="note">
              {' '}
              {wordFor(povertySourceWords, poverty.source, language)}
              {poverty.expiresOn && ` · ${m.choosing_until({ day: dayText(poverty.expiresOn, language) })}`}
            </span>
          </Fact>
        </section>
        {offered.map((one) => (
          <section className="choosing__side" key={one.household} aria-label={nameIn(language, one.people[0]!)}>
            <Who {...one.people[0]!} />
            <Fact name={m.field_village()}>
              <PlaceName code={one.place} levels={2} />
            </Fact>
            <Fact name={m.field_card()}>{one.card}</Fact>
            <Fact name={m.choosing_with()}>{othersIn(one)}</Fact>
            <SpeaksFor grounds={one.grounds} />
            <div className="row choosing__do">
              <AskButton
                command="household.setPoverty"
                about={one.household}
                input={{ ...poverty, listed: { import: list.key, row } }}
                onAnswer={({ outcome }) => outcome === 'accepted' && onSettled()}
              >
                {m.choosing_this()}
              </AskButton>
              <Link to="/households/$key" params={{ key: one.household }}>
                {m.household_open()}
              </Link>
            </div>
          </section>
        ))}
      </div>
      {more > 0 && <p className="note">{m.choosing_more({ count: more })}</p>}
    </>
  )

  function othersIn({ people }: Offered): string | null {
    return (
      people
        .slice(1)
        .map((person) => `${nameIn(language, person)}${person.birthYear ? ` (${person.birthYear})` : ''}`)
        .join(', ') || null
    )
  }
}

export function Who({
  nameKm,
  nameLatin,
  sex,
  birthYear,
}: Pick<ListedStatus, 'nameKm' | 'nameLatin' | 'sex' | 'birthYear'>) {
  const language = useLanguage()
  const [first, second] = language === 'km' ? [nameKm, nameLatin] : [nameLatin, nameKm]
  return (
    <>
      <p className="choosing__name">
        <strong>{first ?? second ?? m.choosing_no_name()}</strong>
        {first && second && <span className="quiet">{second}</span>}
      </p>
      <Fact name={m.field_sex()}>{sex && wordFor(sexWords, sex, language)}</Fact>
      <Fact name={m.field_birth_year()}>{birthYear === null ? null : String(birthYear)}</Fact>
    </>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p className="choosing__fact">
      <span className="quiet">{name}</span>
      <span>{children || '–'}</span>
    </p>
  )
}
