import { DayText } from '#ui/DayText.tsx'
import { numberText, phoneText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import {
  contributionWords,
  type Message,
  memberRoleWords,
  povertySourceWords,
  povertyWords,
  sexWords,
  trainingKindWords,
  wordFor,
} from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName } from '../places.tsx'

/** One answer of a form for people, by the last name of its path: its place, day, number or word. */
export function Told({ field, value }: { field: string; value: unknown }) {
  const language = useLanguage()
  if (isNothing(value)) return <span className="quiet">{m.clashes_nothing()}</span>
  if (Array.isArray(value))
    return (
      <ul className="plain">
        {value.map((one) => (
          <li key={JSON.stringify(one)}>
            <Told field={field} value={one} />
          </li>
        ))}
      </ul>
    )
  if (typeof value === 'object') {
    const { number, shared, latitude, longitude } = value as Shaped
    if (number !== undefined) return `${phoneText(number)}${shared ? ` (${m.household_phone_shared()})` : ''}`
    return latitude === undefined ? JSON.stringify(value) : `${latitude}, ${longitude}`
  }
  const text = String(value)
  if (isPlace(field, value)) return <PlaceName code={text} levels={4} />
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return <DayText day={text} />
  if (/^\+\d{8,15}$/.test(text)) return phoneText(text)
  if (field === 'landSquareMetres') return m.phone_own_square_metres({ count: numberText(Number(value)) })
  if (typeof value === 'number' && field !== 'birthYear') return numberText(value)
  return wordFor(codeWords, text, language)
}

export function isPlace(field: string, value: unknown): boolean {
  return /(^|\.)(village|place)$/.test(field) && /^\d{2,8}$/.test(String(value))
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

interface Shaped {
  readonly number?: string
  readonly shared?: boolean
  readonly latitude?: number
  readonly longitude?: number
}

/** Words of the codes that forms ask with. */
const codeWords: Record<string, Message> = {
  ...povertyWords,
  ...povertySourceWords,
  ...sexWords,
  ...memberRoleWords,
  ...contributionWords,
  ...trainingKindWords,
  true: m.quarantine_yes,
  false: m.quarantine_no,
}
