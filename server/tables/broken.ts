import type { TableRefusal } from '#capabilities/imports/table.ts'

/** A file that turned out, while it was read, to be none that can be read. */
export class TableBroken extends Error {
  readonly refusal: TableRefusal

  constructor(refusal: TableRefusal) {
    super(`The list cannot be read: ${JSON.stringify(refusal)}`)
    this.refusal = refusal
  }
}
