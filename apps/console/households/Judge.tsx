import { useState } from 'react'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { sexWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'

/** Two households side by side, what is alike marked: the same, or not the same, and why. */
export function Judge({ household, other: otherKey }: { household: Household; other: string }) {
  const language = useLanguage()
  const me = useMe()
  const found = useRecord<Household>('household', otherKey)
  const other = found && found !== 'not-yet' ? found : undefined
  const [reason, setReason] = useState('')

  const rows = facts(household, other, language)
  return (
    <section className="panel panel--do">
      <h2>{m.judge_title()}</h2>
      <Say tone="waiting" quietly>
        {m.judge_about()}
      </Say>
      <PlaceNames codes={[household.place, ...(other ? [other.place] : [])]}>
        <Scroll label={m.household_suspicion()}>
          <table className="table">
            <thead>
              <tr>
                <th />
                <th scope="col">{m.judge_this()}</th>
                <th scope="col">{m.judge_other()}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, one, two }) => (
                <tr key={label} className={one !== null && one === two ? 'alike' : undefined}>
                  <th scope="row">{label}</th>
                  <td>{one ?? '–'}</td>
                  <td>{other ? (two ?? '–') : m.judge_elsewhere()}</td>
                </tr>
              ))}
              <tr className={household.place === other?.place ? 'alike' : undefined}>
                <th scope="row">{m.field_village()}</th>
                <td>
                  <PlaceName code={household.place} />
                </td>
                <td>{other && <PlaceName code={other.place} />}</td>
              </tr>
              <tr>
                <th scope="row">{m.household_registered()}</th>
                <td>
                  <DayText day={household.registeredOn} length="short" />
                </td>
                <td>{other && <DayText day={other.registeredOn} length="short" />}</td>
              </tr>
            </tbody>
          </table>
        </Scroll>
      </PlaceNames>
      {may(me, 'household.judge') && (
        <>
          <TextField label={m.field_reason()} max={300} value={reason} onChange={setReason} />
          {reason.trim() === '' ? (
            <Say tone="quiet" quietly>
              {m.judge_reason_first()}
            </Say>
          ) : (
            (['different', 'same'] as const).map((verdict) => (
              <AskButton
                key={verdict}
                command="household.judge"
                about={household.key}
                input={{ other: otherKey, verdict, reason: reason.trim() }}
                look={verdict === 'same' ? 'grave' : 'second'}
              >
                {verdict === 'same' ? m.judge_same() : m.judge_different()}
              </AskButton>
            ))
          )}
        </>
      )}
    </section>
  )
}

function facts(household: Household, other: Household | undefined, language: 'km' | 'en') {
  const of = (one: Household | undefined) => {
    const head = one && headOf(one)
    return {
      nameKm: head?.nameKm ?? null,
      nameLatin: head?.nameLatin ?? null,
      sex: head ? wordFor(sexWords, head.sex, language) : null,
      birthYear: head?.birthYear ? String(head.birthYear) : null,
      card: one?.card ?? null,
      phones: one?.phones.map(({ number }) => phoneText(number)).join(', ') || null,
    }
  }
  const [one, two] = [of(household), of(other)]
  const labels = {
    nameKm: m.field_name_km(),
    nameLatin: m.field_name_latin(),
    sex: m.field_sex(),
    birthYear: m.field_birth_year(),
    card: m.field_card(),
    phones: m.field_phone(),
  }
  return (Object.keys(labels) as (keyof typeof labels)[]).map((name) => ({
    label: labels[name],
    one: one[name],
    two: two[name],
  }))
}
