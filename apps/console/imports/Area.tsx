import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useRead } from '../reading.tsx'

/** Of which of somebody's places it is a list. */
export function Area({
  areas,
  value,
  onChange,
}: {
  areas: readonly string[]
  value: string
  onChange: (area: string) => void
}) {
  const language = useLanguage()
  const codes = areas.filter((code) => code !== '')
  const places = useRead<{ code: string; nameKm: string; nameLatin: string }[]>(
    'place.these',
    { codes },
    codes.length > 0,
  )
  return (
    <ChoiceCards
      label={m.imports_area()}
      value={value}
      onChange={onChange}
      choices={areas.map((code) => {
        const place = places.data?.find((one) => one.code === code)
        const name = place && (language === 'km' ? place.nameKm : place.nameLatin)
        return { value: code, label: code === '' ? m.public_place_country() : (name ?? code) }
      })}
    />
  )
}
