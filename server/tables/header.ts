/** Where the list begins, and what its columns are called. */
import { type Cell, columnName, type TableNote, type TableRow } from '#capabilities/imports/table.ts'
import { TableBroken } from './broken.ts'

/** Rows looked at for a header, and for columns that have none. */
export const rowsLookedAt = 200

export interface Header {
  readonly headerRow: number
  readonly header: readonly string[]
  readonly notes: readonly TableNote[]
}

/** The row that was named, or the first with two texts in it: a title is one. */
export function headerOf(first: readonly TableRow[], named?: number): Header {
  const row = first.find((row) => (named === undefined ? textsIn(row) >= 2 : row.number === named))
  if (!row) throw new TableBroken({ refused: 'header-missing' })

  const header = row.cells.map((cell) => textOf(cell).replace(/\s+/g, ' ').trim())
  const titles = first.filter(({ number }) => number < row.number).length
  return {
    headerRow: row.number,
    header,
    notes: [
      ...(titles > 0 ? [{ note: 'titles-skipped' as const, rows: titles }] : []),
      ...nameless(header, first.slice(first.indexOf(row) + 1)),
      ...twice(header),
    ],
  }
}

function textsIn(row: TableRow): number {
  return row.cells.filter((cell) => cell.is === 'text' && cell.text.trim() !== '').length
}

function textOf(cell: Cell): string {
  if (cell.is === 'empty') return ''
  return cell.is === 'date' ? cell.day : cell.text
}

function nameless(header: readonly string[], below: readonly TableRow[]): TableNote[] {
  const filled = new Set(below.flatMap(({ cells }) => cells.flatMap((cell, at) => (cell.is === 'empty' ? [] : [at]))))
  const columns = [...filled].filter((at) => !header[at]).sort((one, other) => one - other)
  return columns.length > 0 ? [{ note: 'columns-without-header', columns: columns.map(columnName) }] : []
}

function twice(header: readonly string[]): TableNote[] {
  const places = new Map<string, number[]>()
  header.forEach((name, at) => {
    if (name !== '') places.set(name, [...(places.get(name) ?? []), at])
  })
  return [...places]
    .filter(([, at]) => at.length > 1)
    .map(([name, at]) => ({ note: 'header-twice', header: name, columns: at.map(columnName) }))
}
