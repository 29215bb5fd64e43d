/** Lists written to a folder of the test's own, and read back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cell, TableRefusal, TableRow } from '#capabilities/imports/table.ts'
import { isRefused, openTable, type Table, type TableOptions } from '#server/tables/table.ts'

export function aFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-tables-'))
  return {
    file(name: string, bytes: Buffer | string): string {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export async function read(path: string, options?: TableOptions): Promise<{ table: Table; rows: TableRow[] }> {
  const table = await openTable(path, options)
  if (isRefused(table)) throw new Error(`The list was refused: ${JSON.stringify(table)}`)
  const rows: TableRow[] = []
  for await (const row of table.rows()) rows.push(row)
  return { table, rows }
}

export async function refusalOf(path: string, options?: TableOptions): Promise<TableRefusal | undefined> {
  const table = await openTable(path, options)
  return isRefused(table) ? table : undefined
}

/** Cells in short: what a person sees. */
export function shown(row: TableRow | undefined): (string | number | null)[] | undefined {
  return row?.cells.map((cell: Cell) =>
    cell.is === 'empty' ? null : cell.is === 'number' ? cell.number : cell.is === 'date' ? cell.day : cell.text,
  )
}
