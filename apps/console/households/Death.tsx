import { useState } from 'react'
import { type Household, livingIn } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayField } from '#ui/DayField.tsx'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { today } from '../reading.tsx'

/** A member has died. Where it was the head, an heir follows, or the household ends. */
export function Death({ household, onDone }: { household: Household; onDone: () => void }) {
  useLanguage()
  const [member, setMember] = useState<string>()
  const [on, setOn] = useState<string>()
  const [heir, setHeir] = useState<string>()
  const living = livingIn(household)
  const dead = living.find(({ id }) => id === member)
  const heirs = dead?.role === 'head' ? living.filter(({ id }) => id !== member) : []
  const follows = heirs.find(({ id }) => id === heir)
  const isWhole = dead && on !== undefined && (heirs.length === 0 || follows)
  return (
    <>
      <MemberChoice label={m.family_death_who()} members={living} value={member} onChange={setMember} />
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
      {dead?.role === 'head' && heirs.length === 0 && (
        <Say tone="waiting" quietly>
          {m.family_ends()}
        </Say>
      )}
      {isWhole ? (
        <AskButton
          command="household.death"
          about={household.key}
          input={{ member: dead.id, on, heir: follows?.id ?? null }}
          look="grave"
          onAnswer={({ outcome }) => outcome === 'accepted' && onDone()}
        >
          {m.family_death_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </>
  )
}
