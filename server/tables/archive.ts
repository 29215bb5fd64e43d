/**
 * The parts of a zip, inflated a little at a time and never more than the file can honestly hold.
 *
 * What the directory of a zip says of its parts is written by whoever made it. A part may not hold more
 * than it says, not more than two hundred times the whole file, and its sum has to be right.
 */
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { TableBroken } from './broken.ts'

/** Spreadsheets are the most compressible files there are, and stay below a hundred. */
const mostTimes = 200
/** A small file may be all repetition: this much is inflated whatever the file's size. */
const always = 32_000_000
const mostBytes = 4_000_000_000
const mostParts = 10_000

export class Archive {
  readonly #zip: ZipFile
  readonly #parts: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#parts = parts
  }

  static async open(path: string): Promise<Archive> {
    let zip: ZipFile | undefined
    try {
      zip = await openPromise(path, { lazyEntries: true, autoClose: false })
      if (zip.entryCount > mostParts) throw new TableBroken({ refused: 'zip-bomb' })
      const parts = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
      return new Archive(zip, parts)
    } catch (error) {
      zip?.close()
      throw error instanceof TableBroken ? error : new TableBroken({ refused: 'unreadable', where: 'zip' })
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name)
  }

  holds(beginning: string): boolean {
    return [...this.#parts.keys()].some((name) => name.startsWith(beginning))
  }

  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#parts.get(name)
    if (!entry) throw new TableBroken({ refused: 'unreadable', where: name })
    if (entry.isEncrypted()) throw new TableBroken({ refused: 'password' })

    const most = Math.max(always, this.#zip.fileSize * mostTimes)
    let [bytes, sum] = [0, 0]
    try {
      const stream = await this.#zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > most) throw new TableBroken({ refused: 'zip-bomb' })
        if (bytes > mostBytes) throw new TableBroken({ refused: 'too-large', megabytes: mostBytes / 1_000_000 })
        sum = crc32(chunk, sum)
        yield chunk
      }
    } catch (error) {
      if (error instanceof TableBroken) throw error
      throw new TableBroken(refusalOf(error as Error, name))
    }
    if (sum !== entry.crc32) throw new TableBroken({ refused: 'unreadable', where: name })
  }

  close(): void {
    this.#zip.close()
  }
}

/** A part with more in it than its directory says was made to be underestimated. */
function refusalOf(error: Error, name: string) {
  return error.message.startsWith('too many bytes')
    ? ({ refused: 'zip-bomb' } as const)
    : ({ refused: 'unreadable', where: name } as const)
}
