import { headOf } from '#capabilities/households/household.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { PhoneField } from '#ui/PhoneField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { nameText } from '../../words.ts'
import { Change, type Changing, isKept } from './Change.tsx'

interface Answers {
  readonly who: string
  readonly was: readonly { readonly number: string; readonly shared: boolean }[]
  readonly has: 'own' | 'shared' | 'none' | undefined
  readonly number: string | undefined
}

const form: DraftForm<Answers> = { name: 'household.setPhones', carry: [], about: ({ who }) => who }

/** How the family is reached. */
export function Phones({ household, onDone }: Changing) {
  useLanguage()
  const [first] = household.phones
  const draft = useDraft(
    form,
    household.key,
    (): Answers => ({
      who: nameText(headOf(household)),
      was: household.phones,
      has: first ? (first.shared ? 'shared' : 'own') : undefined,
      number: first?.number,
    }),
  )
  const { was, has, number } = draft.answers
  // Further numbers that the office wrote down stay.
  const rest = was.slice(1)
  const becomes = has === 'none' ? [] : number ? [{ number, shared: has === 'shared' }, ...rest] : undefined
  return (
    <Change household={household} title={m.phone_change_phones()} draft={draft}>
      <ChoiceCards
        label={m.phone_register_phone()}
        value={has}
        onChange={(chosen) => draft.change({ has: chosen })}
        choices={[
          { value: 'own', label: m.phone_register_phone_own() },
          { value: 'shared', label: m.phone_register_phone_shared() },
          { value: 'none', label: m.phone_register_phone_none() },
        ]}
      />
      {(has === 'own' || has === 'shared') && (
        <PhoneField
          label={m.phone_sign_in_number()}
          value={number}
          onChange={(typed) => draft.change({ number: typed })}
        />
      )}
      {becomes ? (
        <AskButton
          command="household.setPhones"
          about={household.key}
          input={{ was: was.map((one) => one.number), becomes }}
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
