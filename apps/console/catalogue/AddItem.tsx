import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemKey } from '#capabilities/catalogue/item.ts'
import { type Unit, units } from '#capabilities/windows/window.ts'
import { Code } from '#door/values.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { Field } from '#ui/Field.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { type Described, DescriptionFields, describedIn, undescribed } from './describing.tsx'

/** One item more. Its code and what it is counted in are said once. */
export function AddItem({ programme }: { programme: string }) {
  useLanguage()
  const go = useNavigate()
  const [code, setCode] = useState('')
  const [unit, setUnit] = useState<Unit>()
  const [said, setSaid] = useState<Described>(undescribed)
  const isCode = Code.safeParse(code).success
  const described = describedIn(said)
  const key = itemKey(programme, code)
  return (
    <section className="panel unprinted">
      <Opening label={m.catalogue_add()}>
        <div className="row row--fields">
          <TextField
            label={m.import_field_item_code()}
            hint={m.catalogue_code_hint()}
            problem={code === '' || isCode ? undefined : m.catalogue_code_not()}
            max={60}
            value={code}
            onChange={(typed) => setCode(typed.trim().toLowerCase())}
          />
          <Field label={m.catalogue_unit()} hint={m.catalogue_unit_hint()}>
            {(tied) => (
              <select
                {...tied}
                className="input"
                value={unit ?? ''}
                onChange={({ currentTarget: { value } }) => setUnit(value === '' ? undefined : (value as Unit))}
              >
                <option value="">–</option>
                {units.map((one) => (
                  <option key={one} value={one}>
                    {unitWords[one]()}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <DescriptionFields programme={programme} value={said} onChange={setSaid} />
        {isCode && unit && described ? (
          <AskButton
            key={JSON.stringify([code, unit, described])}
            command="item.add"
            about={key}
            input={{ programme, code, unit, ...described }}
            onAnswer={({ outcome }) => outcome === 'accepted' && void go({ to: '/catalogue/$key', params: { key } })}
          >
            {m.catalogue_add()}
          </AskButton>
        ) : (
          <Say tone="quiet" quietly>
            {m.catalogue_add_first()}
          </Say>
        )}
      </Opening>
    </section>
  )
}
