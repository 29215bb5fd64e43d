/** Single cells as people fill them in: names, numbers, codes, phones, choices. Days are in `days.ts`. */
import { normalise } from '#door/text.ts'
import { Phone, type Sex } from '#door/values.ts'
import { fontMarks } from './legacy-font.ts'
import { latinDigits, type Reading, reading, refused } from './reading.ts'
import type { Cell } from './table.ts'

/** A line as it was written, but for what cannot be seen. */
export function text(cell: Cell | undefined, most = 120): Reading<string> {
  return reading(cell, (line) => {
    if (line.includes('\ufffd')) return refused('damaged-letters', line)
    if (line.length > most) return { problem: { code: 'too-many-letters', text: line.slice(0, 60), most } }
    return { value: line }
  })
}

/**
 * A name. In a column found to be written in a legacy font (`legacyFontIn`) every Latin letter is one of
 * its signs; elsewhere only what no Latin name holds is refused.
 */
export function personName(cell: Cell | undefined, { isLegacyColumn = false, most = 80 } = {}): Reading<string> {
  const read = text(cell, most)
  if ('problem' in read || read.value === null) return read
  const isLegacy = isLegacyColumn ? /[a-z\u00a1-\u00ff]/i.test(read.value) : fontMarks(read.value) === 'certain'
  return isLegacy ? refused('legacy-font', read.value) : read
}

export function wholeNumber(cell: Cell | undefined): Reading<number> {
  const read = decimal(cell)
  if ('problem' in read || read.value === null) return read
  return Number.isSafeInteger(read.value) ? read : refused('not-whole', shown(cell))
}

/** In either digits, in groups of three or not. A decimal comma is not told from a group: it is asked about. */
export function decimal(cell: Cell | undefined): Reading<number> {
  if (cell?.is === 'date') return refused('not-a-number', cell.day)
  return reading(cell, (line) => {
    if (cell?.is === 'number') return { value: cell.number }
    const written = latinDigits(line).replace(/[\u00a0\u202f\u2009]/g, ' ')
    if (/^-?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.\d+)?$/.test(written)) {
      return { value: Number(written.replace(/[, ]/g, '')) }
    }
    return refused(/^-?\d+(?:\.\d{3})*,\d+$/.test(written) ? 'decimal-comma' : 'not-a-number', line)
  })
}

export function villageCode(cell: Cell | undefined): Reading<string> {
  return placeCode(cell, 8)
}

/**
 * A code of the gazetteer. Spreadsheet programs drop the zero at its front; it is put back where exactly
 * one digit is missing and a province stands there then.
 */
export function placeCode(cell: Cell | undefined, digits: 2 | 4 | 6 | 8): Reading<string> {
  return reading(cell, (line) => {
    const code = latinDigits(line)
      .replace(/^'/, '')
      .replace(/[ .\-/]/g, '')
    const unknown: Reading<string> = { problem: { code: 'not-a-place-code', text: line, digits } }
    if (!/^\d+$/.test(code)) return unknown
    if (code.length === digits) return isProvince(code) ? { value: code } : unknown
    const whole = `0${code}`
    return whole.length === digits && isProvince(whole) ? { value: whole, note: 'zero-put-back' } : unknown
  })
}

function isProvince(code: string): boolean {
  const province = Number(code.slice(0, 2))
  return province >= 1 && province <= 25
}

/** Digits that a number in a spreadsheet keeps. */
const keptDigits = 15

/**
 * The number of a card or a paper, as text. `digits` is how many one has, where that is known: a number
 * with fewer has lost its zeros, and with what we do not know nothing is repaired.
 */
export function cardNumber(cell: Cell | undefined, digits?: number): Reading<string> {
  if (cell?.is === 'date') return refused('digits-lost', cell.day)
  return reading(cell, (line) => {
    const number = latinDigits(line).replace(/^'/, '')
    const isNumber = cell?.is === 'number'
    const isScientific = /^\d(?:[.,]\d+)?e[+-]?\d+$/i.test(number)
    const isRounded = isNumber ? !/^\d{1,15}$/.test(number) : /^\d+$/.test(number) && endsInZeros(number)
    const hasLostZeros = digits !== undefined && isNumber && number.length < digits
    return isScientific || isRounded || hasLostZeros ? refused('digits-lost', line) : { value: number }
  })
}

/** A list saved as text after a spreadsheet program had rounded it. */
function endsInZeros(number: string): boolean {
  return number.length > keptDigits && /^0+$/.test(number.slice(keptDigits))
}

/** E.164. A number without `+` is Cambodian, and its first zero may be missing. */
export function phone(cell: Cell | undefined): Reading<string> {
  if (cell?.is === 'date') return refused('not-a-phone', cell.day)
  return reading(cell, (line) => {
    const written = latinDigits(line).replace(/^'/, '')
    if (/\d{6,}\s*[/,;&]\s*\+?\d/.test(written.replace(/[ .-]/g, ''))) return refused('several-phones', line)
    if (/^\d(?:\.\d+)?e\+?\d+$/i.test(written)) return refused('digits-lost', line)
    const digits = written.replace(/[ .\-()]/g, '').replace(/^00(?=\d{9})/, '+')
    const [number, hasZero] = e164(digits)
    if (!Phone.safeParse(number).success) return refused('not-a-phone', line)
    return hasZero ? { value: number } : { value: number, note: 'zero-put-back' }
  })
}

function e164(digits: string): [number: string, hasZero: boolean] {
  // Eight or nine digits follow the zero; the country's own code before them is seldom given a plus.
  const cambodian = /^(?:\+?8550?|0)([1-9]\d{7,8})$/.exec(digits)
  if (cambodian) return [`+855${cambodian[1]}`, true]
  if (/^[1-9]\d{7,8}$/.test(digits)) return [`+855${digits}`, false]
  return [/^\+(?!855)/.test(digits) ? digits : '', true]
}

const sexes = wordsFor<Sex>({
  female: 'ស្រី ស ស. នារី ស្ត្រី f female woman girl',
  male: 'ប្រុស ប ប. បុរស m male man boy',
})

/** 1 and 2 mean either in one list or another. */
export function sex(cell: Cell | undefined): Reading<Sex> {
  return reading(cell, (line) => {
    if (/^[012]$/.test(latinDigits(line))) return refused('sex-as-number', line)
    const meant = sexes.get(normalise(line))
    return meant ? { value: meant } : refused('not-a-sex', line)
  })
}

const answers = wordsFor<'yes' | 'no'>({
  yes: 'yes y true 1 x ✓ ✔ បាទ ចាស ចាស៎ មាន បាន មែន ត្រូវ',
  no: 'no n false 0 ទេ មិន អត់ គ្មាន មិនមាន អត់មាន មិនមែន មិនទាន់',
})

export function yesOrNo(cell: Cell | undefined): Reading<boolean> {
  return reading(cell, (line) => {
    const meant = answers.get(asKey(line))
    return meant ? { value: meant === 'yes' } : refused('not-yes-or-no', line)
  })
}

function wordsFor<Meaning extends string>(words: Record<Meaning, string>): ReadonlyMap<string, Meaning> {
  return new Map(
    (Object.entries(words) as [Meaning, string][]).flatMap(([meaning, line]) =>
      line.split(' ').map((word) => [asKey(word), meaning] as const),
    ),
  )
}

/** Signs alone (a tick) are nothing to the comparison of names, and something here. */
function asKey(word: string): string {
  return normalise(word) || word
}

function shown(cell: Cell | undefined): string {
  return cell?.is === 'number' || cell?.is === 'text' ? cell.text : ''
}
