/**
 * Which records a page of a list shows: their keys, found along the index that has the list's order.
 *
 * Whoever reaches places goes along the index; a household, a shop or a small area is taken whole and put
 * in order, since that is little. What is shown of the records is read by their keys afterwards.
 */
import { everything, type Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import type { Queryable } from './connection.ts'
import { steered } from './steered.ts'
import { type Stretch, stretchesOf } from './stretch.ts'

interface List {
  readonly table: string
  /** The first column of the list's order; `home, id` follow. */
  readonly by: string
  /** Its type, where that is no text. */
  readonly type?: string
  /** Conditions that hold for every row of the list, as the index has them. */
  readonly always?: readonly string[]
  readonly household?: string
  readonly shop?: string
}

interface Wanted {
  readonly programme?: string | undefined
  readonly place?: string | undefined
  readonly after?: { readonly value: string; readonly key: Key } | undefined
  readonly limit: number
  /** Columns with the value that is asked for; those that are not asked for are undefined. */
  readonly equal?: Readonly<Record<string, string | number | undefined>>
  /** Other conditions, each with the value that `?` stands for. */
  readonly also?: readonly (readonly [condition: string, value: string])[]
  /** What is asked for leaves so little that its own index is quicker than the list's. */
  readonly isLittle?: boolean
}

export async function pageKeys(scope: Scope, list: List, wanted: Wanted, db: Queryable): Promise<Key[]> {
  const stretches = await stretchesOf(scope, wanted, db)
  const isInOrder = list.by === 'place' || stretches.every(({ place }) => place === '')
  const found = [
    await keysIn(list, wanted, stretches.map(byPlace), isInOrder && !wanted.isLittle, db),
    await keysIn(list, wanted, ownOf(scope, list, wanted), false, db),
  ]
  return [...new Set(found.flat())]
}

type Bind = (value: string | number) => string
type Reach = (bind: Bind) => readonly string[]

function byPlace({ programme, place }: Stretch): Reach {
  return (bind) => [
    `programme = ${bind(programme)}`,
    ...(place === '' ? [] : [`place >= ${bind(place)}`, `place < ${bind(`${place}:`)}`]),
  ]
}

/** A household's or a shop's own, wherever they lie. */
function ownOf(scope: Scope, list: List, wanted: Wanted): Reach[] {
  return scope.flatMap(({ programme, household, shop }): Reach[] => {
    const [column, own] = household ? [list.household, household] : [list.shop, shop]
    if (!column || !own || (wanted.programme !== undefined && ![everything, wanted.programme].includes(programme)))
      return []
    const within = wanted.programme ?? programme
    return [
      (bind) => [
        `${column} = ${bind(own)}`,
        ...(within === everything ? [] : [`programme = ${bind(within)}`]),
        ...(wanted.place === undefined ? [] : [`starts_with(place, ${bind(wanted.place)})`]),
      ],
    ]
  })
}

async function keysIn(list: List, wanted: Wanted, reaches: readonly Reach[], isInOrder: boolean, db: Queryable) {
  if (reaches.length === 0) return []
  const values: (string | number)[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const order = `${list.by}, home, id`
  const source = reaches
    .map((reach) => [...reach(bind), ...conditionsOf(list, wanted, bind)].join(' and '))
    // Each in its order, so that the order around them merges instead of sorting.
    .map(
      (conditions) =>
        `(select ${order} from "${list.table}" where ${conditions}${isInOrder ? ` order by ${order}` : ''})`,
    )
    .join(' union all ')
  const page = `order by ${order} limit ${bind(wanted.limit)}`
  const rows = await steered<{ home: string; id: string }>(
    isInOrder ? ['seqscan', 'bitmapscan', 'sort'] : ['seqscan'],
    isInOrder
      ? `select home, id from (${source}) found ${page}`
      : `with found as materialized (${source}) select home, id from (select distinct ${order} from found) once ${page}`,
    values,
    db,
  )
  return rows.map(({ home, id }) => keyOf(home, id))
}

function conditionsOf({ by, type = 'text', always = [] }: List, { after, equal = {}, also = [] }: Wanted, bind: Bind) {
  const from = after && `${bind(after.value)}::${type}`
  return [
    ...always,
    ...Object.entries(equal).flatMap(([column, value]) =>
      value === undefined ? [] : [`"${column}" = ${bind(value)}`],
    ),
    ...also.map(([condition, value]) => condition.replace('?', bind(value))),
    // The first column for itself as well: there an index begins, whatever it makes of the three together.
    ...(after
      ? [
          `${by} >= ${from}`,
          `(${by}, home, id) > (${from}, ${bind(homeOf(after.key))}, ${bind(idOf(after.key))}::uuid)`,
        ]
      : []),
  ]
}
