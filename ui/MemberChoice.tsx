import type { Member } from '#capabilities/households/household.ts'
import { ChoiceCards } from './ChoiceCards.tsx'
import { nameIn } from './nameIn.ts'
import { memberRoleWords, wordFor } from './words/names.ts'
import { useLanguage } from './words/useLanguage.ts'

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
        label: nameIn(language, member),
        hint: [wordFor(memberRoleWords, member.role, language), member.birthYear ?? ''].filter(Boolean).join(' · '),
      }))}
    />
  )
}
