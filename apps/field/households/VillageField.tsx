import type { Place } from '#capabilities/places/place.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Field } from '#ui/Field.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { asLabel, nameText, usePlaceName } from '../words.ts'

/** So many fit under a thumb; more are a list. */
const cardsMax = 6

/** A village by its name: as cards while they are few, as a list by commune when they are many. */
export function VillageField({
  villages,
  value,
  onChange,
  problem,
}: {
  villages: readonly Place[]
  value: string
  onChange: (village: string) => void
  problem?: string
}) {
  const placeName = usePlaceName()
  if (villages.length <= cardsMax) {
    return (
      <ChoiceCards
        label={asLabel(m.field_village())}
        problem={problem}
        value={value}
        onChange={onChange}
        choices={villages.map((village) => ({ value: village.key, label: nameText(village) }))}
      />
    )
  }
  const communes = [...new Set(villages.map(({ key }) => key.slice(0, 6)))].sort()
  return (
    <Field label={asLabel(m.field_village())} problem={problem}>
      {(tied) => (
        <select {...tied} className="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{m.phone_choose_one()}</option>
          {communes.map((commune) => (
            <optgroup key={commune} label={placeName(commune)}>
              {villages
                .filter(({ key }) => key.startsWith(commune))
                .map((village) => (
                  <option key={village.key} value={village.key}>
                    {nameText(village)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  )
}
