/**
 * The rows that were not taken in, as a file to correct: the list's own columns, and two that say in the
 * reader's language what became of the row and what is wrong with it. Corrected and brought again under the same name, only they are taken in.
 */
import type { Import } from '#capabilities/imports/import.ts'
import type { Pool } from '#server/database/connection.ts'
import { explainRowProblemInPlace } from '#ui/explain-import.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { leftOverWords } from '#ui/words/names.ts'
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
  const kept = ownColumns(header)
  const titles = kept.map((column) => header[column]!)
  const locale = { locale: language }
  yield `\ufeff${lineOf([...titles, m.import_outcome_column({}, locale), m.import_correction_column({}, locale)])}`
  for await (const { outcome = 'refused', cells, problems } of rows) {
    const sentences = problems.map((problem) => explainRowProblemInPlace(problem, header, language))
    const told = [leftOverWords[outcome]({}, locale), sentences.join(' ')]
    yield lineOf([...kept.map((column) => cells[column] ?? ''), ...told])
  }
}

/** The rows about nobody who is registered, in the list's own columns: ready to be brought as households. */
export async function* unmatchedFile(list: Pick<Import, 'key' | 'header'>, pool: Pool): AsyncGenerator<string> {
  const kept = ownColumns(list.header)
  yield `\ufeff${lineOf(kept.map((column) => list.header[column]!))}`
  for await (const { outcome, cells } of problemRows(list.key, pool)) {
    if (outcome === 'unmatched') yield lineOf(kept.map((column) => cells[column] ?? ''))
  }
}

/** A list that was corrected once before has our columns already. */
function ownColumns(header: readonly string[]): number[] {
  const ours = (['km', 'en'] as const).flatMap((locale) => [
    m.import_outcome_column({}, { locale }),
    m.import_correction_column({}, { locale }),
  ])
  return header.flatMap((title, column) => (ours.includes(title) ? [] : [column]))
}

/** Whether a list is a file of ours that was corrected. */
export function isCorrection(header: readonly string[]): boolean {
  return (['km', 'en'] as const).some((locale) => header.includes(m.import_correction_column({}, { locale })))
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
