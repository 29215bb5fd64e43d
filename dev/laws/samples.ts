/**
 * Questions made from a schema: each field takes every value of the database that its schema lets in.
 * A read that is added is asked without anybody writing a line here.
 */
import type { Queryable } from '#server/database/connection.ts'

/** What a schema of zod says of itself, as far as it is read here. */
export interface Schema {
  safeParse(value: unknown): { success: boolean }
  readonly _zod: { readonly def: Definition }
}
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Schema>>
  readonly innerType?: Schema
  readonly element?: Schema
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
}

const samplesMax = 150
const optional = ['optional', 'default', 'prefault']

/** Every short text that the records hold, after those that are worth asking with first. */
export async function textsIn(tables: readonly string[], first: readonly string[], db: Queryable): Promise<string[]> {
  const typed = new Set(first)
  const others = new Set<string>()
  for (const table of tables) {
    const { rows } = await db.query(`select * from "${table}"`)
    for (const { home, id, ...row } of rows as Record<string, unknown>[]) {
      if (id) others.add(`${home}-${id}`)
      for (const [column, value] of Object.entries(row))
        for (const text of textsOf(value, 3))
          (/^(name|serial|programme|code|commodity)/.test(column) ? typed : others).add(text)
    }
  }
  return [...new Set([...typed, ...others])]
}

function textsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return value.length <= 80 ? [value] : []
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.values(value).flatMap((inner) => textsOf(inner, depth - 1))
}

/** Values that the schema lets in; none if it cannot be told what to try. */
export function samplesOf(schema: Schema, texts: readonly string[]): unknown[] {
  const { type, shape = {}, innerType, element, entries = {}, values = [] } = schema._zod.def
  const valid = (tried: readonly unknown[]) => tried.filter((one) => schema.safeParse(one).success)
  switch (type) {
    case 'object':
      return valid(objectsOf(shape, texts))
    case 'string':
      return valid(texts).slice(0, samplesMax)
    case 'number':
      return valid([1, 2, 100])
    case 'boolean':
      return [true, false]
    case 'enum':
      return Object.values(entries)
    case 'literal':
      return [...values]
    case 'nullable':
      return [...samplesOf(innerType!, texts), null]
    case 'optional':
    case 'default':
    case 'prefault':
      return samplesOf(innerType!, texts)
    case 'array':
      return valid(samplesOf(element!, texts).map((one) => [one]))
    default:
      return []
  }
}

/** The required fields in every combination, up to a limit; then each optional field by itself beside them. */
function objectsOf(shape: Readonly<Record<string, Schema>>, texts: readonly string[]): object[] {
  const fields = Object.entries(shape)
  const required = fields.filter(([, { _zod }]) => !optional.includes(_zod.def.type))
  let combined: object[] = [{}]
  for (const [name, schema] of required) {
    const samples = samplesOf(schema, texts)
    combined = combined
      .flatMap((object) => samples.map((sample) => ({ ...object, [name]: sample })))
      .slice(0, samplesMax)
  }
  const beside = fields
    .filter(([, { _zod }]) => optional.includes(_zod.def.type))
    .flatMap(([name, schema]) =>
      samplesOf(schema, texts).flatMap((sample) =>
        combined.slice(0, 2).map((object) => ({ ...object, [name]: sample })),
      ),
    )
  return [...combined, ...beside]
}
