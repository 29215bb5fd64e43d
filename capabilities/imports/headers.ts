/**
 * Which column is which field. People call a column as they like, in two languages; what is not clear is
 * shown and chosen by them, never by us.
 */
import { normalise } from '#door/text.ts'

export interface FieldNames<Field extends string = string> {
  readonly field: Field
  /** What a column with it may be called, in English and Khmer. */
  readonly names: readonly string[]
}

export interface ColumnMatch<Field extends string = string> {
  readonly field: Field
  /** Counted from 0. */
  readonly column: number
  readonly by: 'name' | 'close-spelling'
}

export interface ColumnProposal<Field extends string = string> {
  readonly matches: readonly ColumnMatch<Field>[]
  /** Fields that more than one column could be: a person chooses. */
  readonly severalColumns: readonly { readonly field: Field; readonly columns: readonly number[] }[]
  /** Columns that could be more than one field: a person chooses. */
  readonly severalFields: readonly { readonly column: number; readonly fields: readonly Field[] }[]
  /** Columns with a header that no field is called by. */
  readonly unknown: readonly number[]
}

interface Likely<Field extends string> extends ColumnMatch<Field> {
  readonly distance: number
}

export function proposeColumns<Field extends string>(
  fields: readonly FieldNames<Field>[],
  header: readonly string[],
): ColumnProposal<Field> {
  const named = header.map((title, column) => ({ column, key: keyOf(title) })).filter(({ key }) => key !== '')
  const exact = named.flatMap(({ key, column }) => likely(fields, key, column, 0))
  const taken = new Set(exact.map(({ column }) => column))
  const found = new Set(exact.map(({ field }) => field))
  const close = named
    .filter(({ column }) => !taken.has(column))
    .flatMap(({ key, column }) => nearest(likely(fields, key, column)))
    .filter(({ field }) => !found.has(field))

  const all = [...exact, ...close]
  const severalFields = groups(all, 'column', 'field').map(([column, those]) => ({ column, fields: those }))
  const unclear = new Set(severalFields.map(({ column }) => column))
  const clear = all.filter(({ column }) => !unclear.has(column))
  const severalColumns = groups(clear, 'field', 'column').map(([field, columns]) => ({ field, columns }))
  const contested = new Set(severalColumns.map(({ field }) => field))
  const claimed = new Set(all.map(({ column }) => column))
  return {
    matches: clear
      .filter(({ field }) => !contested.has(field))
      .map(({ field, column, distance }) => ({ field, column, by: distance === 0 ? 'name' : 'close-spelling' })),
    severalColumns,
    severalFields,
    unknown: named.filter(({ column }) => !claimed.has(column)).map(({ column }) => column),
  }
}

/** As names are compared, without the number that some lists give their columns (`3. Name`), and without spaces. */
function keyOf(title: string): string {
  return normalise(title.replace(/^\s*[\d០-៩]+\s*[.)]\s*/, ''))
}

function likely<Field extends string>(
  fields: readonly FieldNames<Field>[],
  key: string,
  column: number,
  most = Number.POSITIVE_INFINITY,
): Likely<Field>[] {
  return fields.flatMap(({ field, names }) => {
    const distance = Math.min(...names.map((name) => distanceOf(key, keyOf(name))))
    if (distance > most || distance === Number.POSITIVE_INFINITY) return []
    return [{ field, column, distance, by: distance === 0 ? ('name' as const) : ('close-spelling' as const) }]
  })
}

function nearest<Field extends string>(candidates: readonly Likely<Field>[]): Likely<Field>[] {
  const least = Math.min(...candidates.map(({ distance }) => distance))
  return candidates.filter(({ distance }) => distance === least)
}

/** Those that share one thing and differ in the other. */
function groups<By extends 'field' | 'column', Other extends 'field' | 'column', Match extends Likely<string>>(
  matches: readonly Match[],
  by: By,
  other: Other,
): [Match[By], Match[Other][]][] {
  const found = new Map<Match[By], Match[Other][]>()
  for (const match of matches) found.set(match[by], [...(found.get(match[by]) ?? []), match[other]])
  return [...found].filter(([, those]) => those.length > 1)
}

/**
 * How many letters differ; infinite where that is too many to be the same words. Each word allows one
 * slip in four letters, so that short ones (km, en) allow none, and numbers have to agree: phone 2 is
 * not phone 1.
 */
function distanceOf(one: string, other: string): number {
  const [a, b] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')]
  if (a === b) return 0
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return Number.POSITIVE_INFINITY
  const [words, others] = [one.split(' '), other.split(' ')]
  if (words.length !== others.length) return within(slips(a, b), Math.min(a.length, b.length))
  return words.reduce((sum, word, at) => {
    const slipped = slips(word, others[at]!)
    return sum + within(slipped, Math.min(word.length, others[at]!.length))
  }, 0)
}

function within(slipped: number, letters: number): number {
  return slipped <= Math.min(2, Math.floor(letters / 4)) ? slipped : Number.POSITIVE_INFINITY
}

/** Letters put in, left out, changed, or two that changed places. */
function slips(one: string, other: string): number {
  const rows: number[][] = Array.from({ length: one.length + 1 }, (_, at) => [at])
  for (let column = 0; column <= other.length; column++) rows[0]![column] = column
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      rows[row]![column] = Math.min(
        rows[row - 1]![column]! + 1,
        rows[row]![column - 1]! + 1,
        rows[row - 1]![column - 1]! + same,
        swapped ? rows[row - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
  }
  return rows[one.length]![other.length]!
}
