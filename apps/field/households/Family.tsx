import { type Household, livingIn } from '#capabilities/households/household.ts'
import { m } from '#ui/words/compiled/messages.js'
import { leavingWords, memberRoleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { nameText } from '../words.ts'

/** Who lives there, and who no longer does. */
export function Family({ household }: { household: Household }) {
  const language = useLanguage()
  const gone = household.members.filter(({ left }) => left)
  return (
    <section className="stack">
      <h2>{m.household_members()}</h2>
      <ul className="plain stack">
        {livingIn(household).map((member) => (
          <li key={member.id}>
            {nameText(member)}{' '}
            <span className="note">
              {[wordFor(memberRoleWords, member.role, language), member.birthYear ?? ''].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
        {gone.map((member) => (
          <li key={member.id} className="quiet">
            {nameText(member)} <span className="note">{wordFor(leavingWords, member.left!.why, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
