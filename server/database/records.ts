/**
 * How records are kept and found, several at a time.
 *
 * A record is a row: `home`, `id`, `version` and the named fields, in snake case. Parts of a record
 * (the lines of a voucher) lie inside it as JSON, because a record is the unit of decision and lock.
 * Rows travel as one JSON array a statement, so a batch of five hundred costs what one costs.
 */
import type { Subject } from '#door/command.ts'
import { mostOf, valuesIn, type Where } from '#door/facts.ts'
import { type Home, homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

export interface Store<R extends Subject = Subject> {
  /** The records that exist among these keys. Locked in key order when `lock` says so. */
  find(keys: readonly Key[], lock: boolean, tx: Queryable): Promise<R[]>
  /** Every record that may answer one of these questions; the caller compares them once more. */
  search(home: Home | null, questions: readonly Where[], tx: Queryable): Promise<R[]>
  add(records: readonly R[], tx: Queryable): Promise<void>
  put(records: readonly R[], tx: Queryable): Promise<void>
  /** Which documents a change to this record touches: `kind` and key, the household's by default. */
  documents(record: R): readonly Document[]
}

export interface Document {
  readonly kind: string
  readonly key: Key
  readonly shop?: Key | null
}

interface Shape<R> {
  readonly table: string
  readonly fields: readonly (keyof R & string)[]
  /**
   * Columns made from the record whenever it is written, for finding it: what a search compares, what tells
   * two people apart. No record carries them, so nobody decides by them and nobody is shown them.
   */
  readonly derived?: Readonly<Record<string, (record: R) => unknown>>
  readonly documents?: (record: R) => readonly Document[]
}

type Listed = Exclude<Where[string], string | number>

/** Where no value is common, all that hold one are fewer than this for each, and a single statement finds them. */
const usuallyHeldBy = 5

export function recordStore<R extends Subject>({
  table,
  fields,
  derived = {},
  documents = () => [],
}: Shape<R>): Store<R> {
  const columns = fields.map(snake)
  const selected = `home, id, version, ${columns.map((column, at) => (column === fields[at] ? `"${column}"` : `"${column}" as "${fields[at]}"`)).join(', ')}`
  const made = Object.entries(derived).map(([name, make]) => [snake(name), make] as const)
  const written = ['version', ...columns, ...made.map(([column]) => column)]
  const quoted = ['home', 'id', ...written].map((column) => `"${column}"`).join(', ')
  const assigned = written.map((column) => `"${column}" = given."${column}"`).join(', ')

  return {
    async find(keys, lock, tx) {
      const found: R[] = []
      for (const [home, ids] of byHome(keys)) {
        const { rows } = await tx.query(
          `select ${selected} from "${table}" where home = $1 and id = any($2::uuid[]) order by id${lock ? ' for update' : ''}`,
          [home, ids],
        )
        found.push(...rows.map(fromRow<R>))
      }
      return found
    },

    async search(home, questions, tx) {
      const bounded = Object.keys(questions[0]!).find((name) => mostIn(questions, name) !== undefined)
      if (bounded === undefined) {
        const { text, values } = asking(home, questions)
        const { rows } = await tx.query(text, values)
        return rows.map(fromRow<R>)
      }
      const most = mostIn(questions, bounded)!
      const wanted = [...new Set(questions.flatMap((question) => valuesIn(question[bounded] as Listed)))]
      const enough = most + wanted.length * usuallyHeldBy
      const { text, values } = asking(home, questions)
      const { rows } = await tx.query(`${firstOf(text)} limit ${enough + 1}`, values)
      if (rows.length <= enough) return rows.map(fromRow<R>)
      const each = asking(home, questions, bounded)
      const { rows: some } = await tx.query(
        `select held.* from unnest($${each.values.length + 1}::text[]) value
         cross join lateral (${firstOf(each.text)} limit ${most}) held`,
        [...each.values, wanted],
      )
      return [...new Map(some.map(fromRow<R>).map((record) => [record.key, record])).values()]
    },

    async add(records, tx) {
      await tx.query(
        `insert into "${table}" (${quoted}) select ${quoted} from jsonb_populate_recordset(null::"${table}", $1)`,
        [JSON.stringify(records.map(toRow))],
      )
    },

    async put(records, tx) {
      await tx.query(
        `update "${table}" set ${assigned} from jsonb_populate_recordset(null::"${table}", $1) given
         where "${table}".home = given.home and "${table}".id = given.id`,
        [JSON.stringify(records.map(toRow))],
      )
    },

    documents,
  }

  /** The statement that answers the questions, or, with `each`, those that hold the one `value` it stands beside. */
  function asking(home: Home | null, questions: readonly Where[], each?: string) {
    const names = Object.keys(questions[0]!)
    const values: unknown[] = []
    const bind = (value: unknown) => `$${values.push(value)}`
    const listed = names.filter((name) => typeof questions[0]![name] === 'object')
    const plain = names.filter((name) => !listed.includes(name))
    const conditions = home === null ? [] : [`home = ${bind(home)}`]
    for (const name of listed) {
      if (name === each) {
        conditions.push(`"${snake(name)}" @> array[value]`)
        continue
      }
      const asked = questions.map((question) => question[name] as Listed)
      const values = `${bind([...new Set(asked.flatMap(valuesIn))])}::text[]`
      // Hidden from the planner: of thousands of values it would think that they are in every row, and read them all.
      conditions.push(`"${snake(name)}" ${'among' in asked[0]! ? `= any(${values})` : `&& (select ${values})`}`)
    }
    // Values are asked in pairs, as they were given: a village with its year, not every village with every year.
    const pairs = plain.map((name) => {
      const asked = questions.map((question) => question[name])
      return `${bind(asked)}::${typeof asked[0] === 'number' ? 'bigint' : 'text'}[]`
    })
    if (plain.length > 0) {
      conditions.push(
        `(${plain.map((name) => `"${snake(name)}"`).join(', ')}) in (select * from unnest(${pairs.join(', ')}))`,
      )
    }
    return { text: `select ${selected} from "${table}" where ${conditions.join(' and ')}`, values }
  }

  function toRow(record: R): Record<string, unknown> {
    const row: Record<string, unknown> = { home: homeOf(record.key), id: idOf(record.key), version: record.version }
    fields.forEach((field, at) => {
      row[columns[at]!] = record[field]
    })
    for (const [column, make] of made) row[column] = make(record)
    return row
  }
}

function mostIn([question]: readonly Where[], name: string): number | undefined {
  const wanted = question?.[name]
  return typeof wanted === 'object' ? mostOf(wanted) : undefined
}

/** Told of a limit, the planner would hope to meet that many early in a scan of the whole table. */
function firstOf(text: string): string {
  return `with found as materialized (${text}) select * from found`
}

function fromRow<R>({ home, id, ...fields }: Record<string, unknown>): R {
  return { key: keyOf(home as string, id as string), ...fields } as R
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function byHome(keys: readonly Key[]): Map<Home, string[]> {
  const homes = new Map<Home, string[]>()
  for (const key of keys) homes.set(homeOf(key), [...(homes.get(homeOf(key)) ?? []), idOf(key)])
  return homes
}
