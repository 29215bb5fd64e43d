/** The rows of one sheet, as they lie in its part, and what else the part says of them. */

import { dayOfSerial } from '#capabilities/imports/serial.ts'
import type { Cell, TableRow } from '#capabilities/imports/table.ts'
import { TableBroken } from './broken.ts'
import { unescaped } from './escapes.ts'
import { type NumberFormat, plain } from './formats.ts'
import type { SharedStrings } from './shared-strings.ts'
import { type Attributes, type Listener, told } from './xml.ts'

/** Letters in a cell, as in a spreadsheet program. */
const longestCell = 32_767
const mostColumns = 1_024
const rangesKept = 5_000

export interface SheetContext {
  readonly strings: SharedStrings
  readonly formats: readonly NumberFormat[]
  readonly since1904: boolean
}

/** What is said beside the rows; complete when the last row has been read. */
export interface SheetFindings {
  formulas: number
  hiddenRows: number
  readonly hiddenColumns: number[]
  merged: number
  readonly ranges: string[]
}

export function noFindings(): SheetFindings {
  return { formulas: 0, hiddenRows: 0, hiddenColumns: [], merged: 0, ranges: [] }
}

/** Rows that hold anything, without the empty cells at their ends. */
export async function* rowsOf(
  bytes: AsyncIterable<Buffer>,
  where: string,
  context: SheetContext,
  findings: SheetFindings,
): AsyncGenerator<TableRow> {
  const rows: TableRow[] = []
  for await (const _ of told(bytes, where, rowListener(where, context, findings, rows))) {
    yield* rows
    rows.length = 0
  }
}

/** A cell while it is being told. */
interface Telling {
  readonly column: number
  readonly type: string
  readonly format: NumberFormat
  value: string | undefined
  formula: string | undefined
}

const empty: Cell = { is: 'empty' }

function rowListener(where: string, context: SheetContext, findings: SheetFindings, rows: TableRow[]): Listener {
  let number = 0
  let hidden = false
  let column = -1
  let cells: Cell[] = []
  let cell: Telling | undefined
  let into: 'value' | 'formula' | undefined
  let spoken = 0

  const put = (made: Cell, at: number) => {
    if (made.is === 'empty') return
    if (at >= mostColumns) throw new TableBroken({ refused: 'too-wide', row: number })
    while (cells.length < at) cells.push(empty)
    cells[at] = made
  }

  return {
    opened(name, attributes) {
      if (name === 'row') {
        const told = Number(attributes.r)
        number = told > number ? told : number + 1
        hidden = isOn(attributes.hidden)
        column = -1
        cells = []
      } else if (name === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1
        const format = context.formats[Number(attributes.s ?? 0)] ?? plain
        cell = { column, type: attributes.t ?? 'n', format, value: undefined, formula: undefined }
      } else if (cell && (name === 'v' || (name === 't' && spoken === 0))) {
        into = 'value'
        cell.value ??= ''
      } else if (cell && name === 'f') {
        into = 'formula'
        cell.formula ??= ''
      } else if (name === 'rPh') spoken += 1
      else noted(name, attributes, findings)
    },
    text(piece) {
      if (!cell || !into) return
      const kept = cell[into] ?? ''
      // One letter too many is enough to know, and all that is kept.
      if (kept.length <= longestCell) cell[into] = kept + piece.slice(0, longestCell + 1)
    },
    closed(name) {
      if (name === 'v' || name === 't' || name === 'f') into = undefined
      else if (name === 'rPh') spoken -= 1
      else if (name === 'c' && cell) {
        if (cell.formula !== undefined) findings.formulas += 1
        put(cellOf(cell, where, context), cell.column)
        cell = undefined
      } else if (name === 'row' && cells.length > 0) {
        if (hidden) findings.hiddenRows += 1
        rows.push({ number, cells })
        cells = []
      }
    },
  }
}

function noted(name: string, attributes: Attributes, findings: SheetFindings): void {
  if (name === 'mergeCell') {
    findings.merged += 1
    if (findings.ranges.length < rangesKept) findings.ranges.push(attributes.ref ?? '')
  } else if (name === 'col' && isOn(attributes.hidden)) {
    const last = Math.min(Number(attributes.max), mostColumns)
    for (let at = Number(attributes.min); at <= last; at++) findings.hiddenColumns.push(at - 1)
  }
}

function cellOf(cell: Telling, where: string, context: SheetContext): Cell {
  const { type, value, formula } = cell
  if (value === undefined || (value === '' && type !== 'str')) {
    return formula === undefined
      ? empty
      : { is: 'broken', why: 'formula-without-value', text: `=${formula.slice(0, 200)}` }
  }
  if (type === 's') {
    const shared = context.strings.at(Number(value))
    if (shared === undefined) throw new TableBroken({ refused: 'unreadable', where })
    return textCell(shared)
  }
  if (type === 'inlineStr' || type === 'str') return textCell(unescaped(value))
  if (type === 'e') return { is: 'broken', why: 'error-value', text: value.slice(0, 200) }
  if (type === 'b') return { is: 'text', text: value === '1' ? 'TRUE' : 'FALSE' }
  if (type === 'd') return { is: 'date', day: value.slice(0, 10) }
  return numberCell(value.trim(), cell.format, context.since1904)
}

function textCell(text: string): Cell {
  if (text.trim() === '') return empty
  return text.length > longestCell ? { is: 'broken', why: 'too-long', text: text.slice(0, 200) } : { is: 'text', text }
}

function numberCell(written: string, format: NumberFormat, since1904: boolean): Cell {
  const number = Number(written)
  if (written === '' || !Number.isFinite(number))
    return { is: 'broken', why: 'error-value', text: written.slice(0, 200) }
  const day = format.isDate ? dayOfSerial(number, since1904) : undefined
  if (day) return { is: 'date', day }
  // 0.1 is kept by these programs as 0.10000000000000001; whole numbers stay digit for digit.
  const text = /^\d+$/.test(written)
    ? written.padStart(format.digits, '0')
    : /e/i.test(written)
      ? written
      : String(number)
  return { is: 'number', number, text }
}

/** `AB12` is the column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (const sign of reference) {
    const letter = sign.charCodeAt(0) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
