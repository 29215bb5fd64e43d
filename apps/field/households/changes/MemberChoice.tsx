import type { Member } from '#capabilities/households/household.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { memberRoleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { nameText } from '../../words.ts'

/** One of a family. */
export function MemberChoice({
  label,
  hint,
  members,
  value,
  onChange,
}: {
  label: string
  hint?: string
  members: readonly Member[]
  value: string | undefined
  onChange: (member: string) => void
}) {
  const language = useLanguage()
  return (
    <ChoiceCards
      label={label}
      {...(hint ? { hint } : {})}
      oneColumn
      value={value}
      onChange={onChange}
      choices={members.map((member) => ({
        value: member.id,
        label: nameText(member),
        hint: [wordFor(memberRoleWords, member.role, language), member.birthYear ?? ''].filter(Boolean).join(' · '),
      }))}
    />
  )
}
