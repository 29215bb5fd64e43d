/** What a kind of list looks like: its fields, and what one of its kind cannot do without. */
import type { FieldNames } from '#capabilities/imports/headers.ts'
import type { ImportSettings } from '#capabilities/imports/import.ts'

export interface ListForm<Field extends string = string> {
  /** What somebody must be allowed over the area before they may bring such a list. */
  readonly permission: string
  readonly fields: readonly FieldNames<Field>[]
  /** Those that hold days: which of day and month comes first has to be known. */
  readonly days: readonly Field[]
  /** Those that hold words: letters of a font from before Unicode are looked for. */
  readonly words: readonly Field[]
  /** What a list cannot do without, and none of its columns holds. `has` says whether one of the fields is held. */
  missing(has: (...fields: string[]) => boolean, settings: ImportSettings): string[]
}

/** Names of one field are divided by bars. */
export function fieldsNamed<Field extends string>(names: Readonly<Record<Field, string>>): FieldNames<Field>[] {
  return Object.entries<string>(names).map(([field, called]) => ({ field: field as Field, names: called.split('|') }))
}
