import { useState } from 'react'
import { type Household, livingIn } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { today } from '../reading.tsx'
import { OwnHousehold } from './OwnHousehold.tsx'

/** A member goes: to found a household, which is registered at the same time, or away. */
export function Leave({ household, onDone }: { household: Household; onDone: () => void }) {
  useLanguage()
  const [member, setMember] = useState<string>()
  const [where, setWhere] = useState<'own' | 'away'>()
  const [on, setOn] = useState<string>()
  const [heir, setHeir] = useState<string>()
  const living = livingIn(household)
  const leaving = living.find(({ id }) => id === member)
  const heirs = leaving?.role === 'head' ? living.filter(({ id }) => id !== member) : []
  const follows = heirs.find(({ id }) => id === heir)
  const isWhole = leaving && on !== undefined && (heirs.length === 0 || follows)
  return (
    <>
      <MemberChoice label={m.family_leave_who()} members={living} value={member} onChange={setMember} />
      <ChoiceCards
        label={m.family_leave_where()}
        oneColumn
        value={where}
        onChange={setWhere}
        choices={[
          { value: 'own', label: m.family_leave_own(), hint: m.family_leave_own_about() },
          { value: 'away', label: m.family_leave_away(), hint: m.family_leave_away_about() },
        ]}
      />
      <DayField label={m.field_day()} max={today()} value={on} onChange={setOn} />
      {heirs.length > 0 && (
        <MemberChoice
          label={m.family_heir()}
          hint={m.family_heir_about()}
          members={heirs}
          value={heir}
          onChange={setHeir}
        />
      )}
      {!(isWhole && where) && (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
      {isWhole && where === 'own' && (
        <OwnHousehold
          key={leaving.id}
          household={household}
          member={leaving}
          leaving={{ on, heir: follows?.id ?? null }}
        />
      )}
      {isWhole && where === 'away' && (
        <AskButton
          command="household.separate"
          about={household.key}
          input={{ member: leaving.id, on, heir: follows?.id ?? null, household: null }}
          look="second"
          onAnswer={({ outcome }) => outcome === 'accepted' && onDone()}
        >
          {m.family_leave_away_do()}
        </AskButton>
      )}
    </>
  )
}
