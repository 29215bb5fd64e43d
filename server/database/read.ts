/**
 * Reads: questions with a name, a permission, and somebody's eyes.
 *
 * There is no way to read without a scope: `run` gets it as its first argument, made from the
 * reader's grants for the read's permission. The list of reads is the list of routes, so nothing can
 * be served that the scope property test does not try.
 */
import type * as z from 'zod/mini'
import { everything, type Scope } from '#door/actor.ts'
import type { Queryable } from '#server/database/connection.ts'

export interface Read<I = any, O = unknown> {
  readonly input: z.ZodMiniType<I>
  readonly permission: string
  /** One line for the generated reference. */
  readonly summary: string
  run(scope: Scope, input: I, db: Queryable): Promise<O>
}

export function read<I, O>(declared: Read<I, O>): Read<I, O> {
  return declared
}

/** Largest page of a list. */
export const pageMax = 100

/**
 * The condition that holds a table's rows within a scope, with its values bound from `$first` on.
 * The table has `programme`, `place` and, where they apply, `household` and `shop` columns, and one of
 * shops that had the row before;
 * `key` is an expression for the row's own key.
 */
export function withinSql(
  scope: Scope,
  first: number,
  columns: { alias?: string; household?: string | null; shop?: string | null; formerShops?: string } = {},
): { text: string; values: unknown[] } {
  const at = columns.alias ? `${columns.alias}.` : ''
  const values: unknown[] = []
  const bind = (value: unknown) => `$${first - 1 + values.push(value)}`

  const reaches = scope.flatMap((reach) => {
    // A reach that this table knows nothing of binds nothing: a value that no condition names is an error.
    const narrowed = reach.household ? columns.household : reach.shop ? columns.shop : reach.places.length > 0
    if (!narrowed) return []
    const programme = reach.programme === everything ? 'true' : `${at}programme = ${bind(reach.programme)}`
    if (reach.household) return [`${programme} and ${columns.household} = ${bind(reach.household)}`]
    if (reach.shop) {
      const shop = bind(reach.shop)
      // Only what was taken from a shop names shops it was taken from: the index knows those alone.
      const had = columns.formerShops && `${columns.formerShops} <> '{}' and ${columns.formerShops} @> array[${shop}]`
      return [`${programme} and (${columns.shop} = ${shop}${had ? ` or (${had})` : ''})`]
    }
    if (reach.places.includes('')) return [programme]
    // A beginning is a range in the C collation, so that an index on place serves it.
    const places = reach.places.map(
      (beginning) => `(${at}place >= ${bind(beginning)} and ${at}place < ${bind(after(beginning))})`,
    )
    return [`${programme} and (${places.join(' or ')})`]
  })
  return { text: reaches.length === 0 ? 'false' : `(${reaches.map((reach) => `(${reach})`).join(' or ')})`, values }
}

/** The first text after everything that begins so. Codes are digits; `:` follows `9`. */
function after(beginning: string): string {
  return `${beginning}:`
}
