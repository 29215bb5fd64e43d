import { useState } from 'react'
import { useLocation } from 'wouter'
import type { InputOf } from '#capabilities/commands.ts'
import { headOf, livingIn } from '#capabilities/households/household.ts'
import type { Place } from '#capabilities/places/place.ts'
import { type Key, keyOf } from '#door/key.ts'
import { type Day, dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone, useRecords } from '#sync/hooks.ts'
import { StorageFull } from '#sync/storage.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { explain } from '#ui/explain.ts'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { PhoneField } from '#ui/PhoneField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Consent } from '../../frame/Consent.tsx'
import { useDraft } from '../../frame/useDraft.ts'
import { asLabel, nameText } from '../../words.ts'
import { VillageField } from '../VillageField.tsx'
import { Change, type Changing, isKept } from './Change.tsx'

interface Answers {
  readonly who: string
  readonly member: string | undefined
  readonly where: 'own' | 'away' | undefined
  readonly on: Day | undefined
  readonly heir: string | undefined
  /** Of the household that is founded: its id, made with the form. */
  readonly id: string
  readonly village: string
  readonly phone: string | undefined
  readonly consents: boolean
}

const form: DraftForm<Answers> = { name: 'household.separate', carry: [], about: ({ who }) => who }

/** A member goes: to found a household, which is registered at the same time, or away. */
export function Leave({ household, onDone }: Changing) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const [hasNoRoom, setNoRoom] = useState(false)
  const villages = useRecords<Place>('place').filter(({ kind }) => kind === 'village')
  const draft = useDraft(form, household.key, () => ({
    who: nameText(headOf(household)),
    ...{ member: undefined, where: undefined, on: undefined, heir: undefined, phone: undefined, consents: false },
    id: phone.newId(),
    village: household.place,
  }))
  const { answers, change } = draft
  const { member, where, on, heir, village } = answers
  const living = livingIn(household)
  const leaving = living.find(({ id }) => id === member)
  const heirs = leaving?.role === 'head' ? living.filter(({ id }) => id !== member) : []
  const follows = heirs.find(({ id }) => id === heir)
  const consent = phone.bearer()?.programmes.find(({ programme }) => programme === household.programme)?.consent
  const isWhole = leaving && on !== undefined && (heirs.length === 0 || follows)
  const own: Key = keyOf(village.slice(0, 2), answers.id)
  const separation = isWhole && {
    ...{ member: leaving.id, on, heir: follows?.id ?? null },
    household: where === 'own' ? own : null,
  }
  const barred = separation && phone.foresee('household.separate', household.key, separation).refusal

  return (
    <Change household={household} title={m.family_leave()} draft={draft}>
      <MemberChoice
        label={m.family_leave_who()}
        members={living}
        value={member}
        onChange={(chosen) => change({ member: chosen })}
      />
      <ChoiceCards
        label={m.family_leave_where()}
        oneColumn
        value={where}
        onChange={(chosen) => change({ where: chosen })}
        choices={[
          { value: 'own', label: m.family_leave_own(), hint: m.family_leave_own_about() },
          { value: 'away', label: m.family_leave_away(), hint: m.family_leave_away_about() },
        ]}
      />
      <DayField
        label={asLabel(m.field_day())}
        max={dayOf(phone.now())}
        value={on}
        onChange={(day) => change({ on: day })}
      />
      {heirs.length > 0 && (
        <MemberChoice
          label={m.family_heir()}
          hint={m.family_heir_about()}
          members={heirs}
          value={heir}
          onChange={(chosen) => change({ heir: chosen })}
        />
      )}
      {separation && where === 'own' && (
        <>
          <p className="quiet">{m.family_own_about()}</p>
          <VillageField villages={villages} value={village} onChange={(chosen) => change({ village: chosen })} />
          <PhoneField
            label={asLabel(m.field_phone())}
            optional
            value={answers.phone}
            onChange={(number) => change({ phone: number })}
          />
          <Consent
            words={m.phone_consent_register()}
            sound="phone_consent_register"
            isGiven={answers.consents}
            onGive={(consents) => change({ consents })}
          />
        </>
      )}
      {barred && <Say tone="bad">{explain(barred, language)}</Say>}
      {hasNoRoom && <Say tone="bad">{m.told_no_room()}</Say>}
      {!separation || where === undefined || (where === 'own' && !answers.consents) ? (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      ) : where === 'own' ? (
        !barred && (
          <button type="button" className="button" onClick={() => void found()}>
            {m.family_own_do()}
          </button>
        )
      ) : (
        <AskButton
          command="household.separate"
          about={household.key}
          input={separation}
          onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
        >
          {m.family_leave_away_do()}
        </AskButton>
      )}
    </Change>
  )

  /** Two envelopes, the second resting on the first. */
  async function found() {
    if (!separation || !leaving) return
    const registration: InputOf<'household.register'> = {
      programme: household.programme,
      member: leaving.id,
      nameKm: leaving.nameKm,
      nameLatin: leaving.nameLatin,
      sex: leaving.sex,
      birthYear: leaving.birthYear,
      village,
      phone: answers.phone === undefined ? null : { number: answers.phone, shared: false },
      poverty: null,
      consent: consent ?? '',
      partedFrom: household.key,
    }
    try {
      await phone.ask('household.separate', household.key, separation)
      await draft.done()
      await phone.ask('household.register', own, registration)
      go(`/households/${own}`)
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      setNoRoom(true)
    }
  }
}
