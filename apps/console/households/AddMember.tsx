import { useState } from 'react'
import type { InputOf } from '#capabilities/commands.ts'
import type { Household } from '#capabilities/households/household.ts'
import { idOf } from '#door/key.ts'
import type { Sex } from '#door/values.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { memberRoleWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { newKey } from '../engine.ts'

type Role = InputOf<'household.addMember'>['role']
const roles = ['spouse', 'child', 'parent', 'other'] as const satisfies readonly Role[]

/** Somebody more who lives there. */
export function AddMember({ household, onDone }: { household: Household; onDone: () => void }) {
  useLanguage()
  const [member] = useState(() => idOf(newKey('00')))
  const [nameKm, setNameKm] = useState('')
  const [nameLatin, setNameLatin] = useState('')
  const [sex, setSex] = useState<Sex>()
  const [birthYear, setBirthYear] = useState<number>()
  const [role, setRole] = useState<(typeof roles)[number]>()
  const input = {
    member,
    nameKm: nameKm.trim() || null,
    nameLatin: nameLatin.trim() || null,
    sex,
    birthYear: birthYear ?? null,
    role,
    identityNumber: null,
  }
  return (
    <>
      <TextField label={m.field_name_km()} max={80} value={nameKm} onChange={setNameKm} optional={nameLatin !== ''} />
      <TextField label={m.field_name_latin()} max={80} value={nameLatin} onChange={setNameLatin} optional />
      <ChoiceCards<Sex>
        label={m.phone_register_sex()}
        value={sex}
        onChange={setSex}
        choices={[
          { value: 'female', label: m.sex_female() },
          { value: 'male', label: m.sex_male() },
        ]}
      />
      <NumberField label={m.field_birth_year()} optional value={birthYear} onChange={setBirthYear} />
      <ChoiceCards
        label={m.family_role()}
        value={role}
        onChange={setRole}
        choices={roles.map((value) => ({ value, label: memberRoleWords[value]() }))}
      />
      {sex && role ? (
        <AskButton
          command="household.addMember"
          about={household.key}
          input={input as InputOf<'household.addMember'>}
          look="second"
          onAnswer={({ outcome }) => outcome === 'accepted' && onDone()}
        >
          {m.family_add_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </>
  )
}
