import { usePhone } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { phoneText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** Whom to call about what was answered with no; nothing where no programme has said it. */
export function OfficePhone() {
  useLanguage()
  const numbers = new Set(
    usePhone()
      .bearer()
      ?.programmes.flatMap(({ officePhone }) => officePhone ?? []),
  )
  return [...numbers].map((number) => (
    <a key={number} className="button button--second" href={`tel:${number}`}>
      <Pictogram name="phone" size={20} />
      {m.phone_call_office({ number: phoneText(number) })}
    </a>
  ))
}
