import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { aFolder, read, refusalOf, shown } from '#dev/testing/tables.ts'
import { part, partsOf, type WorkbookWritten, workbookOf, zipOf } from '#dev/testing/workbooks.ts'

const folder = aFolder()
afterAll(folder.remove)

const rows = [
  ['Name', 'Village'],
  ['សុខ ស្រីពៅ', 5080101],
]

function workbook(written: WorkbookWritten, name = 'list.xlsx'): string {
  return folder.file(name, workbookOf(written))
}

function sheet(cells: WorkbookWritten['sheets'][number]['rows'], more: Partial<WorkbookWritten> = {}): string {
  return workbook({ sheets: [{ name: 'List', rows: [['Name', 'Value'], ...cells] }], ...more })
}

describe('sheets', () => {
  test('the first that is shown is read; hidden ones are left out, and said to be', async () => {
    const path = workbook({
      sheets: [
        { name: 'Old', state: 'hidden', rows },
        { name: 'Codes', state: 'veryHidden', rows },
        { name: 'បញ្ជី', rows },
        { name: 'Notes', rows },
      ],
    })
    const { table, rows: found } = await read(path)

    expect(table).toMatchObject({
      format: 'xlsx',
      sheet: 'បញ្ជី',
      header: ['Name', 'Village'],
      headerRow: 1,
      rowsAbout: 1,
    })
    expect(table.digest).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'))
    expect(table.sheets.map(({ hidden }) => hidden)).toEqual([true, true, false, false])
    expect(table.notes).toEqual([
      { note: 'hidden-sheets-left-out', sheets: ['Old', 'Codes'] },
      { note: 'other-sheets-left-out', sheets: ['Notes'] },
    ])
    expect(found).toEqual([
      {
        number: 2,
        cells: [
          { is: 'text', text: 'សុខ ស្រីពៅ' },
          { is: 'number', number: 5080101, text: '5080101' },
        ],
      },
    ])
  })

  test('all hidden, missing by name, empty: refused', async () => {
    const hidden = workbook({ sheets: [{ name: 'Old', state: 'hidden', rows }] })
    expect(await refusalOf(hidden)).toEqual({ refused: 'all-sheets-hidden', sheets: ['Old'] })
    expect(await refusalOf(hidden, { sheet: 'New' })).toEqual({
      refused: 'sheet-missing',
      sheet: 'New',
      sheets: ['Old'],
    })
    expect((await read(hidden, { sheet: 'Old' })).rows).toHaveLength(1)
    expect(await refusalOf(workbook({ sheets: [{ name: 'List', rows: [] }] }))).toEqual({ refused: 'empty' })
  })
})

