import { type ReactNode, useState } from 'react'
import type { Household } from '#capabilities/households/household.ts'
import { dayOf } from '#door/values.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { dayText } from '#ui/days.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText, phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { povertyWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Action } from '../frame/Action.tsx'
import { Found } from '../frame/Found.tsx'
import { Screen } from '../frame/Screen.tsx'
import { asLabel, nameText, otherName, usePlaceName } from '../words.ts'
import { useBelongings } from './useHousehold.ts'

/** What is held about a household and what for, in its own hands: to read, to correct, to keep, to agree to or not. */
export function OwnDataScreen({ household: key }: { household: string }) {
  return (
    <Found<Household> noun="household" record={key}>
      {(household) => <OwnData household={household} />}
    </Found>
  )
}

function OwnData({ household }: { household: Household }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const unsent = useUnsent(household.key)
  const { proposals, vouchers, attended } = useBelongings(household.key)
  const { key, members, phones, poverty, consent, landSquareMetres, water, position, recipient } = household
  const asked = phone.bearer()?.programmes.find(({ programme }) => programme === household.programme)?.consent
  const may = phone.bearer()?.actor.household === key

  return (
    <Screen title={m.phone_own_title()} back={`/households/${key}`}>
      <Datum words={asLabel(m.field_member())} purpose={m.phone_own_names_for()}>
        {members.map((member) => (
          <p key={member.id}>
            {nameText(member)} <span className="quiet">{otherName(member)}</span> {member.birthYear}{' '}
            {member.identityNumber && <span className="quiet">{member.identityNumber}</span>}
          </p>
        ))}
      </Datum>
      <Datum words={asLabel(m.field_village())} purpose={m.phone_own_place_for()}>
        <p>
          {placeName(household.place)}, {placeName(household.place.slice(0, 6))}
        </p>
      </Datum>
      <Datum words={asLabel(m.field_phone())} purpose={m.phone_own_phones_for()}>
        {phones.length === 0 && <p>{m.phone_own_none()}</p>}
        {phones.map(({ number }) => (
          <p key={number}>{phoneText(number)}</p>
        ))}
      </Datum>
      <Datum words={asLabel(m.field_poverty())} purpose={m.phone_own_poverty_for()}>
        {(poverty ?? []).length === 0 && <p>{m.phone_own_none()}</p>}
        {(poverty ?? []).map(({ category, recordedOn, expiresOn }) => (
          <p key={`${category} ${recordedOn}`}>
            {povertyWords[category]()} · {dayText(recordedOn, language, 'short')}{' '}
            {expiresOn && (
              <span className="quiet">{m.phone_own_poverty_until({ day: dayText(expiresOn, language, 'short') })}</span>
            )}
          </p>
        ))}
      </Datum>
      <Datum words={m.phone_own_land()} purpose={m.phone_own_land_for()}>
        {landSquareMetres === null && water === null && position === null && <p>{m.phone_own_none()}</p>}
        {landSquareMetres !== null && <p>{m.phone_own_square_metres({ count: numberText(landSquareMetres) })}</p>}
        {water !== null && <p>{water}</p>}
        {position !== null && <p>{m.phone_own_position()}</p>}
      </Datum>
      <Datum words={m.phone_own_recipient()} purpose={m.phone_own_recipient_for()}>
        <p>{recipient ? recipient.name : m.phone_own_none()}</p>
      </Datum>
      <Datum words={m.phone_own_records()} purpose={m.phone_own_records_for()}>
        <p>
          {m.phone_own_records_count({
            proposals: proposals.length,
            vouchers: vouchers.length,
            trainings: attended.length,
          })}
        </p>
      </Datum>

      {may && (
        <>
          <Action to={`/households/${key}/change`} picture="person" isSecond>
            {m.phone_own_correct()}
          </Action>
          <section className="stack">
            <p className="quiet">{m.phone_own_export_how()}</p>
            <button type="button" className="button button--second" onClick={keepAsFile}>
              <Pictogram name="report" size={22} />
              {m.phone_own_export()}
            </button>
          </section>
          <section className="card stack">
            <h2>{m.phone_own_consent()}</h2>
            {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
            {consent.withdrawnOn === null ? (
              <>
                <p>{m.phone_own_consent_given({ day: dayText(consent.givenOn, language) })}</p>
                <blockquote className="consent">
                  <p>{m.phone_consent_register()}</p>
                </blockquote>
                <Withdraw household={household} />
              </>
            ) : (
              <>
                <Say tone="bad" quietly>
                  {m.phone_own_consent_withdrawn({ day: dayText(consent.withdrawnOn, language) })}
                </Say>
                <blockquote className="consent">
                  <p>{m.phone_consent_register()}</p>
                </blockquote>
                <AskButton
                  command="household.consent"
                  about={key}
                  input={{ version: asked ?? consent.version, given: true }}
                >
                  {m.phone_own_give_do()}
                </AskButton>
              </>
            )}
          </section>
        </>
      )}
    </Screen>
  )

  /** All of the document as it was received, and nothing that others are told. */
  function keepAsFile() {
    const held = phone.held.document('household', key)
    const text = JSON.stringify({ household: key, keptOn: phone.now(), records: held?.records ?? {} }, null, 1)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `chamka-${key.slice(0, 11)}-${dayOf(phone.now())}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }
}

function Datum({ words, purpose, children }: { words: string; purpose: string; children: ReactNode }) {
  return (
    <section className="card stack">
      <h2>{words}</h2>
      {children}
      <p className="note">{m.phone_own_why({ purpose })}</p>
    </section>
  )
}

/** Said once more before it is done: it ends what can be asked for. */
function Withdraw({ household: { key, consent } }: { household: Household }) {
  const [isOpen, setOpen] = useState(false)
  if (!isOpen) {
    return (
      <button type="button" className="button button--plain" onClick={() => setOpen(true)}>
        {m.phone_own_withdraw()}
      </button>
    )
  }
  return (
    <>
      <p>{m.phone_own_withdraw_what()}</p>
      <AskButton
        command="household.consent"
        about={key}
        input={{ version: consent.version, given: false }}
        look="grave"
      >
        {m.phone_own_withdraw_do()}
      </AskButton>
    </>
  )
}
