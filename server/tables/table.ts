/**
 * A list that somebody brought, as it lies in the file: rows of cells, nothing guessed.
 *
 * What a cell means (a date, a village, a yes) is decided later and by rules that people can read, in
 * capabilities/imports; here a number keeps the text it would lose by being a number, and a date is a
 * date only where the spreadsheet says so.
 */

/** A cell as the file has it. */
export type Cell =
  | { readonly is: 'empty' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: number; readonly text: string }
  /** ISO, from a spreadsheet's date format. */
  | { readonly is: 'date'; readonly day: string }
  | { readonly is: 'broken'; readonly why: BrokenCell; readonly text: string }

export type BrokenCell = 'formula-without-value' | 'error-value' | 'too-long'

export interface TableRow {
  /** As a spreadsheet program numbers it, from 1. */
  readonly number: number
  readonly cells: readonly Cell[]
}

export interface Table {
  readonly format: 'csv' | 'xlsx'
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  readonly sheet: string | null
  readonly headerRow: number
  readonly header: readonly string[]
  /** SHA-256 of the file's bytes, hex. */
  readonly digest: string
  readonly bytes: number
  /** What a person should know before trusting the rows. */
  readonly notes: readonly TableNote[]
  /** The rows below the header that hold anything. May be asked again: starts from the beginning. */
  rows(): AsyncIterable<TableRow>
}

export type TableNote =
  | { readonly note: 'titles-skipped'; readonly rows: number }
  | { readonly note: 'hidden-sheets-left-out'; readonly sheets: readonly string[] }
  | { readonly note: 'other-sheets-left-out'; readonly sheets: readonly string[] }
  | { readonly note: 'merged-cells'; readonly ranges: readonly string[]; readonly inHeader: boolean }
  | { readonly note: 'formulas-read-by-value'; readonly cells: number }
  | { readonly note: 'column-without-header'; readonly columns: readonly string[] }
  | { readonly note: 'header-twice'; readonly header: string; readonly columns: readonly string[] }
  | { readonly note: 'extension-misleads'; readonly extension: string; readonly format: 'csv' | 'xlsx' }

export type TableRefusal =
  | { readonly refused: 'empty' }
  | { readonly refused: 'encoding'; readonly likely: string }
  | { readonly refused: 'password' }
  | { readonly refused: 'old-excel' }
  | { readonly refused: 'zip-bomb' }
  | { readonly refused: 'too-large'; readonly megabytes: number }
  | { readonly refused: 'not-a-table'; readonly looksLike: string }
  | { readonly refused: 'line-too-long'; readonly row: number }
  | { readonly refused: 'quotes'; readonly row: number }
  | { readonly refused: 'sheet-missing'; readonly sheet: string; readonly sheets: readonly string[] }
  | { readonly refused: 'all-sheets-hidden'; readonly sheets: readonly string[] }
  | { readonly refused: 'header-missing' }
  | { readonly refused: 'unreadable'; readonly where: string }

export interface TableOptions {
  readonly sheet?: string
  readonly headerRow?: number
}

export function isRefused(table: Table | TableRefusal): table is TableRefusal {
  return 'refused' in table
}

/** A file that turned out to be unreadable while its rows were read: the refusal, thrown. */
export class TableBroken extends Error {
  readonly refusal: TableRefusal

  constructor(refusal: TableRefusal) {
    super(`The list cannot be read: ${refusal.refused}.`)
    this.refusal = refusal
  }
}
