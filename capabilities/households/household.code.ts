/**
 * What the QR of a household says: its key, in letters that a QR writes shortest. It proves nothing and
 * opens nothing; it only finds the household for whoever may see it already.
 */
import { isKey, type Key } from '#door/key.ts'

const beginning = 'CHAMKA HOUSEHOLD '

export function householdCode(key: Key): string {
  return beginning + key.toUpperCase()
}

export function readHouseholdCode(text: string): Key | undefined {
  const written = text.trim().toUpperCase()
  const key = written.startsWith(beginning) ? written.slice(beginning.length).toLowerCase() : ''
  return isKey(key) ? key : undefined
}
