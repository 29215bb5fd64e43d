import { useState } from 'react'
import type { CatalogueItem } from '#capabilities/catalogue/item.ts'
import type { Currency, Day } from '#door/values.ts'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { Field } from '#ui/Field.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { today, useRead } from '../reading.tsx'

/** What somebody asked for one, on a day. */
export function Quote({ item }: { item: CatalogueItem }) {
  const language = useLanguage()
  const provinces = useRead<{ code: string; nameKm: string; nameLatin: string }[]>('place.under', { parent: null })
  const [currency, setCurrency] = useState<Currency>('KHR')
  const [minor, setMinor] = useState<number>()
  const [from, setFrom] = useState<Day | undefined>(today())
  const [province, setProvince] = useState('')
  const [source, setSource] = useState('')
  const isReady = minor !== undefined && minor > 0 && from !== undefined && source.trim() !== ''
  return (
    <>
      <ChoiceCards<Currency>
        label={m.import_field_currency()}
        value={currency}
        onChange={chooseCurrency}
        choices={[
          { value: 'KHR', label: m.catalogue_riel() },
          { value: 'USD', label: m.catalogue_dollars() },
        ]}
      />
      <AmountField
        key={currency}
        label={m.catalogue_quotation_price()}
        currency={currency}
        value={minor}
        onChange={setMinor}
      />
      <DayField label={m.catalogue_quotation_day()} max={today()} value={from} onChange={setFrom} />
      <Field label={m.catalogue_quotation_where()}>
        {(tied) => (
          <select
            {...tied}
            aria-required={false}
            className="input"
            value={province}
            onChange={(event) => setProvince(event.currentTarget.value)}
          >
            <option value="">{m.public_place_country()}</option>
            {(provinces.data ?? []).map(({ code, nameKm, nameLatin }) => (
              <option key={code} value={code}>
                {language === 'km' ? nameKm : nameLatin}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={m.catalogue_quotation_source()}
        hint={m.catalogue_quotation_source_hint()}
        max={300}
        value={source}
        onChange={setSource}
      />
      {isReady ? (
        <AskButton
          // Another quotation is another question: what was answered to the last one goes.
          key={`${currency} ${minor} ${from} ${province} ${source}`}
          command="item.quote"
          about={item.key}
          input={{ province: province || null, currency, minor, from, source: source.trim() }}
        >
          {m.catalogue_quote_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.catalogue_quote_first()}
        </Say>
      )}
    </>
  )

  /** Cents are no riel. */
  function chooseCurrency(chosen: Currency) {
    if (chosen !== currency) setMinor(undefined)
    setCurrency(chosen)
  }
}
