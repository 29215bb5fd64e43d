import { useState } from 'react'
import { lineage } from '#capabilities/places/place.ts'
import { CodeField } from '#ui/CodeField.tsx'
import { Field } from '#ui/Field.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useRead } from '../reading.tsx'

interface PlaceRow {
  readonly code: string
  readonly nameKm: string
  readonly nameLatin: string
}

const levels = [m.level_province, m.level_district, m.level_commune, m.level_village]

/**
 * A village by its province, district and commune, as far as the reader's places reach; one further away
 * by its code, which stands in every list of the ministry.
 */
export function VillageChooser({
  near,
  value,
  onChange,
}: {
  /** A village in whose commune the choice begins. */
  near: string
  value: string
  onChange: (village: string) => void
}) {
  useLanguage()
  const [above, setAbove] = useState<readonly string[]>(() => lineage(near).slice(0, 3))
  const [isFar, setFar] = useState(false)

  if (isFar) {
    return (
      <>
        <CodeField label={m.family_village_code()} length={8} value={value} onChange={onChange} />
        <button type="button" className="button button--plain" onClick={() => leave(false)}>
          {m.family_village_near()}
        </button>
      </>
    )
  }
  return (
    <>
      {levels.map((label, level) => {
        const parent = level === 0 ? null : above[level - 1]
        if (parent === undefined) return null
        return (
          <Level
            key={parent ?? 'country'}
            label={label()}
            parent={parent}
            value={(level === 3 ? value : above[level]) ?? ''}
            onChange={(code) => {
              if (level === 3) return onChange(code)
              setAbove([...above.slice(0, level), ...(code === '' ? [] : [code])])
              onChange('')
            }}
          />
        )
      })}
      <button type="button" className="button button--plain" onClick={() => leave(true)}>
        {m.family_village_far()}
      </button>
    </>
  )

  function leave(far: boolean) {
    setFar(far)
    onChange('')
  }
}

function Level({
  label,
  parent,
  value,
  onChange,
}: {
  label: string
  parent: string | null
  value: string
  onChange: (code: string) => void
}) {
  const language = useLanguage()
  const places = useRead<PlaceRow[]>('place.under', { parent })
  return (
    <Field label={label}>
      {(tied) => (
        <select {...tied} className="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{m.phone_choose_one()}</option>
          {inOrder(places.data ?? [], language).map((place) => (
            <option key={place.code} value={place.code}>
              {language === 'km' ? place.nameKm : place.nameLatin}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function inOrder(places: readonly PlaceRow[], language: Language): PlaceRow[] {
  const name = ({ nameKm, nameLatin }: PlaceRow) => (language === 'km' ? nameKm : nameLatin)
  return [...places].sort((one, other) => name(one).localeCompare(name(other), language))
}
