/** What the look of a number in a spreadsheet says about it: a day, or a code with zeros at its front. */
import { type Attributes, told } from './xml.ts'

export interface NumberFormat {
  readonly isDate: boolean
  /** As many digits as are always shown; 0 where the format says nothing. */
  readonly digits: number
}

export const plain: NumberFormat = { isDate: false, digits: 0 }

/** The formats by the number that a cell carries. */
export async function formatsOf(bytes: AsyncIterable<Buffer>, where: string): Promise<NumberFormat[]> {
  const codes = new Map<string, string>()
  const formats: NumberFormat[] = []
  let inCells = false
  const opened = (name: string, attributes: Attributes) => {
    if (name === 'numFmt') codes.set(attributes.numFmtId ?? '', attributes.formatCode ?? '')
    else if (name === 'cellXfs') inCells = true
    else if (name === 'xf' && inCells) {
      const id = attributes.numFmtId ?? '0'
      formats.push(codes.has(id) ? formatOf(codes.get(id)!) : { ...plain, isDate: isBuiltInDate(Number(id)) })
    }
  }
  const closed = (name: string) => {
    if (name === 'cellXfs') inCells = false
  }
  for await (const _ of told(bytes, where, { opened, closed })) {
    // The listener has everything.
  }
  return formats
}

function formatOf(code: string): NumberFormat {
  const first = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[\\_*]./g, '')
    .split(';')[0]!
  // A month written as a word needs no day; a single m may be minutes. An e is the year of an era, but not 0.00E+00.
  const isDate = /[dyb]|m{3,}|e(?![+-])/i.test(first.replace(/general|standard/gi, ''))
  return { isDate, digits: /^0{2,20}$/.test(first) ? first.length : 0 }
}

/** 14 to 17 and 22 are days everywhere; the others are days in the languages of East Asia and in Thai. */
function isBuiltInDate(id: number): boolean {
  return (
    (id >= 14 && id <= 17) ||
    id === 22 ||
    (id >= 27 && id <= 31) ||
    id === 36 ||
    (id >= 50 && id <= 54) ||
    id === 57 ||
    id === 58 ||
    (id >= 71 && id <= 74) ||
    id === 77 ||
    id === 81
  )
}
