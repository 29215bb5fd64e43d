import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { aFolder, read, refusalOf, shown } from '#dev/testing/tables.ts'
import { TableBroken } from './broken.ts'
import { isRefused, openTable } from './table.ts'

const folder = aFolder()
afterAll(folder.remove)

const list = 'ឈ្មោះ,Name,Sex\nសុខ ស្រីពៅ,Sok Srey Pov,ស្រី\nចាន់ ដារ៉ា,Chan Dara,ប្រុស\n'

function utf16(text: string, order: 'LE' | 'BE', mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return order === 'LE' ? bytes : bytes.swap16()
}

describe('letters', () => {
  test.each([
    ['UTF-8', Buffer.from(list), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${list}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(list, 'LE', true), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(list, 'BE', true), 'utf-16be'],
    ['UTF-16 LE without', utf16(list, 'LE', false), 'utf-16le'],
    ['UTF-16 BE without', utf16(list, 'BE', false), 'utf-16be'],
  ])('%s', async (_, bytes, encoding) => {
    const { table, rows } = await read(folder.file('letters.csv', bytes))

    expect(table).toMatchObject({
      format: 'csv',
      encoding,
      header: ['ឈ្មោះ', 'Name', 'Sex'],
      headerRow: 1,
      bytes: bytes.length,
      rowsAbout: 2,
    })
    expect(table.digest).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(rows.map(shown)).toEqual([
      ['សុខ ស្រីពៅ', 'Sok Srey Pov', 'ស្រី'],
      ['ចាន់ ដារ៉ា', 'Chan Dara', 'ប្រុស'],
    ])
  })

  test('of another code page are refused by name', async () => {
    const bytes = Buffer.concat([Buffer.from('Name,Sex\nRen'), Buffer.from([0xe9]), Buffer.from('e,F\n')])
    expect(await refusalOf(folder.file('ansi.csv', bytes))).toEqual({ refused: 'encoding', likely: 'windows-1252' })
    const wide = Buffer.from('fffe000041000000', 'hex')
    expect(await refusalOf(folder.file('wide.csv', wide))).toEqual({ refused: 'encoding', likely: 'utf-32' })
  })

  test('are looked at to the end of the file', async () => {
    const path = folder.file('late.csv', `Name,Sex\n${'Sok,F\n'.repeat(100_000)}`)
    appendFileSync(path, Buffer.from([0x4c, 0xff, 0x2c, 0x46]))
    expect(await refusalOf(path)).toEqual({ refused: 'encoding', likely: 'windows-1252' })
  })

  test('a NUL belongs to no list', async () => {
    const path = folder.file('nul.csv', 'Name,Sex\nSok\0,F\n')
    expect(await refusalOf(path)).toEqual({ refused: 'not-a-table', looksLike: 'program-data' })
  })
})

describe('signs between cells', () => {
  test.each([
    ['commas', ',', 'Name,Sex,Village\nSok,F,05080101\n'],
    ['semicolons, with commas in the numbers', ';', 'Name;Sex;Amount\nSok;F;1,50\nChan;M;2,75\n'],
    ['semicolons, with commas in every name', ';', 'Name;Sex;Age\n"Sok, Dara";F;20\nChan, Bopha;M;30\n'],
    ['tabs', '\t', 'Name\tSex\nSok, Dara\tF\n'],
    ['bars', '|', 'Name|Sex\nSok|F\n'],
  ])('%s', async (_, delimiter, text) => {
    const { table, rows } = await read(folder.file('signs.csv', text))
    expect(table.delimiter).toBe(delimiter)
    expect(table.header.slice(0, 2)).toEqual(['Name', 'Sex'])
    expect(rows[0]!.cells.length).toBe(table.header.length)
  })

  test('announced in the first line', async () => {
    const { table, rows } = await read(folder.file('announced.csv', 'sep=;\r\nName;Sex\r\nSok, Chan;F\r\n'))
    expect(table).toMatchObject({ delimiter: ';', header: ['Name', 'Sex'], headerRow: 1 })
    expect(rows).toMatchObject([{ number: 2 }])
  })
})

