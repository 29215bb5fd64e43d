import { headOf, livingIn } from '#capabilities/households/household.ts'
import { type Day, dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayField } from '#ui/DayField.tsx'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { asLabel, nameText } from '../../words.ts'
import { Change, type Changing, isKept } from './Change.tsx'

interface Answers {
  readonly who: string
  readonly member: string | undefined
  readonly on: Day | undefined
  readonly heir: string | undefined
}

const form: DraftForm<Answers> = { name: 'household.death', carry: [], about: ({ who }) => who }

/** A member has died. Where it was the head, an heir follows, or the household ends. */
export function Death({ household, onDone }: Changing) {
  useLanguage()
  const phone = usePhone()
  const draft = useDraft(form, household.key, () => ({
    who: nameText(headOf(household)),
    ...{ member: undefined, on: undefined, heir: undefined },
  }))
  const { member, on, heir } = draft.answers
  const living = livingIn(household)
  const dead = living.find(({ id }) => id === member)
  const heirs = dead?.role === 'head' ? living.filter(({ id }) => id !== member) : []
  const follows = heirs.find(({ id }) => id === heir)
  const isWhole = dead && on !== undefined && (heirs.length === 0 || follows)
  return (
    <Change household={household} title={m.family_death()} draft={draft}>
      <MemberChoice
        label={m.family_death_who()}
        members={living}
        value={member}
        onChange={(chosen) => draft.change({ member: chosen })}
      />
      <DayField
        label={asLabel(m.field_day())}
        max={dayOf(phone.now())}
        value={on}
        onChange={(day) => draft.change({ on: day })}
      />
      {heirs.length > 0 && (
        <MemberChoice
          label={m.family_heir()}
          hint={m.family_heir_about()}
          members={heirs}
          value={heir}
          onChange={(chosen) => draft.change({ heir: chosen })}
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
          onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
        >
          {m.family_death_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </Change>
  )
}
