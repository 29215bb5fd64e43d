/**
 * In which letters a text file is written. UTF-8 and UTF-16 can be told for certain; anything else is
 * refused, since a wrong guess turns names into other names that nobody notices.
 */
import { TableBroken } from './broken.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export function encodingOf(head: Buffer): Encoding {
  const mark = head.subarray(0, 4).toString('hex')
  if (mark === 'fffe0000' || mark === '0000feff') throw new TableBroken({ refused: 'encoding', likely: 'utf-32' })
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  return unmarked(head)
}

/**
 * Line ends have a zero byte in UTF-16, commas and digits too, always on the same side. A file with zeros
 * on both sides, or in the middle of lines only, is no text; UTF-8 has none.
 */
function unmarked(head: Buffer): Encoding {
  const zeros = { even: 0, odd: 0 }
  const lineEnds = { even: 0, odd: 0 }
  for (let at = 0; at + 1 < head.length; at += 2) {
    const [first, second] = [head[at], head[at + 1]]
    if (first === 0) zeros.even += 1
    if (second === 0) zeros.odd += 1
    if (first === 0 && (second === 0x0a || second === 0x0d)) lineEnds.even += 1
    if (second === 0 && (first === 0x0a || first === 0x0d)) lineEnds.odd += 1
  }
  if (lineEnds.odd > 0 && zeros.even <= zeros.odd / 20) return 'utf-16le'
  if (lineEnds.even > 0 && zeros.odd <= zeros.even / 20) return 'utf-16be'
  return 'utf-8'
}

/**
 * The file as text, a piece at a time; refused at the first byte that is not of this encoding, and at a
 * NUL, which no list has.
 */
export async function* decoded(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const read = (chunk?: Buffer) => {
    let text: string
    try {
      text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw new TableBroken({
        refused: 'encoding',
        likely: encoding === 'utf-8' ? 'windows-1252' : `broken ${encoding}`,
      })
    }
    if (text.includes('\0')) throw new TableBroken({ refused: 'not-a-table', looksLike: 'program-data' })
    return text
  }
  for await (const chunk of bytes) yield read(chunk)
  yield read()
}
