/**
 * A part of a workbook as XML, told tag by tag. Nothing grows with the file: a text, a comment or a tag
 * without end, and tags within tags without end, are refused, and so is a document that declares its
 * own entities.
 */
import { SaxesParser } from 'saxes'
import { TableBroken } from './broken.ts'

export type Attributes = Readonly<Record<string, string>>

/** Names come without their prefix: some programs write `x:row`. */
export interface Listener {
  opened(name: string, attributes: Attributes): void
  text?(text: string): void
  closed?(name: string): void
}

const longestPiece = 2_000_000
const deepest = 64

/** Yields after each piece of the file, so that what was heard can be passed on. */
export async function* told(bytes: AsyncIterable<Buffer>, where: string, listener: Listener): AsyncGenerator<void> {
  const unreadable = () => new TableBroken({ refused: 'unreadable', where })
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  parser.on('error', () => {
    throw unreadable()
  })
  parser.on('doctype', () => {
    throw unreadable()
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > deepest) throw unreadable()
    listener.opened(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    listener.closed?.(localName(name))
  })
  parser.on('text', (text) => listener.text?.(text))
  parser.on('cdata', (text) => listener.text?.(text))

  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Buffer) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw unreadable()
    }
  }
  let sinceTag = 0
  for await (const chunk of bytes) {
    const piece = decode(chunk)
    sinceTag = piece.includes('<') ? 0 : sinceTag + piece.length
    parser.write(piece)
    if (sinceTag > longestPiece || heldBack(parser) > longestPiece) throw unreadable()
    yield
  }
  parser.write(decode()).close()
  yield
}

/**
 * What the parser keeps until a text, a comment or a section ends. It has no limit and no name for this
 * in public; a test holds us to it.
 */
function heldBack(parser: SaxesParser): number {
  return (parser as unknown as { text: string }).text.length
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** An attribute by its name without a prefix. */
export function attribute(attributes: Attributes, wanted: string): string | undefined {
  return attributes[wanted] ?? Object.entries(attributes).find(([name]) => localName(name) === wanted)?.[1]
}
