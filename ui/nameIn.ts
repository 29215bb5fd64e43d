import type { Language } from './words/language.ts'

/** A name in the language being read, or in the other where there is none. */
export function nameIn(
  language: Language,
  { nameKm, nameLatin }: { nameKm: string | null; nameLatin: string | null },
): string {
  return (language === 'km' ? (nameKm ?? nameLatin) : (nameLatin ?? nameKm)) ?? ''
}
