/**
 * Workbooks and zips as tests need them: written part by part, so that what no honest program writes can
 * be written too.
 */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  readonly name: string
  readonly bytes: Buffer
  /** What the directory claims it inflates to, where that is a lie. */
  readonly claims?: number
  readonly encrypted?: boolean
}

export function part(name: string, text: string): Part {
  return { name, bytes: Buffer.from(text) }
}

export function zipOf(parts: readonly Part[]): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, claims = bytes.length, encrypted = false } of parts) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const written = Buffer.from(name)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(encrypted ? 0x801 : 0x800, 2)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(claims, 18)
    about.writeUInt16LE(written.length, 22)
    local.push(Buffer.from('504b0304', 'hex'), about, written, packed)

    const where = Buffer.alloc(14)
    where.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), about, where, written)
    offset += 30 + written.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, listed, end])
}

export interface SheetWritten {
  readonly name: string
  readonly state?: 'hidden' | 'veryHidden'
  /** Rows of cells: texts, numbers, or the XML of a cell's inside with its attributes. */
  readonly rows: readonly (readonly CellWritten[])[]
  /** What stands after the rows. */
  readonly after?: string
  /** What stands before the rows. */
  readonly before?: string
}

export type CellWritten = string | number | null | { readonly xml: string; readonly attributes?: string }

const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface WorkbookWritten {
  readonly sheets: readonly SheetWritten[]
  readonly since1904?: boolean
  /** Number formats by the style that cells name: `s="1"` is the first of these. */
  readonly formats?: readonly string[]
  readonly strings?: string
}

export function partsOf({ sheets, since1904 = false, formats = [], strings }: WorkbookWritten): Part[] {
  const listed = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
  )
  const related = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  const relationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
  return [
    part(
      '_rels/.rels',
      `<Relationships ${relationships}><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<workbook ${spreadsheet} xmlns:r="${office}"><workbookPr date1904="${since1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships ${relationships}>${related.join('')}<Relationship Id="rIdS" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rIdT" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', stylesOf(formats)),
    ...(strings === undefined ? [] : [part('xl/sharedStrings.xml', `<sst ${spreadsheet}>${strings}</sst>`)]),
    ...sheets.map((sheet, at) => part(`xl/worksheets/sheet${at + 1}.xml`, sheetOf(sheet))),
  ]
}

export function workbookOf(written: WorkbookWritten): Buffer {
  return zipOf(partsOf(written))
}

function stylesOf(formats: readonly string[]): string {
  const named = formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escaped(code)}"/>`)
  const used = formats.map((_, at) => `<xf numFmtId="${164 + at}"/>`)
  return `<styleSheet ${spreadsheet}><numFmts>${named.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${used.join('')}</cellXfs></styleSheet>`
}

function sheetOf({ rows, after = '', before = '' }: SheetWritten): string {
  const written = rows.map(
    (cells, at) => `<row r="${at + 1}">${cells.map((cell, to) => cellOf(cell, to, at)).join('')}</row>`,
  )
  return `<worksheet ${spreadsheet}>${before}<sheetData>${written.join('')}</sheetData>${after}</worksheet>`
}

function cellOf(cell: CellWritten, column: number, row: number): string {
  const where = `r="${String.fromCharCode(65 + column)}${row + 1}"`
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c ${where}><v>${cell}</v></c>`
  if (typeof cell === 'string')
    return `<c ${where} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  return `<c ${where} ${cell.attributes ?? ''}>${cell.xml}</c>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
