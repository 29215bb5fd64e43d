/** A workbook of today's spreadsheet programs, read sheet by sheet and row by row. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { columnName, type TableNote, type TableRow } from '#capabilities/imports/table.ts'
import { Archive } from './archive.ts'
import { TableBroken } from './broken.ts'
import { formatsOf } from './formats.ts'
import { type Header, headerOf, rowsLookedAt } from './header.ts'
import { SharedStrings, sharedStringsOf } from './shared-strings.ts'
import { noFindings, rowsOf, type SheetContext, type SheetFindings } from './sheet.ts'
import type { Table, TableOptions } from './table.ts'
import { type Sheet, type Workbook, workbookOf } from './workbook.ts'

/** What people can read the names of at a glance. */
const rangesNamed = 20

export async function openWorkbook(path: string, options: TableOptions): Promise<Table> {
  const archive = await Archive.open(path)
  try {
    const workbook = await workbookOf(archive)
    const sheet = chosen(workbook.sheets, options.sheet)
    const context = await contextOf(archive, workbook)
    const { first, findings, last } = await lookThrough(archive, sheet, context, options.headerRow)
    const header = headerOf(first, options.headerRow)
    return {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
      sheet: sheet.name,
      headerRow: header.headerRow,
      header: header.header,
      ...(await digestOf(path)),
      serialsFrom: workbook.since1904 ? 1904 : 1900,
      notes: [...sheetNotes(workbook.sheets, sheet), ...header.notes, ...findingNotes(findings, header)],
      rowsAbout: Math.max(0, last - header.headerRow),
      rows: () => below(path, sheet, context, header.headerRow),
    }
  } finally {
    archive.close()
  }
}

/** A hidden sheet is read only when it is asked for by its name. */
function chosen(sheets: readonly Sheet[], named?: string): Sheet {
  const names = sheets.map(({ name }) => name)
  if (names.length === 0) throw new TableBroken({ refused: 'empty' })
  const sheet = sheets.find(({ name, hidden }) => (named === undefined ? !hidden : name === named))
  if (sheet) return sheet
  throw new TableBroken(
    named === undefined
      ? { refused: 'all-sheets-hidden', sheets: names }
      : { refused: 'sheet-missing', sheet: named, sheets: names },
  )
}

async function contextOf(archive: Archive, { stringsPart, stylesPart, since1904 }: Workbook): Promise<SheetContext> {
  const has = (part: string | undefined): part is string => part !== undefined && archive.has(part)
  return {
    strings: has(stringsPart) ? await sharedStringsOf(archive.read(stringsPart), stringsPart) : new SharedStrings(),
    formats: has(stylesPart) ? await formatsOf(archive.read(stylesPart), stylesPart) : [],
    since1904,
  }
}

/** Once to the end: merged ranges are told after the rows, and a file that breaks off is refused before anybody begins. */
async function lookThrough(archive: Archive, { part }: Sheet, context: SheetContext, headerRow = 0) {
  const findings = noFindings()
  const first: TableRow[] = []
  let last = 0
  for await (const row of rowsOf(archive.read(part), part, context, findings)) {
    last = row.number
    if (first.length < rowsLookedAt || row.number <= headerRow) first.push(row)
  }
  if (first.length === 0) throw new TableBroken({ refused: 'empty' })
  return { first, findings, last }
}

async function* below(path: string, { part }: Sheet, context: SheetContext, headerRow: number) {
  const archive = await Archive.open(path)
  try {
    for await (const row of rowsOf(archive.read(part), part, context, noFindings())) {
      if (row.number > headerRow) yield row
    }
  } finally {
    archive.close()
  }
}

async function digestOf(path: string) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { digest: hash.digest('hex'), bytes }
}

function sheetNotes(sheets: readonly Sheet[], read: Sheet): TableNote[] {
  const left = sheets.filter((sheet) => sheet !== read)
  const [hidden, shown] = [left.filter((sheet) => sheet.hidden), left.filter((sheet) => !sheet.hidden)]
  return [
    ...(hidden.length > 0 ? [{ note: 'hidden-sheets-left-out' as const, sheets: hidden.map(({ name }) => name) }] : []),
    ...(shown.length > 0 ? [{ note: 'other-sheets-left-out' as const, sheets: shown.map(({ name }) => name) }] : []),
  ]
}

function findingNotes(findings: SheetFindings, { headerRow, header }: Header): TableNote[] {
  // Above the header stand titles, and beside the last column nothing is read into a field.
  const ranges = findings.ranges.filter((range) => lastRowOf(range) >= headerRow)
  const hiddenColumns = findings.hiddenColumns.filter((at) => header[at])
  return [
    ...(ranges.length > 0
      ? [
          {
            note: 'merged-cells' as const,
            ranges: ranges.slice(0, rangesNamed),
            count: ranges.length + findings.merged - findings.ranges.length,
            inHeader: ranges.some((range) => firstRowOf(range) <= headerRow),
          },
        ]
      : []),
    ...(findings.formulas > 0 ? [{ note: 'formulas-read-by-value' as const, cells: findings.formulas }] : []),
    ...(findings.hiddenRows > 0 ? [{ note: 'hidden-rows-read' as const, rows: findings.hiddenRows }] : []),
    ...(hiddenColumns.length > 0
      ? [{ note: 'hidden-columns-read' as const, columns: hiddenColumns.map(columnName) }]
      : []),
  ]
}

function firstRowOf(range: string): number {
  return Number(/\d+/.exec(range)?.[0] ?? 0)
}

function lastRowOf(range: string): number {
  return Number(/\d+$/.exec(range)?.[0] ?? 0)
}
