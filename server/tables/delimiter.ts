/** Which sign stands between the cells: the one that divides the first rows most evenly. */

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** `sep=;` in the first line is a word to spreadsheet programs, not a row. */
export function announced(head: string): { delimiter: Delimiter; length: number } | undefined {
  const found = /^\ufeff?"?sep=([,;\t|])"?(?:\r\n|\r|\n)/i.exec(head)
  return found ? { delimiter: found[1] as Delimiter, length: found[0].length } : undefined
}

export function delimiterOf(head: string): Delimiter {
  const rows = dividedRows(head)
  const evenness = (sign: Delimiter) => {
    const counts = rows.map((row) => row[sign] ?? 0)
    const usual = modeOf(counts.filter((count) => count > 0))
    return { sign, rows: counts.filter((count) => count > 0 && count === usual).length, usual }
  }
  return delimiters.map(evenness).sort((one, other) => other.rows - one.rows || other.usual - one.usual)[0]!.sign
}

/** For each of the first rows, how often each sign stands in it outside quotation marks. */
function dividedRows(head: string): Partial<Record<string, number>>[] {
  const rows: Partial<Record<string, number>>[] = []
  let row: Partial<Record<string, number>> = {}
  let quoted = false
  let begins = true
  for (const sign of head) {
    if (quoted) quoted = sign !== '"'
    else if (sign === '"' && begins) quoted = true
    else if (sign === '\n' || sign === '\r') {
      if (Object.keys(row).length > 0) rows.push(row)
      row = {}
      if (rows.length === 50) return rows
    } else if ((delimiters as readonly string[]).includes(sign)) row[sign] = (row[sign] ?? 0) + 1
    // A doubled mark inside a quoted cell closes and opens again.
    begins = sign === '"' || sign === '\n' || sign === '\r' || (delimiters as readonly string[]).includes(sign)
  }
  return Object.keys(row).length > 0 ? [...rows, row] : rows
}

function modeOf(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  return [...times].sort((one, other) => other[1] - one[1] || other[0] - one[0])[0]?.[0] ?? 0
}
