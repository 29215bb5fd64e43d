import type { InputOf } from '#capabilities/commands.ts'
import { headOf } from '#capabilities/households/household.ts'
import { homeOf } from '#door/key.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { nameText } from '../../words.ts'
import { PovertyAnswer } from '../PovertyAnswer.tsx'
import { type PovertyAnswers, povertyFrom } from '../registration.ts'
import { Change, type Changing, isKept } from './Change.tsx'

type Answers = PovertyAnswers & { readonly who: string }

const form: DraftForm<Answers> = { name: 'household.setPoverty', carry: [], about: ({ who }) => who }

/** The status of today, with the card it rests on. What was known before stays in the history. */
export function Poverty({ household, onDone }: Changing) {
  useLanguage()
  const draft = useDraft(form, household.key, () => ({
    who: nameText(headOf(household)),
    ...{ status: undefined, cardSeen: false, card: '', cardPhoto: undefined },
  }))
  const { answers } = draft
  const { status } = answers
  const input = status && status !== 'unknown' ? povertyFrom(status, answers) : undefined
  return (
    <Change household={household} title={m.phone_change_poverty()} draft={draft}>
      <PovertyAnswer
        answers={answers}
        home={homeOf(household.key)}
        problem={undefined}
        isAsked
        onAnswer={(changes) => draft.change(changes)}
      />
      {input ? (
        <AskButton
          command="household.setPoverty"
          about={household.key}
          input={input satisfies InputOf<'household.setPoverty'>}
          onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
        >
          {m.phone_change_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </Change>
  )
}
