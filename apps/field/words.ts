/** Names of people and places as the reader's language has them. */
import type { Place } from '#capabilities/places/place.ts'
import type { PersonName } from '#door/document.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { nameIn } from '#ui/nameIn.ts'
import { currentLanguage } from '#ui/words/language.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** The name in the reader's letters, else in the others. */
export function nameText(name: PersonName): string {
  return nameIn(currentLanguage(), name)
}

/** Both, for whoever must compare with a card or a list. */
export function otherName({ nameKm, nameLatin }: PersonName): string | undefined {
  const other = currentLanguage() === 'km' ? nameLatin : nameKm
  return nameKm && nameLatin ? (other ?? undefined) : undefined
}

/** The name of a place by its code, with the place it lies in where two could be meant. */
export function usePlaceName(): (code: string) => string {
  useLanguage()
  useStanding()
  const phone = usePhone()
  return (code) => {
    const place = phone.find<Place>('place', code)
    return place ? nameText(place) : code
  }
}

/** A word of a sentence, as a label that stands alone. Khmer knows no capitals. */
export function asLabel(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
