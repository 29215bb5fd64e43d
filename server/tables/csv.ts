/** Text with cells between signs, in any of the ways that programs write it. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Cell, TableRow } from '#capabilities/imports/table.ts'
import { TableBroken } from './broken.ts'
import { announced, type Delimiter, delimiterOf } from './delimiter.ts'
import { decoded, type Encoding, encodingOf } from './encoding.ts'
import { headerOf, rowsLookedAt } from './header.ts'
import type { Table, TableOptions } from './table.ts'

/** Bytes of a row; a mark that is opened and never closed shows in one without end. */
const longestRow = 1_000_000
/** Letters in a cell, as in a spreadsheet program. */
const longestCell = 32_767
const mostColumns = 1_024

interface Dialect {
  readonly path: string
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  /** Letters before the first row. */
  readonly skip: number
}

export async function openCsv(path: string, head: Buffer, options: TableOptions): Promise<Table> {
  const encoding = encodingOf(head)
  const { digest, bytes, beginning, lines } = await lookThrough(path, encoding)
  if (/^\ufeff?\s*$/.test(beginning)) throw new TableBroken({ refused: 'empty' })

  const told = announced(beginning)
  const delimiter = told?.delimiter ?? delimiterOf(beginning)
  const dialect = { path, encoding, delimiter, skip: told?.length ?? 0 }
  const { headerRow, header, notes } = headerOf(await firstOf(dialect, options.headerRow), options.headerRow)
  return {
    format: 'csv',
    encoding,
    delimiter,
    sheets: [],
    sheet: null,
    headerRow,
    header,
    digest,
    bytes,
    serialsFrom: 1900,
    notes,
    rowsAbout: Math.max(0, lines - headerRow),
    rows: () => below(dialect, headerRow),
  }
}

/** Once to the end: every letter belongs to the encoding, and no line is without end. */
async function lookThrough(path: string, encoding: Encoding) {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = async function* () {
    for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  let beginning = ''
  let [line, lines] = [0, 1]
  for await (const text of decoded(counted(), encoding)) {
    if (beginning.length < 65_536) beginning += text
    const last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
    line = last === -1 ? line + text.length : text.length - last - 1
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
    // Refused again, by rows, where rows are read; here an endless line is found before anybody waits for it.
    if (line > longestRow) throw new TableBroken({ refused: 'line-too-long', row: lines })
  }
  // After the last break of a line nothing stands, as a rule.
  return {
    digest: hash.digest('hex'),
    bytes,
    beginning: beginning.slice(0, 65_536),
    lines: line === 0 ? lines - 1 : lines,
  }
}

async function firstOf(dialect: Dialect, headerRow = 0): Promise<TableRow[]> {
  const first: TableRow[] = []
  for await (const row of rowsOf(dialect)) {
    first.push(row)
    if (first.length >= rowsLookedAt && row.number >= headerRow) break
  }
  return first
}

async function* below(dialect: Dialect, headerRow: number): AsyncGenerator<TableRow> {
  for await (const row of rowsOf(dialect)) if (row.number > headerRow) yield row
}

async function* rowsOf(dialect: Dialect): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: dialect.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: longestRow,
  })
  // What goes wrong reaches us by the parser, which the pipeline closes with the reason.
  pipeline(Readable.from(textOf(dialect)), parser, () => undefined)
  let number = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1
      const cells = cellsOf(record)
      if (cells.length > mostColumns) throw new TableBroken({ refused: 'too-wide', row: number })
      if (cells.length > 0) yield { number, cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? new TableBroken(refusalOf(error, number + 1)) : error
  }
}

async function* textOf({ path, encoding, skip }: Dialect): AsyncGenerator<string> {
  let left = skip
  for await (const text of decoded(createReadStream(path, { highWaterMark: 262_144 }), encoding)) {
    const rest = text.slice(left)
    left = Math.max(0, left - text.length)
    if (rest !== '') yield rest
  }
}

/** An endless row begins, as a rule, with a mark that was never closed. */
function refusalOf(error: CsvError, row: number) {
  return error.code === 'CSV_MAX_RECORD_SIZE'
    ? ({ refused: 'line-too-long', row } as const)
    : ({ refused: 'quotes', row } as const)
}

const empty: Cell = { is: 'empty' }

function cellsOf(record: readonly string[]): Cell[] {
  let end = record.length
  while (end > 0 && record[end - 1]!.trim() === '') end -= 1
  return record.slice(0, end).map(cellOf)
}

function cellOf(written: string): Cell {
  if (written.trim() === '') return empty
  if (written.length > longestCell) return { is: 'broken', why: 'too-long', text: written.slice(0, 200) }
  // ="0123" is how a zero at the front is kept from a spreadsheet program.
  const kept = /^="([^"]*)"$/.exec(written)
  return { is: 'text', text: kept ? kept[1]! : written }
}
