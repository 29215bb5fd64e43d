/** Files that are not what they say, and files made to do harm. */
import { afterAll, describe, expect, test } from 'vitest'
import { aFolder, read, refusalOf } from '#dev/testing/tables.ts'
import { type Part, part, partsOf, workbookOf, zipOf } from '#dev/testing/workbooks.ts'

const folder = aFolder()
afterAll(folder.remove)

const sheets = [
  {
    name: 'List',
    rows: [
      ['Name', 'Sex'],
      ['Sok', 'F'],
    ],
  },
]

function withSheet(xml: string | Buffer, more: Partial<Part> = {}): string {
  const parts = partsOf({ sheets }).map((one) =>
    one.name.includes('sheet1') ? { name: one.name, bytes: Buffer.from(xml), ...more } : one,
  )
  return folder.file('hostile.xlsx', zipOf(parts))
}

function oleOf(name: string): Buffer {
  const container = Buffer.alloc(4_096)
  container.write('d0cf11e0a1b11ae1', 'hex')
  container.write(name, 1_024, 'utf16le')
  return container
}

describe('a file is read by what it is', () => {
  test('a workbook called .csv, a list called .xlsx or .xls', async () => {
    const workbook = await read(folder.file('list.csv', workbookOf({ sheets })))
    expect(workbook.table.format).toBe('xlsx')
    expect(workbook.table.notes).toEqual([{ note: 'extension-misleads', extension: 'csv', format: 'xlsx' }])

    for (const extension of ['xlsx', 'xls']) {
      const { table } = await read(folder.file(`list.${extension}`, 'Name,Sex\nSok,F\n'))
      expect(table.notes).toEqual([{ note: 'extension-misleads', extension, format: 'csv' }])
    }
  })

  test.each([
    ['a workbook under a password', oleOf('EncryptedPackage'), { refused: 'password' }],
    ['a workbook of before 2007', oleOf('Workbook'), { refused: 'old-excel' }],
    ['another old document', oleOf('WordDocument'), { refused: 'not-a-table', looksLike: 'document' }],
    ['a PDF', Buffer.from('%PDF-1.7\n'), { refused: 'not-a-table', looksLike: 'pdf' }],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), { refused: 'not-a-table', looksLike: 'picture' }],
    ['a page', Buffer.from('\n<html><table>'), { refused: 'not-a-table', looksLike: 'web-page' }],
    ['XML', Buffer.from('\ufeff<?xml version="1.0"?>'), { refused: 'not-a-table', looksLike: 'xml' }],
    ['JSON', Buffer.from('[{"name":"Sok"}]'), { refused: 'not-a-table', looksLike: 'json' }],
    ['a zip of lists', zipOf([part('a.csv', 'a,b')]), { refused: 'not-a-table', looksLike: 'archive' }],
    ['a letter', zipOf([part('word/document.xml', '<a/>')]), { refused: 'not-a-table', looksLike: 'document' }],
    [
      'an open document',
      zipOf([part('mimetype', 'x'), part('content.xml', '<a/>')]),
      { refused: 'not-a-table', looksLike: 'open-document' },
    ],
    ['half a workbook', workbookOf({ sheets }).subarray(0, 600), { refused: 'unreadable', where: 'zip' }],
  ])('%s', async (_, bytes, refusal) => {
    expect(await refusalOf(folder.file('what', bytes))).toEqual(refusal)
  })

  test('parts under a password of the zip', async () => {
    expect(await refusalOf(withSheet('<worksheet/>', { encrypted: true }))).toEqual({ refused: 'password' })
  })
})

