/**
 * The rows that were not taken in, as a file to correct: the list's own columns, and one that says in the
 * reader's language what is wrong. Corrected and brought again under the same name, only they are taken in.
 */
import type { Import } from '#capabilities/imports/import.ts'
import type { Pool } from '#server/database/connection.ts'
import { explainRowProblemInPlace } from '#ui/explain-import.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import type { RowSeen } from './looking.ts'
import { problemRows } from './progress.ts'

/** Piece by piece, however many rows there are. Begins with the mark by which a spreadsheet program knows UTF-8. */
export async function* correctionFile(
  list: Pick<Import, 'key' | 'header'>,
  language: Language,
  pool: Pool,
): AsyncGenerator<string> {
  yield* correctionOf(list.header, problemRows(list.key, pool), language)
}

export async function* correctionOf(
  header: readonly string[],
  rows: AsyncIterable<RowSeen> | Iterable<RowSeen>,
  language: Language,
): AsyncGenerator<string> {
  // A list that was corrected once before has the column already.
  const told = ['km', 'en'].map((locale) => m.import_correction_column({}, { locale: locale as Language }))
  const kept = header.flatMap((title, column) => (told.includes(title) ? [] : [column]))
  const titles = kept.map((column) => header[column]!)
  yield `\ufeff${lineOf([...titles, m.import_correction_column({}, { locale: language })])}`
  for await (const { cells, problems } of rows) {
    const sentences = problems.map((problem) => explainRowProblemInPlace(problem, header, language))
    yield lineOf([...kept.map((column) => cells[column] ?? ''), sentences.join(' ')])
  }
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

/**
 * A spreadsheet program takes zeros from the front of a number and runs what begins like a formula. Written
 * as ="…" both are text, to it and to whoever reads the list again.
 */
function cellOf(text: string): string {
  const isEndangered = /^0\d+$|^\d{12,}$|^[=+\-@\t\r]/.test(text)
  const safe = !isEndangered ? text : text.includes('"') ? ` ${text}` : `="${text}"`
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
