/** What is written down of an item, whether it is new or amended. */

import { Code } from '#door/values.ts'
import { Field } from '#ui/Field.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useChains } from './chains.ts'

export interface Described {
  readonly km: string
  readonly en: string
  readonly chain: string
  readonly specification: string
  readonly substitutes: string
  readonly mortalityDays: number | undefined
}

export const undescribed: Described = {
  ...{ km: '', en: '', chain: '', specification: '', substitutes: '' },
  mortalityDays: undefined,
}

/** As it is asked of the door; undefined where something is missing or cannot be read. */
export function describedIn({ km, en, chain, specification, substitutes, mortalityDays }: Described) {
  const codes = codesIn(substitutes)
  if (km.trim() === '' || en.trim() === '' || codes === undefined) return undefined
  return {
    names: { km: km.trim(), en: en.trim() },
    chain: chain || null,
    specification: specification.trim() || null,
    substitutes: codes,
    mortalityDays: mortalityDays ?? null,
  }
}

function codesIn(written: string): string[] | undefined {
  const codes = written.split(/[;,|\s]+/).filter(Boolean)
  return codes.every((code) => Code.safeParse(code).success) ? codes : undefined
}

const daysMax = 1_000

export function DescriptionFields({
  programme,
  value,
  onChange,
}: {
  programme: string
  value: Described
  onChange: (described: Described) => void
}) {
  const language = useLanguage()
  const chains = useChains(programme)
  const given = (changes: Partial<Described>) => onChange({ ...value, ...changes })
  return (
    <>
      <TextField label={m.catalogue_name_km()} max={300} value={value.km} onChange={(km) => given({ km })} />
      <TextField label={m.catalogue_name_en()} max={300} value={value.en} onChange={(en) => given({ en })} />
      <Field label={m.import_field_chain()}>
        {(tied) => (
          <select
            {...tied}
            aria-required={false}
            className="input"
            value={value.chain}
            onChange={(event) => given({ chain: event.currentTarget.value })}
          >
            <option value="">{m.catalogue_any_chain()}</option>
            {chains.map(({ code, names }) => (
              <option key={code} value={code}>
                {names[language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={m.import_field_specification()}
        optional
        max={300}
        value={value.specification}
        onChange={(specification) => given({ specification })}
      />
      <TextField
        label={m.import_field_substitutes()}
        hint={m.catalogue_substitutes_hint()}
        problem={codesIn(value.substitutes) ? undefined : m.catalogue_substitutes_not()}
        optional
        max={600}
        value={value.substitutes}
        onChange={(substitutes) => given({ substitutes })}
      />
      <NumberField
        label={m.import_field_mortality_days()}
        optional
        max={daysMax}
        value={value.mortalityDays}
        onChange={(mortalityDays) => given({ mortalityDays })}
      />
    </>
  )
}