describe('rows', () => {
  test.each(['\r\n', '\n', '\r'])('end in %j', async (end) => {
    const { rows } = await read(folder.file('ends.csv', ['Name,Sex', 'Sok,F', 'Chan,M', ''].join(end)))
    expect(rows.map(shown)).toEqual([
      ['Sok', 'F'],
      ['Chan', 'M'],
    ])
  })

  test('end in all three ways in one file', async () => {
    const { rows } = await read(folder.file('mixed.csv', 'Name,Sex\r\nSok,F\nChan,M\rLy,F'))
    expect(rows.map((row) => row.number)).toEqual([2, 3, 4])
  })

  test('quotation marks hold commas, marks and lines; rows count as a spreadsheet counts', async () => {
    const { rows } = await read(
      folder.file('quotes.csv', 'Name,Note\n"Sok, Dara","says ""yes""\nand no"\nChan,5" pipe\n'),
    )
    expect(rows.map((row) => row.number)).toEqual([2, 3])
    expect(rows.map(shown)).toEqual([
      ['Sok, Dara', 'says "yes"\nand no'],
      ['Chan', '5" pipe'],
    ])
  })

  test('may be shorter or longer than the header, and empty ones are left out', async () => {
    const { rows } = await read(folder.file('ragged.csv', 'Name,Sex,Age\nSok\n,,\n\nChan,M,30,more\n'))
    expect(rows.map((row) => [row.number, row.cells.length])).toEqual([
      [2, 1],
      [5, 4],
    ])
  })

  test('start from the beginning each time they are asked for', async () => {
    const { table } = await read(folder.file('again.csv', list))
    for await (const row of table.rows()) {
      expect(row.number).toBe(2)
      break
    }
    const numbers: number[] = []
    for await (const row of table.rows()) numbers.push(row.number)
    expect(numbers).toEqual([2, 3])
  })

  test('a zero kept by a formula is kept', async () => {
    const { rows } = await read(folder.file('kept.csv', 'Name,Village\nSok,="05080101"\n'))
    expect(shown(rows[0])).toEqual(['Sok', '05080101'])
  })

  test('a line without end is refused before anybody begins', async () => {
    const path = folder.file('long.csv', `Name,Sex\nSok,F\n${'x'.repeat(1_100_000)},F\n`)
    expect(await refusalOf(path)).toEqual({ refused: 'line-too-long', row: 3 })
  })

  test('a mark that is opened and never closed is named by its row', async () => {
    const short = await openTable(folder.file('open.csv', 'Name,Sex\nSok,F\n"Chan,M\nLy,F\n'))
    expect(short).toEqual({ refused: 'quotes', row: 3 })

    const long = await openTable(
      folder.file('open-long.csv', `Name,Sex\n${'Sok,F\n'.repeat(500)}"Chan,M\n${'Ly,F\n'.repeat(300_000)}`),
    )
    if (isRefused(long)) throw new Error('refused too early')
    const reading = async () => {
      for await (const _ of long.rows()) {
        // To the row that does not end.
      }
    }
    await expect(reading()).rejects.toEqual(new TableBroken({ refused: 'line-too-long', row: 502 }))
  })

  test('a cell longer than a spreadsheet allows is broken, and its row is not', async () => {
    const { rows } = await read(folder.file('cell.csv', `Name,Note\nSok,${'a'.repeat(40_000)}\n`))
    expect(rows[0]!.cells[1]).toMatchObject({ is: 'broken', why: 'too-long' })
  })

  test('more columns than any list has are refused', async () => {
    const path = folder.file('wide.csv', `Name,Sex\n${'1,'.repeat(2_000)}1\n`)
    expect(await refusalOf(path)).toEqual({ refused: 'too-wide', row: 2 })
  })
})

describe('header', () => {
  test('titles above it are skipped and noted', async () => {
    const { table, rows } = await read(folder.file('title.csv', 'បញ្ជីគ្រួសារក្រីក្រ,,\n\nName,Sex\nSok,F\n'))
    expect(table).toMatchObject({ headerRow: 3, header: ['Name', 'Sex'] })
    expect(table.notes).toEqual([{ note: 'titles-skipped', rows: 1 }])
    expect(rows).toMatchObject([{ number: 4 }])
  })

  test('is where a person says it is', async () => {
    const path = folder.file('named.csv', 'Report,2020 Q1\nName,Sex\nSok,F\n')
    expect((await read(path)).table.header).toEqual(['Report', '2020 Q1'])
    expect((await read(path, { headerRow: 2 })).table.header).toEqual(['Name', 'Sex'])
    expect(await refusalOf(path, { headerRow: 9 })).toEqual({ refused: 'header-missing' })
  })

  test('columns without a name, and names that two columns have, are noted', async () => {
    const { table } = await read(folder.file('names.csv', 'Name,,Phone,Phone\nSok,x,012,011,more\n'))
    expect(table.notes).toEqual([
      { note: 'columns-without-header', columns: ['B', 'E'] },
      { note: 'header-twice', header: 'Phone', columns: ['C', 'D'] },
    ])
  })

  test('a file without one is no list', async () => {
    expect(await refusalOf(folder.file('prose.csv', 'Dear Sir\nplease find attached\n'))).toEqual({
      refused: 'header-missing',
    })
    expect(await refusalOf(folder.file('empty.csv', ''))).toEqual({ refused: 'empty' })
    expect(await refusalOf(folder.file('blank.csv', '\ufeff \r\n\r\n'))).toEqual({ refused: 'empty' })
  })
})

test('a file much larger than memory should be is read in little memory', { timeout: 60_000 }, async () => {
  const line = (at: number) => `${at},"សុខ, ស្រីពៅ ${at % 997}",SOK SREY POV,05080101,012 345 678,31/12/1980,note ${at}\n`
  const path = folder.file('large.csv', 'No,ឈ្មោះ,Name,Village,Phone,Born,Note\n')
  for (let block = 0; block < 40; block++) {
    appendFileSync(path, Array.from({ length: 7_500 }, (_, at) => line(block * 7_500 + at)).join(''))
  }
  const table = await openTable(path)
  if (isRefused(table)) throw new Error('refused')
  const before = process.memoryUsage().rss
  let [rows, most] = [0, 0]
  for await (const _ of table.rows()) {
    rows += 1
    if (rows % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss)
  }

  expect(rows).toBe(300_000)
  expect(table.bytes).toBeGreaterThan(25_000_000)
  // Two and a half times as much text as this would be held, were it held.
  expect(most - before).toBeLessThan(120_000_000)
})
