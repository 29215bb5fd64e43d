/**
 * Comma-separated values as RFC 4180 has them, and nothing else.
 *
 * A library reads many dialects and guesses between them; a gazetteer is better refused at a line
 * than guessed at, and what a strict reader needs is less than what a library's options need.
 */

export interface Row {
  /** The line of the file it begins at, as an editor counts. */
  readonly line: number
  readonly cells: readonly string[]
}

/** What is wrong with a file as a whole, in a sentence. */
export class NotCsv extends Error {}

export function csvRows(bytes: Uint8Array): Row[] {
  const text = textOf(bytes)
  const rows: Row[] = []
  let cells: string[] = []
  let line = 1
  let begun = 1
  let at = 0

  while (at < text.length) {
    const [cell, next] = text[at] === '"' ? quoted(text, at, line) : plain(text, at, line)
    cells.push(cell)
    line += linesIn(text, at, next)
    at = next

    if (text[at] === ',') {
      at += 1
      if (at === text.length) cells.push('')
      else continue
    }
    // The end of a row, or of the file.
    at += text.startsWith('\r\n', at) ? 2 : 1
    rows.push({ line: begun, cells })
    cells = []
    line += 1
    begun = line
  }
  return rows
}

function textOf(bytes: Uint8Array): string {
  try {
    // The mark that some programs put before UTF-8 is left out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new NotCsv('The file is not UTF-8. Save it again as "CSV UTF-8".')
  }
}

function plain(text: string, at: number, line: number): [cell: string, next: number] {
  let next = at
  while (next < text.length && !',\r\n'.includes(text[next]!)) {
    if (text[next] === '"')
      throw new NotCsv(`A quotation mark stands inside a cell without quotation marks, in line ${line}.`)
    next += 1
  }
  if (text[next] === '\r' && text[next + 1] !== '\n')
    throw new NotCsv(`A line ends in an unknown way, in line ${line}.`)
  return [text.slice(at, next), next]
}

function quoted(text: string, at: number, line: number): [cell: string, next: number] {
  let cell = ''
  let from = at + 1
  for (;;) {
    const mark = text.indexOf('"', from)
    if (mark === -1) throw new NotCsv(`A quotation mark is opened and never closed, in line ${line}.`)
    cell += text.slice(from, mark)
    if (text[mark + 1] === '"') {
      cell += '"'
      from = mark + 2
      continue
    }
    const next = mark + 1
    if (next < text.length && text[next] !== ',' && text[next] !== '\n' && !text.startsWith('\r\n', next)) {
      throw new NotCsv(`Something follows a closing quotation mark, in line ${line}.`)
    }
    return [cell, next]
  }
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
