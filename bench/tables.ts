/**
 * `npm run bench -- tables`: how fast lists are read, and in how much memory.
 *
 * Lists are written to a folder of their own, and each is read by a process of its own, so that the peak
 * is the reader's; its heap is small, so that what is merely not swept yet is not counted, and holding a
 * list would end it. `tables FILE` reads one that is there already.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chanceOf } from '#dev/chance.ts'
import { aName } from '#dev/names.ts'
import { workbookOf } from '#dev/testing/workbooks.ts'
import { openTable } from '#server/tables/table.ts'

const chance = chanceOf(11, 'lists to read')
const header = ['No', 'ឈ្មោះ', 'Name', 'Sex', 'Born', 'Village', 'Phone', 'Card', 'Registered', 'Poor', 'Amount', 'Note']
const names = Array.from({ length: 5_000 }, (_, at) => aName(chance, at % 2 ? 'female' : 'male'))

export async function measureTables([path]: readonly string[]): Promise<void> {
  if (path) return measure(path)
  const folder = mkdtempSync(join(tmpdir(), 'chamka-lists-'))
  try {
    for (const list of [csvOf(join(folder, 'list.csv'), 200_000_000), xlsxOf(join(folder, 'list.xlsx'), 50_000)]) {
      spawnSync(process.execPath, ['--max-old-space-size=128', process.argv[1]!, 'tables', list], { stdio: 'inherit' })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(path: string): Promise<void> {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`
  const before = process.memoryUsage().rss
  const begun = performance.now()
  const table = await openTable(path)
  if ('refused' in table) return void process.stdout.write(`refused: ${JSON.stringify(table)}\n`)
  const opened = performance.now()
  let rows = 0
  for await (const _ of table.rows()) rows += 1
  const seconds = (performance.now() - opened) / 1000
  process.stdout.write(
    `${table.format}, ${megabytes(statSync(path).size)}, ${rows} rows: looked through in ${((opened - begun) / 1000).toFixed(1)} s, ` +
      `read in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second, ` +
      `peak memory ${megabytes(process.resourceUsage().maxRSS * 1024)}, ${megabytes(before)} of it before the list was opened\n`,
  )
}

function cellsOf(row: number): (string | number)[] {
  const { nameKm, nameLatin } = names[row % names.length]!
  const day = `${1 + (row % 28)}/${1 + (row % 12)}/2020`
  const note = `row ${row} of this list`
  return [
    row,
    nameKm,
    nameLatin,
    row % 2 ? 'ស្រី' : 'ប្រុស',
    1950 + (row % 60),
    5080101 + (row % 400),
    '012 345 678',
    `KH${100_000 + row}`,
    day,
    row % 3 ? 'yes' : 'no',
    row * 1.5,
    note,
  ]
}

function csvOf(path: string, bytes: number): string {
  writeFileSync(path, `${header.join(',')}\n`)
  for (let row = 1; statSync(path).size < bytes; row += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, at) => cellsOf(row + at).join(','))
    appendFileSync(path, `${lines.join('\n')}\n`)
  }
  return path
}

function xlsxOf(path: string, rows: number): string {
  const cells = Array.from({ length: rows }, (_, at) => cellsOf(at + 1))
  writeFileSync(path, workbookOf({ sheets: [{ name: 'List', rows: [header, ...cells] }] }))
  return path
}