describe('cells', () => {
  test('texts: shared with runs and pronunciation, inline, of formulas', async () => {
    const strings =
      '<si><t>plain</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">សុខ </t></r><r><t>ស្រីពៅ</t></r><rPh sb="0" eb="1"><t>not said</t></rPh></si><si><t>two_x000D_lines</t></si>'
    const { rows: found } = await read(
      sheet(
        [
          [
            { attributes: 't="s"', xml: '<v>0</v>' },
            { attributes: 't="s"', xml: '<v>1</v>' },
          ],
          [
            { attributes: 't="s"', xml: '<v>2</v>' },
            { attributes: 't="str"', xml: '<f>A1&amp;B1</f><v>made</v>' },
          ],
        ],
        { strings },
      ),
    )
    expect(found.map(shown)).toEqual([
      ['plain', 'សុខ ស្រីពៅ'],
      ['two\rlines', 'made'],
    ])
  })

  test('formulas are read by the value they had; without one they are broken, and errors are', async () => {
    const { table, rows: found } = await read(
      sheet([
        ['sum', { xml: '<f>1+1</f><v>2</v>' }],
        ['none', { xml: '<f>SUM(A1:A9)</f>' }],
        ['error', { attributes: 't="e"', xml: '<v>#N/A</v>' }],
        ['of an error', { attributes: 't="e"', xml: '<f>VLOOKUP(A1,B:B,1)</f><v>#REF!</v>' }],
      ]),
    )
    expect(table.notes).toEqual([{ note: 'formulas-read-by-value', cells: 3 }])
    expect(found.map(({ cells }) => cells[1])).toEqual([
      { is: 'number', number: 2, text: '2' },
      { is: 'broken', why: 'formula-without-value', text: '=SUM(A1:A9)' },
      { is: 'broken', why: 'error-value', text: '#N/A' },
      { is: 'broken', why: 'error-value', text: '#REF!' },
    ])
  })

  test('numbers keep the text that people see', async () => {
    const { rows: found } = await read(
      sheet(
        [
          ['code', { attributes: 's="1"', xml: '<v>5080101</v>' }],
          ['rounded by the program', { xml: '<v>1.23456789012346E+17</v>' }],
          ['a tenth', { xml: '<v>0.10000000000000001</v>' }],
          ['yes', { attributes: 't="b"', xml: '<v>1</v>' }],
        ],
        { formats: ['00000000'] },
      ),
    )
    expect(found.map(({ cells }) => cells[1])).toEqual([
      { is: 'number', number: 5080101, text: '05080101' },
      { is: 'number', number: 123456789012346000, text: '1.23456789012346E+17' },
      { is: 'number', number: 0.1, text: '0.1' },
      { is: 'text', text: 'TRUE' },
    ])
  })

  test('days by their format, whatever it is called, and only those', async () => {
    const formats = ['dd/mm/yyyy', '[$-107041E]d mmm bbbb', '#,##0.00"d"', '[h]:mm', '[Red]0.00E+00', 'General']
    const { rows: found } = await read(
      sheet(
        formats.map((format, at) => [format, { attributes: `s="${at + 1}"`, xml: '<v>44196</v>' }]),
        { formats },
      ),
    )
    expect(found.map(({ cells }) => cells[1]!.is)).toEqual(['date', 'date', 'number', 'number', 'number', 'number'])
    expect(shown(found[0])).toEqual(['dd/mm/yyyy', '2020-12-31'])
  })

  test.each([
    [false, ['1900-01-01', '1900-02-28', 60, '1900-03-01', '2020-12-31', 0]],
    [true, ['1904-01-02', '1904-02-29', '1904-03-01', '1904-03-02', '2025-01-01', '1904-01-01']],
  ])('days counted from 1904: %s', async (since1904, days) => {
    const serials = [1, 59, 60, 61, 44196.75, 0]
    const { table, rows: found } = await read(
      sheet(
        serials.map((serial) => ['day', { attributes: 's="1"', xml: `<v>${serial}</v>` }]),
        { formats: ['yyyy-mm-dd'], since1904 },
      ),
    )
    expect(table.serialsFrom).toBe(since1904 ? 1904 : 1900)
    expect(found.map((row) => shown(row)![1])).toEqual(days)
  })

  test('merged ranges are named; the value stays in the first cell', async () => {
    const after = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells>'
    const path = workbook({
      sheets: [
        { name: 'List', rows: [['A title'], ['Village', 'Name'], ['Phum Thmei', 'Sok'], [null, 'Chan']], after },
      ],
    })
    const { table, rows: found } = await read(path)
    expect(table.notes).toEqual([
      { note: 'titles-skipped', rows: 1 },
      { note: 'merged-cells', ranges: ['A3:A4'], count: 1, inHeader: false },
    ])
    expect(found.map(shown)).toEqual([
      ['Phum Thmei', 'Sok'],
      [null, 'Chan'],
    ])

    const over = workbook({
      sheets: [
        {
          name: 'List',
          rows: [
            ['Name', 'Sex', null],
            ['Sok', 'F'],
          ],
          after: '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>',
        },
      ],
    })
    expect((await read(over)).table.notes).toMatchObject([{ note: 'merged-cells', ranges: ['B1:C1'], inHeader: true }])
  })

  test('hidden columns and rows are read, and said to be hidden', async () => {
    const written = partsOf({
      sheets: [
        {
          name: 'List',
          rows: [
            ['Name', 'Sex'],
            ['Sok', 'F'],
          ],
          before: '<cols><col min="2" max="16384" hidden="1"/></cols>',
        },
      ],
    }).map((one) =>
      one.name.includes('sheet1')
        ? part(one.name, one.bytes.toString().replace('<row r="2"', '<row r="2" hidden="1"'))
        : one,
    )
    const { table, rows: found } = await read(folder.file('filtered.xlsx', zipOf(written)))
    expect(table.notes).toEqual([
      { note: 'hidden-rows-read', rows: 1 },
      { note: 'hidden-columns-read', columns: ['B'] },
    ])
    expect(found.map(shown)).toEqual([['Sok', 'F']])
  })

  test('rows far apart keep their numbers, empty ones are left out, tags may have prefixes', async () => {
    const xml =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Sex</x:t></x:is></x:c></x:row><x:row r="7"><x:c r="B7" s="3"/></x:row><x:row r="900"><x:c r="B900" t="str"><x:v>F</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    const written = partsOf({ sheets: [{ name: 'List', rows: [] }] }).map((one) =>
      one.name.includes('sheet1') ? part(one.name, xml) : one,
    )
    const { rows: found } = await read(folder.file('prefixed.xlsx', zipOf(written)))
    expect(found).toEqual([{ number: 900, cells: [{ is: 'empty' }, { is: 'text', text: 'F' }] }])
  })
})
