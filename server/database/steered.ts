/**
 * A statement whose way through the tables is ours to choose.
 *
 * How common a fragment of a name is, the database's statistics cannot tell, and what they guess for
 * three letters is off by a thousand either way. Where one wrong guess turns a millisecond into seconds,
 * the ways that must not be taken are closed for that statement, whatever the statistics say.
 */
import pg from 'pg'
import type { Queryable } from './connection.ts'

type Way = 'seqscan' | 'indexscan' | 'indexonlyscan' | 'bitmapscan' | 'sort' | 'hashjoin' | 'mergejoin'

/** One message to the server, which runs it as one transaction: the settings end with it. */
export async function steered<Row>(
  without: readonly Way[],
  text: string,
  values: readonly unknown[],
  db: Queryable,
): Promise<Row[]> {
  const settings = without.map((way) => `set local enable_${way} = off`)
  const results = (await db.query([...settings, written(text, values)].join(';\n'))) as unknown as { rows: Row[] }[]
  return results.at(-1)!.rows
}

/** Several statements in one message take no parameters: values are written out, quoted. */
function written(text: string, values: readonly unknown[]): string {
  return text.replace(/\$(\d+)/g, (_, number) => {
    const value = values[Number(number) - 1]
    return typeof value === 'number' ? String(value) : pg.escapeLiteral(String(value))
  })
}
