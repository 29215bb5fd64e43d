/** What a file is by its first bytes. Its name is not asked: names are given by people. */
import { createReadStream } from 'node:fs'
import type { Lookalike, TableRefusal } from '#capabilities/imports/table.ts'

const signatures: readonly (readonly [Lookalike | 'ole' | 'zip', string])[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['ole', 'd0cf11e0a1b11ae1'],
  ['pdf', '255044462d'],
  ['picture', '89504e47'],
  ['picture', 'ffd8ff'],
  ['picture', '47494638'],
  ['rich-text', '7b5c727466'],
  ['archive', '1f8b'],
  ['archive', '526172211a07'],
  ['archive', '377abcaf271c'],
  ['archive', 'fd377a585a00'],
  ['program-data', '53514c69746520'],
  ['program-data', '7f454c46'],
]

export function looksLike(head: Buffer): Lookalike | 'ole' | 'zip' | 'text' {
  const known = signatures.find(([, hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)
  if (known) return known[0]

  const text = head.subarray(0, 512).toString('utf8').replace(/\0/g, '').replace(/^\s+/, '')
  if (/^\ufeff?\s*<(!doctype html|html|table|head|meta)\b/i.test(text)) return 'web-page'
  if (/^\ufeff?\s*<\?xml/i.test(text)) return 'xml'
  if (/^\ufeff?\s*[[{]\s*["{[]/.test(text)) return 'json'
  return 'text'
}

/**
 * The old container of Microsoft's programs holds an old workbook, or a new one under a password. The
 * names of its parts stand in it as two-byte letters.
 */
export async function oleRefusal(path: string): Promise<TableRefusal> {
  const [encrypted, workbook, book] = ['EncryptedPackage', 'Workbook', 'Book'].map((name) =>
    Buffer.from(name, 'utf16le'),
  )
  let old = false
  let before: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([before, chunk])
    if (bytes.includes(encrypted!)) return { refused: 'password' }
    old ||= bytes.includes(workbook!) || bytes.includes(book!)
    before = bytes.subarray(-32)
  }
  return old ? { refused: 'old-excel' } : { refused: 'not-a-table', looksLike: 'document' }
}
