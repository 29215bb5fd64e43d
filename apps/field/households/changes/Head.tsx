import { headOf, livingIn } from '#capabilities/households/household.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { memberRoleWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { nameText } from '../../words.ts'
import { Change, type Changing, isKept } from './Change.tsx'

const roles = ['spouse', 'parent', 'other'] as const

interface Answers {
  readonly who: string
  readonly member: string | undefined
  readonly former: (typeof roles)[number] | undefined
}

const form: DraftForm<Answers> = { name: 'household.changeHead', carry: [], about: ({ who }) => who }

/** Somebody else of the family leads it; whoever led it stays. */
export function Head({ household, onDone }: Changing) {
  useLanguage()
  const head = headOf(household)
  const draft = useDraft(form, household.key, () => ({ who: nameText(head), member: undefined, former: undefined }))
  const { member, former } = draft.answers
  const others = livingIn(household).filter(({ role }) => role !== 'head')
  return (
    <Change household={household} title={m.family_head()} draft={draft}>
      {others.length === 0 ? (
        <Say tone="waiting" quietly>
          {m.phone_change_nobody_else()}
        </Say>
      ) : (
        <>
          <MemberChoice
            label={m.family_head_new()}
            members={others}
            value={member}
            onChange={(chosen) => draft.change({ member: chosen })}
          />
          <ChoiceCards
            label={m.family_head_former({ name: nameText(head) })}
            value={former}
            onChange={(chosen) => draft.change({ former: chosen })}
            choices={roles.map((value) => ({ value, label: memberRoleWords[value]() }))}
          />
          {member && former ? (
            <AskButton
              command="household.changeHead"
              about={household.key}
              input={{ member, former }}
              onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
            >
              {m.family_head_do()}
            </AskButton>
          ) : (
            <Say tone="quiet" quietly>
              {m.family_first()}
            </Say>
          )}
        </>
      )}
    </Change>
  )
}
