/** Reads a row of a list cell by cell, by the field that each holds, and keeps what is wrong with it. */
import { personName } from '#capabilities/imports/cells.ts'
import type { DayOrder } from '#capabilities/imports/days.ts'
import type { Import } from '#capabilities/imports/import.ts'
import type { CellProblem, Reading } from '#capabilities/imports/reading.ts'
import type { ListProblem, RowProblem } from '#capabilities/imports/row-problem.ts'
import { type Cell, type TableRow, writtenIn } from '#capabilities/imports/table.ts'

/** What columns say of themselves as a whole. */
export interface ColumnFacts {
  /** In which a day stands that proves the order of the others. */
  readonly dayOrders: ReadonlyMap<number, DayOrder>
  /** Written in a font from before Unicode. */
  readonly legacy: ReadonlySet<number>
  readonly serialsFrom: 1900 | 1904
}

/** How a list was brought, as far as its rows are read by it. */
export type ListRead = Pick<Import, 'mapping' | 'settings'>

export type Wrong = { readonly problems: readonly RowProblem[] }

export interface RowOf<Field extends string> {
  readonly problems: RowProblem[]
  has(...fields: Field[]): boolean
  /** Null where the list has no such column, nothing stands in it, or it cannot be read: then that is kept. */
  value<Value>(field: Field, reading: (cell: Cell | undefined) => Reading<Value>): Value | null
  name(field: Field): string | null
  blame(field: Field, problem: CellProblem | ListProblem): void
  /** Says that a field wants an answer, unless what stands there is blamed already. */
  missing(field: Field, among?: readonly Field[]): void
}

/** What is the same for all rows is looked up once. */
export function rowsOf<Field extends string>({ mapping, settings }: ListRead, facts: ColumnFacts) {
  const columns = new Map(mapping.map(({ column, field }) => [field as Field, column]))

  return {
    has: (...fields: Field[]) => fields.some((field) => columns.has(field)),
    /** How the days of a field are read. */
    daysIn: (field: Field) => ({
      order: facts.dayOrders.get(columns.get(field)!) ?? settings.dayOrder ?? undefined,
      serialsFrom: facts.serialsFrom,
    }),
    rowOf,
  }

  function rowOf({ cells }: TableRow): RowOf<Field> {
    const problems: RowProblem[] = []
    const blame = (field: Field, problem: CellProblem | ListProblem) => {
      const column = columns.get(field) ?? null
      problems.push({ column, text: column === null ? '' : writtenIn(cells[column]), problem })
    }
    const value = <Value>(field: Field, reading: (cell: Cell | undefined) => Reading<Value>): Value | null => {
      const column = columns.get(field)
      if (column === undefined) return null
      const found = reading(cells[column])
      if (!('problem' in found)) return found.value
      blame(field, found.problem)
      return null
    }
    return {
      problems,
      has: (...fields) => fields.some((field) => columns.has(field)),
      value,
      name: (field) =>
        value(field, (cell) => personName(cell, { isLegacyColumn: facts.legacy.has(columns.get(field)!) })),
      blame,
      missing(field, among = [field]) {
        // A cell that cannot be read is told of as what it is.
        const blamed = new Set(problems.map(({ column }) => column))
        if (!among.some((one) => columns.has(one) && blamed.has(columns.get(one)!)))
          blame(among.find((one) => columns.has(one)) ?? field, { code: 'missing', field })
      },
    }
  }
}
