import type { InputOf } from '#capabilities/commands.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Sex } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { asLabel, nameText } from '../../words.ts'
import { Change, type Changing, isKept } from './Change.tsx'

interface Fields {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: Sex
  readonly birthYear: number | null
}

interface Answers {
  readonly who: string
  /** As it stood when it was first changed here: whoever changed the same meanwhile is not overwritten. */
  readonly was: Fields
  readonly becomes: Fields
}

const form: DraftForm<Answers> = { name: 'household.amend', carry: [], about: ({ who }) => who }
const fields = ['nameKm', 'nameLatin', 'sex', 'birthYear'] as const

/** Names, sex and year of birth of the head of household. */
export function Details({ household, onDone }: Changing) {
  useLanguage()
  const draft = useDraft(form, household.key, () => {
    const was = fieldsOf(household)
    return { who: nameText(headOf(household)), was, becomes: was }
  })
  const { was, becomes } = draft.answers
  const changed = fields.filter((field) => was[field] !== becomes[field])
  const input = Object.fromEntries(
    changed.map((field) => [field, { was: was[field], becomes: becomes[field] }]),
  ) as InputOf<'household.amend'>
  const given = (changes: Partial<Fields>) => draft.change({ becomes: { ...becomes, ...changes } })

  return (
    <Change household={household} title={m.phone_change_details()} draft={draft}>
      <TextField
        label={asLabel(m.field_name_km())}
        optional={becomes.nameLatin !== null}
        max={80}
        value={becomes.nameKm ?? ''}
        onChange={(name) => given({ nameKm: name === '' ? null : name })}
      />
      <TextField
        label={asLabel(m.field_name_latin())}
        optional={becomes.nameKm !== null}
        max={80}
        value={becomes.nameLatin ?? ''}
        onChange={(name) => given({ nameLatin: name === '' ? null : name })}
      />
      <ChoiceCards<Sex>
        label={m.phone_register_sex()}
        value={becomes.sex}
        onChange={(sex) => given({ sex })}
        choices={[
          { value: 'female', label: m.sex_female() },
          { value: 'male', label: m.sex_male() },
        ]}
      />
      <NumberField
        label={asLabel(m.field_birth_year())}
        isYear
        optional
        value={becomes.birthYear ?? undefined}
        onChange={(year) => given({ birthYear: year ?? null })}
      />
      {changed.length === 0 ? (
        <Say tone="quiet" quietly>
          {m.phone_change_nothing()}
        </Say>
      ) : (
        <>
          <p className="note">
            {m.phone_change_changed()}{' '}
            {changed
              .map((field) => `${fieldLabels[field]()}: ${told(was[field])} → ${told(becomes[field])}`)
              .join(' · ')}
          </p>
          <AskButton
            command="household.amend"
            about={household.key}
            input={input}
            onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
          >
            {m.phone_change_do()}
          </AskButton>
        </>
      )}
    </Change>
  )
}

function fieldsOf(household: Household): Fields {
  const { nameKm, nameLatin, sex, birthYear } = headOf(household)
  return { nameKm, nameLatin, sex, birthYear }
}

function told(value: string | number | null): string {
  if (value === 'female') return m.sex_female()
  if (value === 'male') return m.sex_male()
  return value === null ? '–' : String(value)
}

const fieldLabels: Record<(typeof fields)[number], () => string> = {
  nameKm: m.field_name_km,
  nameLatin: m.field_name_latin,
  sex: m.field_sex,
  birthYear: m.field_birth_year,
}