describe('bombs', () => {
  // Nothing here may be inflated to its end: the memory of the process stays where it was.
  async function refusedInLittle(path: string) {
    const before = process.memoryUsage().rss
    const refusal = await refusalOf(path)
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
    return refusal
  }

  const row = `<row><c t="inlineStr"><is><t>${'A'.repeat(900)}</t></is></c></row>`
  const bomb = `<worksheet><sheetData>${row.repeat(40_000)}</sheetData></worksheet>`

  test('a sheet of 37 MB in less than 100 kB', async () => {
    const bytes = zipOf(partsOf({ sheets }).map((one) => (one.name.includes('sheet1') ? part(one.name, bomb) : one)))
    expect(bytes.length).toBeLessThan(100_000)
    expect(await refusedInLittle(folder.file('bomb.xlsx', bytes))).toEqual({ refused: 'zip-bomb' })
  })

  test('one whose directory says that it is small', async () => {
    expect(await refusedInLittle(withSheet(bomb, { claims: 5_000 }))).toEqual({ refused: 'zip-bomb' })
  })

  test('a bomb in the texts, in the styles, in the relations', async () => {
    for (const name of ['xl/styles.xml', 'xl/_rels/workbook.xml.rels', '_rels/.rels']) {
      const parts = partsOf({ sheets }).map((one) =>
        one.name === name ? part(name, `<a>${`<b c="${'a'.repeat(400)}"/>`.repeat(85_000)}</a>`) : one,
      )
      expect(await refusedInLittle(folder.file('parts.xlsx', zipOf(parts)))).toEqual({ refused: 'zip-bomb' })
    }
    const texts = partsOf({ sheets, strings: `<si><t>${'a'.repeat(400)}</t></si>`.repeat(85_000) })
    expect(await refusedInLittle(folder.file('texts.xlsx', zipOf(texts)))).toEqual({ refused: 'zip-bomb' })
  })

  test('a zip within a zip is not opened', async () => {
    const inner = zipOf([{ name: 'zeros', bytes: Buffer.alloc(50_000_000) }])
    const outer = zipOf([{ name: 'inner.zip', bytes: inner }])
    expect(await refusedInLittle(folder.file('nested.xlsx', outer))).toEqual({
      refused: 'not-a-table',
      looksLike: 'archive',
    })
    const where = 'xl/worksheets/sheet1.xml'
    expect(await refusedInLittle(withSheet(inner))).toEqual({ refused: 'unreadable', where })
  })

  test.each([
    ['a text without end', `<worksheet>${'a'.repeat(20_000_000)}</worksheet>`],
    ['a comment without end', `<worksheet><!--${'<a>'.repeat(5_000_000)}--></worksheet>`],
    ['a section without end', `<worksheet><![CDATA[${'<a>'.repeat(5_000_000)}]]></worksheet>`],
    ['a tag without end', `<worksheet ${'a="" '.repeat(4_000_000)}/>`],
    ['tags within tags', '<a>'.repeat(100_000)],
    ['its own entities', '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'],
    ['an entity of nobody', '<worksheet>&b;</worksheet>'],
    ['a text that nobody shares', '<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>'],
    ['an end that is missing', '<worksheet><sheetData><row>'],
    ['letters of another code page', Buffer.from('<worksheet>\xe9\xe9</worksheet>', 'latin1')],
  ])('%s', async (_, xml) => {
    expect(await refusedInLittle(withSheet(xml))).toEqual({ refused: 'unreadable', where: 'xl/worksheets/sheet1.xml' })
  })

  test('a cell far to the right, or longer than any program writes', async () => {
    const far = '<worksheet><sheetData><row r="3"><c r="XFD3" t="str"><v>x</v></c></row></sheetData></worksheet>'
    expect(await refusalOf(withSheet(far))).toEqual({ refused: 'too-wide', row: 3 })

    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const long = `<worksheet><sheetData><row>${cell('Name')}${cell('Note')}</row><row>${cell('Sok')}${cell('a'.repeat(90_000))}</row></sheetData></worksheet>`
    const { rows } = await read(withSheet(long))
    expect(rows[0]!.cells[1]).toMatchObject({ is: 'broken', why: 'too-long' })
  })

  test('bytes that were changed on the way are noticed', async () => {
    const bytes = workbookOf({ sheets })
    const at = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    // The sum in the directory's last entry, which is the sheet's.
    bytes.writeUInt32LE(1, at + 16)
    const where = 'xl/worksheets/sheet1.xml'
    expect(await refusalOf(folder.file('changed.xlsx', bytes))).toEqual({ refused: 'unreadable', where })
  })
})
