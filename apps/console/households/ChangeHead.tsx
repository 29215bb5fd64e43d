import { useState } from 'react'
import { type Household, headOf, livingIn } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { MemberChoice } from '#ui/MemberChoice.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { memberRoleWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

const roles = ['spouse', 'parent', 'other'] as const

/** Somebody else of the family leads it; whoever led it stays. */
export function ChangeHead({ household, onDone }: { household: Household; onDone: () => void }) {
  const language = useLanguage()
  const [member, setMember] = useState<string>()
  const [former, setFormer] = useState<(typeof roles)[number]>()
  const head = headOf(household)
  return (
    <>
      <MemberChoice
        label={m.family_head_new()}
        members={livingIn(household).filter(({ role }) => role !== 'head')}
        value={member}
        onChange={setMember}
      />
      <ChoiceCards
        label={m.family_head_former({ name: nameIn(language, head) })}
        value={former}
        onChange={setFormer}
        choices={roles.map((value) => ({ value, label: memberRoleWords[value]() }))}
      />
      {member && former ? (
        <AskButton
          command="household.changeHead"
          about={household.key}
          input={{ member, former }}
          look="second"
          onAnswer={({ outcome }) => outcome === 'accepted' && onDone()}
        >
          {m.family_head_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </>
  )
}
