/** Inputs in a line: what a field takes, from its schema, by the names that the vocabulary has for it. */
import * as door from '#door/key.ts'
import * as values from '#door/values.ts'

interface Schema {
  readonly _zod: {
    readonly def: {
      readonly type: string
      readonly shape?: Readonly<Record<string, Schema>>
      readonly innerType?: Schema
      readonly element?: Schema
      readonly options?: readonly Schema[]
      readonly entries?: Readonly<Record<string, string>>
      readonly values?: readonly unknown[]
      readonly in?: Schema
    }
    readonly bag?: { readonly maximum?: number }
  }
}

/** Schemas of the vocabulary are told by their names, and not taken apart. */
const named = new Map<unknown, string>([
  [door.KeyText, 'key'],
  [door.IdText, 'id'],
  [door.HomeText, 'home'],
  [values.Day, 'day'],
  [values.Instant, 'instant'],
  [values.Code, 'code'],
  [values.PlaceCode, 'place code'],
  [values.VillageCode, 'village code'],
  [values.CommuneCode, 'commune code'],
  [values.Phone, 'phone'],
  [values.Photo, 'photo'],
  [values.Minor, 'minor units'],
  [values.Money, 'money'],
  [values.Quantity, 'quantity'],
  [values.Position, 'position'],
  [values.Bilingual, 'Khmer and English'],
])

const optional = ['optional', 'default', 'prefault']

/** Fields by name with what they take; those that may be left out end in `?`. */
export function fieldsOf(schema: unknown): string[] {
  return Object.entries((schema as Schema)._zod.def.shape ?? {}).map(
    ([name, field]) => `\`${name}${optional.includes(field._zod.def.type) ? '?' : ''}\` ${said(field)}`,
  )
}

function said(schema: Schema): string {
  const known = named.get(schema)
  if (known) return known
  const { type, innerType, element, options = [], entries = {}, values: literals = [] } = schema._zod.def
  if (optional.includes(type)) return said(innerType!)
  switch (type) {
    case 'nullable':
      return `${said(innerType!)} or nothing`
    case 'array':
      return `list of ${said(element!)}`
    case 'object':
      return `(${fieldsOf(schema).join(', ')})`
    case 'union':
      return options.map(said).join(' or ')
    case 'enum':
      return Object.values(entries).join(' \\| ')
    case 'literal':
      return literals.map(String).join(' \\| ')
    case 'boolean':
      return 'yes or no'
    case 'number':
      return 'number'
    case 'string':
      return 'text'
    default:
      return type
  }
}
