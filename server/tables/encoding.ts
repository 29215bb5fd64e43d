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
 * Commas, digits and line ends have a zero byte in UTF-16, always on the same side. A file with zeros on
 * both sides is no text; UTF-8 has none.
 */
function unmarked(head: Buffer): Encoding {
  let [even, odd] = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0 && at % 2 === 0) even += 1
    else if (byte === 0) odd += 1
  })
  const pairs = head.length / 2
  if (odd > pairs * 0.03 && even <= odd / 20) return 'utf-16le'
  if (even > pairs * 0.03 && odd <= even / 20) return 'utf-16be'
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
