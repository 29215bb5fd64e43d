/**
 * How the database goes about each long list, at 150,000 households: by which index, and past how much.
 *
 * Asked twice: when it last looked while the tables were nearly empty, as after a night's import, and
 * when it has just looked. Neither may make it read a whole table, or sort more than a bounded number.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import { invented, makeNation } from '#dev/nation.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { reads, stores } from '#server/capabilities.ts'
import type { Queryable } from '#server/database/connection.ts'

const households = 150_000
const large = ['household', 'proposal', 'voucher', 'journal']

const country: Scope = [{ programme: programmeCode, places: [''] }]
const districts: Scope = [{ programme: programmeCode, places: ['0308', '0503', '21'] }]

let play: Play
let somebody: { key: Key; place: string; number: string; card: string; assistedBy: Key }

beforeAll(async () => {
  play = await startProgramme()
  for (const table of large) await play.pool.query(`alter table ${table} set (autovacuum_enabled = false)`)
  await play.pool.query('analyze')
  await makeNation(play, { households, villages: invented(), lines: 1, withStatistics: false })
  const { rows } = await play.pool.query<typeof somebody>(
    `select home || '-' || id as key, place, '0' || substr(phones -> 0 ->> 'number', 5) as number, card, assisted_by as "assistedBy"
     from household where place = '12040503' and card is not null and phones <> '[]' and assisted_by is not null limit 1`,
  )
  somebody = rows[0]!
}, 120_000)
afterAll(() => play.end())

test('what SQL has put into the column of search texts is what the product would have', async () => {
  const { rows } = await play.pool.query<{ key: Key; search: string }>(
    `select home || '-' || id as key, search from household where place = '07030204' or place = '05080101'`,
  )
  const texts = new Map(rows.map(({ key, search }) => [key, search]))
  const found = (await stores.household!.find([...texts.keys()], false, play.pool)) as unknown as Household[]
  expect(found.length).toBeGreaterThan(5)
  expect(found.filter((household) => searchTextOf(household) !== texts.get(household.key))).toEqual([])
})

const byPlace = 'households of a programme, by place'
const byFragment = 'households by a fragment in Latin letters or digits'
const byKhmerFragment = 'households by a fragment in Khmer'
const from = () => ({ place: somebody.place, key: somebody.key })

type Question = readonly [what: string, scope: Scope, read: string, input: () => object, index: string]

const questions: readonly Question[] = [
  ['the first page', country, 'household.list', () => ({}), byPlace],
  ['the first page of a district', country, 'household.list', () => ({ place: '1204' }), byPlace],
  ['the first page of several places', districts, 'household.list', () => ({}), byPlace],
  ['a deep page', country, 'household.list', () => ({ after: from() }), byPlace],
  ['a deep page of several places', districts, 'household.list', () => ({ after: from() }), byPlace],
  ['a common name', country, 'household.list', () => ({ search: 'sok' }), byPlace],
  ['a common name in Khmer, deep', country, 'household.list', () => ({ search: 'ចាន់', after: from() }), byPlace],
  ['two letters', country, 'household.list', () => ({ search: 'so' }), byPlace],
  ['a telephone', country, 'household.list', () => ({ search: somebody.number }), byFragment],
  ['a card', country, 'household.list', () => ({ search: somebody.card }), byFragment],
  ['nobody', country, 'household.list', () => ({ search: 'zqxw' }), byFragment],
  ['nobody in Khmer', country, 'household.list', () => ({ search: 'ឡុងឡុងឡុង' }), byKhmerFragment],
  // In capitals, as search texts write Khmer, they begin the names of thousands.
  ['two letters that begin no name', country, 'household.list', () => ({ search: 'xa' }), byFragment],
  ['a telephone in several places', districts, 'household.list', () => ({ search: somebody.number }), byPlace],
  ['suspicions', country, 'household.list', () => ({ suspected: true }), 'households under suspicion, by place'],
  [
    'closed households',
    country,
    'household.list',
    () => ({ state: 'closed' }),
    'households no longer active, by place',
  ],
  [
    'a month',
    country,
    'household.list',
    () => ({ registeredFrom: '2021-02-01', registeredUntil: '2021-02-28' }),
    byPlace,
  ],
  [
    'a name in a month',
    country,
    'household.list',
    () => ({ search: 'sokha', registeredFrom: '2021-02-01', registeredUntil: '2021-02-28' }),
    byPlace,
  ],
  [
    'a day that had none',
    country,
    'household.list',
    () => ({ registeredFrom: '2031-01-01' }),
    'households by day of registration',
  ],
  [
    'who assisted',
    country,
    'household.list',
    () => ({ assistedBy: somebody.assistedBy }),
    'households by who assisted',
  ],
  ['about how many', country, 'household.estimate', () => ({ search: 'bopha' }), byPlace],
  ['duplicates that wait', country, 'household.suspected', () => ({}), 'households to be judged, most urgent first'],
  [
    'duplicates that wait, deep',
    country,
    'household.suspected',
    () => ({ after: { judgeBy: '2022-01-01', key: somebody.key } }),
    'households to be judged, most urgent first',
  ],
  [
    'duplicates that wait in places',
    districts,
    'household.suspected',
    () => ({}),
    'households under suspicion, by place',
  ],
  ['what was judged', country, 'household.judged', () => ({}), 'households that were judged, newest first'],
  ['proposals that wait', country, 'proposal.queue', () => ({}), 'proposals waiting in any state, oldest first'],
  [
    'proposals that wait in a state',
    country,
    'proposal.queue',
    () => ({ state: 'submitted' }),
    'proposals waiting, oldest first',
  ],
  [
    'proposals that wait, deep',
    country,
    'proposal.queue',
    () => ({ after: { since: '2021-08-01T00:00:00.000Z', key: somebody.key } }),
    'proposals waiting in any state, oldest first',
  ],
  ['proposals that wait in a place', districts, 'proposal.queue', () => ({}), 'proposals waiting, by place'],
  [
    'proposals by place, deep',
    country,
    'proposal.list',
    () => ({ after: from() }),
    'proposals of a programme, by place',
  ],
  ['proposals in a state', country, 'proposal.list', () => ({ state: 'rejected' }), 'proposals by state and place'],
  [
    'proposals of a household',
    country,
    'proposal.list',
    () => ({ household: somebody.key }),
    'proposals of a household',
  ],
  ['vouchers by place, deep', country, 'voucher.list', () => ({ after: from() }), 'vouchers of a programme, by place'],
  ['vouchers in a state', country, 'voucher.list', () => ({ state: 'frozen' }), 'vouchers by state and place'],
  ['vouchers of a household', country, 'voucher.list', () => ({ household: somebody.key }), 'vouchers of a household'],
  [
    'vouchers with something to do',
    country,
    'voucher.queue',
    () => ({}),
    'vouchers with something to do, most urgent first',
  ],
  [
    'vouchers with something to do in a place',
    districts,
    'voucher.queue',
    () => ({}),
    'vouchers with something to do, by place',
  ],
  ['the newest lines', country, 'journal.latest', () => ({}), "the journal's newest lines"],
  ['the lines about a record', country, 'journal.about', () => ({ keys: [somebody.key] }), 'the lines about a record'],
]

describe('with statistics from when the tables were nearly empty', () => {
  beforeAll(async () => {
    // Making an index has told the database how many rows there are: an import does not.
    await play.pool.query(
      `update pg_class c set reltuples = 20, relpages = 1, relallvisible = 0 from pg_class t left join pg_index i on i.indrelid = t.oid
       where t.relname = any($1) and c.oid in (t.oid, i.indexrelid)`,
      [large],
    )
  })
  test.each(questions)('%s', (_, ...question) => goesWell(...question))
})

describe('with fresh statistics', () => {
  beforeAll(async () => {
    for (const table of large) await play.pool.query(`vacuum analyze ${table}`)
  }, 60_000)
  test.each(questions)('%s', (_, ...question) => goesWell(...question))
})

/** Rows that may be put in order at once: what the second way of finding takes in, and the first page behind it. */
const sortedMax = 5_001

