/**
 * Imports: a list that somebody brought, and what has become of its rows.
 *
 * The file is read in stretches and each row is asked of the door in the name of whoever brought the
 * list, so an import may do what that person may do and nothing else. A list is known again by its name:
 * what was taken in before is not taken in twice, from a corrected file or from the same one.
 */
import * as z from 'zod/mini'
import { Session } from '#capabilities/imports/session.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import { addDays, type Day, dayOf, type Instant, Line } from '#door/values.ts'

export const importKinds = ['households', 'attendance', 'catalogue', 'poverty', 'prices'] as const
export type ImportKind = (typeof importKinds)[number]

export const importStates = ['prepared', 'running', 'stopped', 'finished', 'given-up'] as const
export type ImportState = (typeof importStates)[number]

export const importSteps = {
  begin: { from: ['prepared'], to: 'running' },
  stop: { from: ['running'], to: 'stopped' },
  resume: { from: ['stopped'], to: 'running' },
  finish: { from: ['running'], to: 'finished' },
  giveUp: { from: ['prepared', 'running', 'stopped'], to: 'given-up' },
} as const satisfies Record<string, { from: readonly ImportState[]; to: ImportState }>

/** Why one stands still: somebody wanted it, or the file or its bringer is no longer to be had. */
export const stopReasons = ['asked', 'file-gone', 'file-changed', 'file-broken', 'bringer-shut-out'] as const
export type StopReason = (typeof stopReasons)[number]

/** Widest list that can be brought: as many columns as the reader of lists takes. */
export const columnsMax = 1_024

export const ImportFile = z.object({
  name: Line(200),
  /** SHA-256 of its bytes. */
  digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  bytes: z.int().check(z.minimum(1)),
  sheet: z.nullable(Line(100)),
  /** About how many rows it has, for telling how far along somebody is. */
  rowsAbout: z.optional(z.int().check(z.minimum(0))),
})
export type ImportFile = z.infer<typeof ImportFile>

/** Which column holds which answer; columns are counted from 0. */
export const Mapping = z.array(
  z.object({ column: z.int().check(z.minimum(0), z.maximum(columnsMax - 1)), field: Line(60) }),
)
export type Mapping = z.infer<typeof Mapping>

/** What the file does not say of itself. */
export const ImportSettings = z.object({
  /** Of days that can be read two ways; the column's own proof goes before it. */
  dayOrder: z._default(z.nullable(z.enum(['day-first', 'month-first'])), null),
  /** The year that ages were asked in. */
  listYear: z._default(z.nullable(z.int().check(z.minimum(1990), z.maximum(2100))), null),
  /** The words that people agreed to. */
  consentVersion: z._default(z.nullable(Line(40)), null),
  /** Whoever brings the list says that everybody on it agreed; else a column has to. */
  consentDeclared: z._default(z.boolean(), false),
  /** How the list came to know who is poor. */
  povertySource: z._default(z.enum(['ministry-list', 'self-declared']), 'self-declared'),
  /** Of an attendance sheet, the session that it is the list of. */
  session: z.optional(Session),
})
export type ImportSettings = z.infer<typeof ImportSettings>

/** What has become of a row. Only the first two are in the product; of the others a file to correct is made. */
export const rowOutcomes = [
  'accepted',
  /** Taken in before, or twice in the same list. */
  'repeated',
  'refused',
  /** It may be about a record that stands, and nobody has said about which. */
  'possible',
  /** It is about a record that does not stand. */
  'unmatched',
] as const
export type RowOutcome = (typeof rowOutcomes)[number]

export const leftOvers = ['refused', 'possible', 'unmatched'] as const satisfies readonly RowOutcome[]
export type LeftOver = (typeof leftOvers)[number]

/** Suspected ones are among the accepted. */
export interface ImportCounts extends Readonly<Record<RowOutcome, number>> {
  readonly rows: number
  /** Taken in, and like another: somebody judges. */
  readonly suspected: number
}

export const nothingYet: ImportCounts = {
  rows: 0,
  accepted: 0,
  repeated: 0,
  refused: 0,
  possible: 0,
  unmatched: 0,
  suspected: 0,
}

/** How many rows were not taken in. */
export function leftOver({ refused, possible, unmatched }: ImportCounts): number {
  return refused + possible + unmatched
}

/** Rows that were left over name people: they are kept for so many days after their import has ended. */
export const leftOverDays = 90

/** The day on which they are deleted; none while the import may go on. */
export function deletedOn({ endedAt }: Pick<Import, 'endedAt'>): Day | null {
  return endedAt === null ? null : addDays(dayOf(endedAt), leftOverDays)
}

export interface Import extends Subject {
  readonly kind: ImportKind
  /** What people call the list. */
  readonly list: string
  /** The same for two names that a reader would call the same. */
  readonly listKey: string
  /** When a list of this name was brought for the first time: what is made from its rows is named by it. */
  readonly since: Instant
  readonly file: ImportFile
  readonly header: readonly string[]
  readonly mapping: Mapping
  readonly settings: ImportSettings & { readonly listYear: number }
  readonly state: ImportState
  readonly stoppedWhy: StopReason | null
  /** What it came to; until it is finished, that is told by its progress. */
  readonly counts: ImportCounts | null
  /** Who brought it, and in whose name each row is asked. */
  readonly by: Key
  readonly preparedAt: Instant
  readonly begunAt: Instant | null
  readonly endedAt: Instant | null
}

export function listKeyOf(name: string): string {
  return normalise(name)
}

/** An import as a list of them shows it, with how far it has come. */
export interface ImportRow
  extends Pick<
      Import,
      'key' | 'version' | 'programme' | 'place' | 'kind' | 'list' | 'state' | 'stoppedWhy' | 'by' | 'preparedAt'
    >,
    Pick<Import, 'begunAt' | 'endedAt'> {
  readonly fileName: string
  readonly progress: ImportCounts
}
