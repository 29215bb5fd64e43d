import type { InputOf } from '#capabilities/commands.ts'
import type { Sex } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { memberRoleWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { asLabel } from '../../words.ts'
import { Change, type Changing, isKept } from './Change.tsx'

const roles = ['spouse', 'child', 'parent', 'other'] as const

interface Answers {
  readonly member: string
  readonly name: string
  readonly sex: Sex | undefined
  readonly birthYear: number | undefined
  readonly role: (typeof roles)[number] | undefined
}

const form: DraftForm<Answers> = { name: 'household.addMember', carry: [], about: ({ name }) => name }

/** Somebody more who lives there. */
export function AddMember({ household, onDone }: Changing) {
  useLanguage()
  const phone = usePhone()
  const draft = useDraft(form, household.key, () => ({
    member: phone.newId(),
    ...{ name: '', sex: undefined, birthYear: undefined, role: undefined },
  }))
  const { member, name, sex, birthYear, role } = draft.answers
  const isKhmer = /[\u1780-\u17ff]/.test(name)
  const written = name.trim() === '' ? null : name
  const input = {
    member,
    nameKm: isKhmer ? written : null,
    nameLatin: isKhmer ? null : written,
    sex,
    birthYear: birthYear ?? null,
    role,
    identityNumber: null,
  }
  return (
    <Change household={household} title={m.family_add()} draft={draft}>
      <TextField
        label={asLabel(m.field_name())}
        hint={m.phone_register_name_hint()}
        max={80}
        value={name}
        onChange={(typed) => draft.change({ name: typed })}
      />
      <ChoiceCards<Sex>
        label={m.phone_register_sex()}
        value={sex}
        onChange={(chosen) => draft.change({ sex: chosen })}
        choices={[
          { value: 'female', label: m.sex_female() },
          { value: 'male', label: m.sex_male() },
        ]}
      />
      <NumberField
        label={asLabel(m.field_birth_year())}
        isYear
        optional
        value={birthYear}
        onChange={(year) => draft.change({ birthYear: year })}
      />
      <ChoiceCards
        label={m.family_role()}
        value={role}
        onChange={(chosen) => draft.change({ role: chosen })}
        choices={roles.map((value) => ({ value, label: memberRoleWords[value]() }))}
      />
      {written && sex && role ? (
        <AskButton
          command="household.addMember"
          about={household.key}
          input={input as InputOf<'household.addMember'>}
          onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
        >
          {m.family_add_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </Change>
  )
}
