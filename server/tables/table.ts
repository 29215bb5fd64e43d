/**
 * The one way to open a list that somebody brought, whatever its name says it is.
 *
 * A file is looked through once before anything is answered: its digest, whether it can be read to the
 * end, what a person should know. Rows are then read from the beginning as often as asked, a little at
 * a time; no file is ever held whole.
 */
import { open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { TableNote, TableRefusal, TableRow } from '#capabilities/imports/table.ts'
import { TableBroken } from './broken.ts'
import { openCsv } from './csv.ts'
import { looksLike, oleRefusal } from './lookalikes.ts'
import { openWorkbook } from './xlsx.ts'

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
  /** From which year a plain number counts days in this file, should a column of them be days. */
  readonly serialsFrom: 1900 | 1904
  readonly notes: readonly TableNote[]
  /** How many stand below the header: exactly where no cell holds several lines and no row is empty. */
  readonly rowsAbout: number
  /** The rows below the header that hold anything. May be asked again: starts from the beginning. */
  rows(): AsyncIterable<TableRow>
}

export interface TableOptions {
  readonly sheet?: string
  readonly headerRow?: number
}

const mostMegabytes = 1024

/** Throws only where the file itself cannot be had, and, from `rows()`, `TableBroken`. */
export async function openTable(path: string, options: TableOptions = {}): Promise<Table | TableRefusal> {
  try {
    return await opened(path, options)
  } catch (error) {
    if (error instanceof TableBroken) return error.refusal
    throw error
  }
}

export function isRefused(table: Table | TableRefusal): table is TableRefusal {
  return 'refused' in table
}

async function opened(path: string, options: TableOptions): Promise<Table> {
  const { size } = await stat(path)
  if (size === 0) throw new TableBroken({ refused: 'empty' })
  if (size > mostMegabytes * 1_000_000) throw new TableBroken({ refused: 'too-large', megabytes: mostMegabytes })

  const head = await beginningOf(path)
  const kind = looksLike(head)
  if (kind === 'ole') throw new TableBroken(await oleRefusal(path))
  if (kind !== 'zip' && kind !== 'text') throw new TableBroken({ refused: 'not-a-table', looksLike: kind })

  const table = kind === 'zip' ? await openWorkbook(path, options) : await openCsv(path, head, options)
  const extension = extname(path).slice(1).toLowerCase()
  return misleads(extension, table.format)
    ? { ...table, notes: [...table.notes, { note: 'extension-misleads', extension, format: table.format }] }
    : table
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Only a name that promises the other kind is worth a word: uploads often have none. */
function misleads(extension: string, format: Table['format']): boolean {
  const promised: Record<string, Table['format']> = { csv: 'csv', tsv: 'csv', txt: 'csv', xlsx: 'xlsx', xlsm: 'xlsx' }
  return extension === 'xls' || (promised[extension] ?? format) !== format
}
