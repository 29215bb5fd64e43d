/**
 * What the server knows of a kind of list: how its rows are read, and what is asked of the door for them.
 *
 * A run holds two stretches of rows. Each stretch is weighed at once, so that a kind may look up in a few
 * statements what its rows are about; several rows may be asked together (a session with its participants).
 */
import type { Import, RowOutcome } from '#capabilities/imports/import.ts'
import type { ColumnFacts, ListRead, Wrong } from '#capabilities/imports/row.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import type { TableRow } from '#capabilities/imports/table.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Home, Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'

export interface ListKind<Read extends object = any> {
  /** Looks up once what all rows are read by. */
  reader(
    list: ListRead & Pick<Import, 'programme'>,
    facts: ColumnFacts,
    db: Queryable,
  ): Promise<(row: TableRow) => Read | Wrong>
  /** The place that a row is about, where it names one: whoever brings the list must reach it. */
  placeOf(read: Read): string | null
  /** What comes of each row before the door is asked. A row may be in no group and have no outcome: then it is refused. */
  weigh(list: Import, rows: readonly ReadRow<Read>[], weighing: Weighing): Promise<Weighed>
  /** How many of these, just taken in, somebody has to judge. */
  suspected?(home: Home, keys: readonly Key[], pool: Pool): Promise<number>
  /** Which answers a refusal is about, where it is about one: its column is the one to correct. */
  readonly blamed: Partial<Record<Refusal['refused'], readonly string[]>>
}

export interface ReadRow<Read> {
  readonly row: number
  readonly read: Read
}

export interface Weighing {
  readonly pool: Pool
  /** Whoever was cut off may have asked some of these: what the record says already may be our own doing. */
  readonly mayHaveBeenAsked: boolean
}

export interface Weighed {
  readonly outcomes: ReadonlyMap<number, Outcome>
  readonly asking: readonly Asking[]
}

export interface Outcome {
  readonly is: RowOutcome
  readonly problems: readonly RowProblem[]
  /** A digest of what the row says, where it is left over for somebody to settle. */
  readonly mark?: string
}

/** Asked of the door in one portion; the first envelope says what becomes of the rows. */
export interface Asking {
  readonly rows: readonly number[]
  readonly home: Home
  /** What it is about. */
  readonly key: Key
  readonly envelopes: readonly Envelope[]
}

export const repeated: Outcome = { is: 'repeated', problems: [] }
export const changedSince: Outcome = {
  is: 'refused',
  problems: [{ column: null, text: '', problem: { code: 'changed-since' } }],
}

export function wrongIn(read: object): readonly RowProblem[] {
  return (read as Partial<Wrong>).problems ?? []
}
