/**
 * The texts that the cells of a workbook share. Cells name them by number in any order, so they are held
 * in memory: packed, since a hundred thousand small strings cost more than what is written in them.
 */
import { TableBroken } from './broken.ts'
import { unescaped } from './escapes.ts'
import { told } from './xml.ts'

const mostBytes = 128_000_000
/** More than any cell may hold; the reader of cells says so of each. */
const longest = 33_000

export class SharedStrings {
  #bytes = Buffer.allocUnsafe(65_536)
  #ends = new Uint32Array(1_024)
  #length = 0

  add(text: string): void {
    const from = this.#end(this.#length)
    const needed = from + Buffer.byteLength(text)
    if (needed > mostBytes) throw new TableBroken({ refused: 'too-large', megabytes: mostBytes / 1_000_000 })
    if (needed > this.#bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(wider, 0, 0, from)
      this.#bytes = wider
    }
    if (this.#length === this.#ends.length) {
      const wider = new Uint32Array(this.#length * 2)
      wider.set(this.#ends)
      this.#ends = wider
    }
    this.#bytes.write(text, from)
    this.#ends[this.#length] = needed
    this.#length += 1
  }

  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#length) return undefined
    return this.#bytes.toString('utf8', this.#end(index), this.#end(index + 1))
  }

  /** Where the text before this one ends. */
  #end(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!
  }
}

export async function sharedStringsOf(bytes: AsyncIterable<Buffer>, where: string): Promise<SharedStrings> {
  const strings = new SharedStrings()
  let text = ''
  let listening = false
  let spoken = 0
  const listener = {
    opened(name: string) {
      if (name === 'si') text = ''
      else if (name === 'rPh') spoken += 1
      // How a text is pronounced stands beside it in some languages, and is not the text.
      else if (name === 't') listening = spoken === 0
    },
    text(piece: string) {
      if (listening && text.length < longest) text += piece.slice(0, longest)
    },
    closed(name: string) {
      if (name === 't') listening = false
      else if (name === 'rPh') spoken -= 1
      else if (name === 'si') strings.add(unescaped(text))
    },
  }
  for await (const _ of told(bytes, where, listener)) {
    // The listener has everything.
  }
  return strings
}
