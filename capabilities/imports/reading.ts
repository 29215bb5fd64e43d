/**
 * What comes of a cell: a value, nothing, or a problem that a person can mend in the file.
 *
 * A reader repairs what can only have meant one thing and says so in a note; what could have meant two
 * things is a problem, never a choice of ours. Words for problems and notes are in `ui/explain-import.ts`.
 */
import type { BrokenCell, Cell } from './table.ts'

export type Reading<Value> =
  | { readonly value: Value | null; readonly note?: CellNote }
  | { readonly problem: CellProblem }

/** What was understood in another way than it was written. */
export type CellNote = 'zero-put-back' | 'buddhist-era' | 'year-from-age' | 'day-from-serial'

export type CellProblem =
  | { readonly code: BrokenCell | Unclear; readonly text: string }
  | { readonly code: 'too-many-letters'; readonly text: string; readonly most: number }
  | { readonly code: 'not-a-place-code'; readonly text: string; readonly digits: number }

export type Unclear =
  | 'damaged-letters'
  | 'legacy-font'
  | 'not-a-number'
  | 'not-whole'
  | 'decimal-comma'
  | 'digits-lost'
  | 'not-a-phone'
  | 'several-phones'
  | 'not-a-sex'
  | 'sex-as-number'
  | 'not-yes-or-no'
  | 'not-a-day'
  | 'no-such-day'
  | 'day-order-unknown'
  | 'day-order-otherwise'
  | 'year-short'
  | 'not-a-year'
  | 'age-impossible'
  | 'not-a-month'
  | 'not-a-price-kind'
  | 'not-whole-cents'
  | 'decimal-point'

export function refused(code: BrokenCell | Unclear, text: string): { problem: CellProblem } {
  return { problem: { code, text } }
}

// Zero-width signs, direction marks, soft hyphens, control signs, and two Khmer vowels that nobody sees.
const invisible =
  /\u034f|[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/g

/** What a person sees of a text: composed, without invisible signs, spaces single and none at the ends. */
export function seen(text: string): string {
  return text.normalize('NFC').replace(invisible, '').replace(/\s+/g, ' ').trim()
}

// How people write that there is nothing.
const nothing = /^(?:-+|–|—|n\/a)$/i

/** The cell as one line of text, or `null` where it holds nothing; broken cells are problems of every reader. */
export function lineOf(cell: Cell | undefined): string | null | { problem: CellProblem } {
  if (!cell || cell.is === 'empty') return null
  if (cell.is === 'broken') return refused(cell.why, cell.text)
  const text = cell.is === 'date' ? cell.day : seen(cell.text)
  return text === '' || nothing.test(text) ? null : text
}

/** Reads what is there: nothing stays nothing, and what is broken stays broken. */
export function reading<Value>(cell: Cell | undefined, read: (line: string) => Reading<Value>): Reading<Value> {
  const line = lineOf(cell)
  if (line === null) return { value: null }
  return typeof line === 'string' ? read(line) : line
}

/** Khmer digits as Latin ones. */
export function latinDigits(text: string): string {
  return text.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0))
}
