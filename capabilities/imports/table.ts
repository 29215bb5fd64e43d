/**
 * A list that somebody brought, as it lies in the file: rows of cells, nothing guessed.
 *
 * What a cell means (a date, a village, a yes) is decided later and by rules that people can read, in
 * `cells.ts`; here a number keeps the text it would lose by being a number, and a date is a date only
 * where the spreadsheet says so.
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
  /** Without the empty cells at its end. A row may be shorter or longer than the header. */
  readonly cells: readonly Cell[]
}

/** What a person should know before trusting the rows. */
export type TableNote =
  | { readonly note: 'titles-skipped'; readonly rows: number }
  | { readonly note: 'hidden-sheets-left-out'; readonly sheets: readonly string[] }
  | { readonly note: 'other-sheets-left-out'; readonly sheets: readonly string[] }
  /** Hidden or filtered away, and read all the same. */
  | { readonly note: 'hidden-rows-read'; readonly rows: number }
  | { readonly note: 'hidden-columns-read'; readonly columns: readonly string[] }
  /** The value belongs to the first cell of a range; at most twenty ranges are named. */
  | {
      readonly note: 'merged-cells'
      readonly ranges: readonly string[]
      readonly count: number
      readonly inHeader: boolean
    }
  | { readonly note: 'formulas-read-by-value'; readonly cells: number }
  | { readonly note: 'columns-without-header'; readonly columns: readonly string[] }
  | { readonly note: 'header-twice'; readonly header: string; readonly columns: readonly string[] }
  | { readonly note: 'extension-misleads'; readonly extension: string; readonly format: 'csv' | 'xlsx' }

/** Why a file is not read at all. */
export type TableRefusal =
  | { readonly refused: 'empty' }
  | { readonly refused: 'encoding'; readonly likely: string }
  | { readonly refused: 'password' }
  | { readonly refused: 'old-excel' }
  | { readonly refused: 'zip-bomb' }
  | { readonly refused: 'too-large'; readonly megabytes: number }
  | { readonly refused: 'not-a-table'; readonly looksLike: Lookalike }
  | { readonly refused: 'line-too-long'; readonly row: number }
  | { readonly refused: 'too-wide'; readonly row: number }
  | { readonly refused: 'quotes'; readonly row: number }
  | { readonly refused: 'sheet-missing'; readonly sheet: string; readonly sheets: readonly string[] }
  | { readonly refused: 'all-sheets-hidden'; readonly sheets: readonly string[] }
  | { readonly refused: 'header-missing' }
  | { readonly refused: 'unreadable'; readonly where: string }

export type Lookalike =
  | 'pdf'
  | 'picture'
  | 'web-page'
  | 'xml'
  | 'json'
  | 'rich-text'
  | 'archive'
  | 'document'
  | 'open-document'
  | 'binary-excel'
  | 'program-data'

/** `A`, `B`, … `AA`: how a spreadsheet program calls a column, counted from 0. */
export function columnName(index: number): string {
  const before = Math.floor(index / 26)
  return (before === 0 ? '' : columnName(before - 1)) + String.fromCharCode(65 + (index % 26))
}

/** A cell as it is written into a file to correct. */
export function writtenIn(cell: Cell | undefined): string {
  if (!cell || cell.is === 'empty') return ''
  return cell.is === 'date' ? cell.day : cell.text
}