/** Entries of an index cost little beside rows: of them as many are passed as the first way of finding goes on for. */
function passedMax({ 'Node Type': type }: Node): number {
  return type === 'Subquery Scan' ? 120_000 : 4 * sortedMax
}

async function goesWell(scope: Scope, name: string, input: () => object, index: string): Promise<void> {
  const plans = await plansOf(scope, name, input())
  const nodes = plans.flatMap(nodesOf)
  const whole = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && large.includes(node['Relation Name'] ?? ''))
  const sorts = nodes.filter(
    (node) => node['Node Type'] === 'Sort' && (node.Plans?.[0]?.['Actual Rows'] ?? 0) > sortedMax,
  )
  const passed = nodes.filter((node) => (node['Rows Removed by Filter'] ?? 0) > passedMax(node))
  const inVain = nodes.filter((node) => (node['Rows Removed by Index Recheck'] ?? 0) > sortedMax)

  expect(whole).toEqual([])
  expect(sorts).toEqual([])
  expect(passed).toEqual([])
  expect(inVain).toEqual([])
  expect(nodes.map((node) => node['Index Name'])).toContain(index)
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  /** Looked at because an index of pieces could not tell. */
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/** The read runs; each of its statements is explained as it was asked, with its settings. */
async function plansOf(scope: Scope, name: string, input: object): Promise<Node[]> {
  const plans: Node[] = []
  const watched: Queryable = {
    query: (async (text: string, values?: unknown[]) => {
      const explained = text.replace(
        /(^|;\n)(?=(with|select)\b[^;]*$)/,
        '$1explain (analyze, timing off, format json) ',
      )
      if (explained !== text) {
        const answered = (await play.pool.query(explained, values)) as unknown as Explained | Explained[]
        plans.push((Array.isArray(answered) ? answered.at(-1)! : answered).rows[0]!['QUERY PLAN'][0]!.Plan)
      }
      return play.pool.query(text, values)
    }) as Queryable['query'],
  }
  await reads[name]!.run(scope, reads[name]!.input.parse(input), watched)
  return plans
}

interface Explained {
  readonly rows: readonly { 'QUERY PLAN': readonly { Plan: Node }[] }[]
}
