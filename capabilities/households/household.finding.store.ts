/**
 * Finding households among millions: by place, by a fragment of a name or number, by what is known of them.
 *
 * Three ways, tried in turn, because how many there are is not known before: along the index by place, a
 * stretch of bounded length, which finds what is common and all that a small area has; from the index of
 * fragments, up to a bound, which finds what is rare; and along the index to the end, which finds what is
 * too common for the second way within few steps. Each answers exactly, in the order of places.
 */
import { searchTermsOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import type { Day } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { steered } from '#server/database/steered.ts'
import { along, type Position, type Stretch } from '#server/database/stretch.ts'

export interface Wanted {
  readonly search?: string | undefined
  readonly state?: Household['state'] | undefined
  readonly suspected?: boolean | undefined
  readonly registeredFrom?: Day | undefined
  readonly registeredUntil?: Day | undefined
  readonly assistedBy?: Key | undefined
}

interface Place {
  readonly programme?: string | undefined
  readonly place?: string | undefined
}

/** How far along the first way goes, how far on where that was promising, and how many the second way takes in. */
const stepsFirst = 10_000
const stepsOn = 120_000
const candidatesMax = 5_000
/** Found in the first steps: enough to expect a page of fifty within the further ones; enough to tell a share. */
const promising = 3
const sampleEnough = 100
/** In the first steps, more than that of two millions are more than the second way takes in. */
const tooMany = 25

interface Page {
  readonly after?: Position | undefined
  readonly limit: number
}

/** The keys of a page, by place. */
export async function findHouseholds(
  stretches: readonly Stretch[],
  wanted: Wanted,
  page: Page,
  db: Queryable,
): Promise<Key[]> {
  if (stretches.length === 0) return []
  const sieve = sieveOf(wanted)
  if (sieve.all.length === 0) return alongPlaces(stretches, sieve, page, null, db)

  const common = await alongPlaces(stretches, sieve, page, stepsFirst, db)
  if (common.length === page.limit || !(await isLonger(stretches, sieve, page, db))) return common
  if (common.length >= promising) {
    const further = await alongPlaces(stretches, sieve, page, stepsOn, db)
    if (further.length === page.limit) return further
  }
  for (const rare of await worthTrying(stretches, sieve, db)) {
    const { taken, keys } = await amongCandidates(stretches, sieve, rare, page, db)
    if (taken <= candidatesMax) return keys
  }
  return alongPlaces(stretches, sieve, page, null, db)
}

/** Where two conditions have indexes, one that is common by itself is not tried without the other. */
async function worthTrying(stretches: readonly Stretch[], { rare, rarest, along }: Sieve, db: Queryable) {
  if (rare.length < 2) return rare
  const { kept } = await sampled(stretches, { along, all: rarest }, db)
  return kept < tooMany ? rare : rare.slice(1)
}

/** Those among a person's own households that a list would show: a farmer reaches one, wherever it lies. */
export async function findAmong(keys: readonly Key[], wanted: Wanted & Place, { after }: Page, db: Queryable) {
  if (keys.length === 0) return []
  const { bind, values } = binding()
  const sieve = sieveOf(wanted)
  const { programme, place } = wanted
  const conditions = [
    `(home, id) in (select left(key, 2), substr(key, 4)::uuid from unnest(${bind(keys)}::text[]) key)`,
    ...(programme ? [`programme = ${bind(programme)}`] : []),
    ...(place ? [`starts_with(place, ${bind(place)})`] : []),
    ...(after ? [beyond(after, bind)] : []),
    ...sieve.along,
    every(sieve.all, bind),
  ]
  const { rows } = await db.query<{ key: Key }>(
    `select home || '-' || id as key from household where ${conditions.join(' and ')} order by place, home, id`,
    values,
  )
  return rows.map(({ key }) => key)
}

/** How many there are about; exactly where that is known without counting long. */
export async function estimateHouseholds(
  stretches: readonly Stretch[],
  wanted: Wanted,
  db: Queryable,
): Promise<{ about: number; exact: boolean }> {
  if (stretches.length === 0) return { about: 0, exact: true }
  const sieve = sieveOf(wanted)
  const { passed, kept } = await sampled(stretches, sieve, db)
  if (passed < stepsFirst) return { about: kept, exact: true }
  // What is common in the sample is told from it well enough; what is rare is better counted.
  for (const rare of kept < sampleEnough ? sieve.rare : []) {
    const { taken, kept: all } = await amongCandidates(stretches, sieve, rare, { limit: 1 }, db)
    if (taken <= candidatesMax) return { about: all, exact: true }
  }
  const share = kept / passed
  return { about: Math.max(kept, Math.round((await plannedRows(stretches, sieve, db)) * share)), exact: false }
}

/** Values are bound by whoever writes a statement; a condition asks for a place for each of its own. */
type Bind = (value: unknown) => string
type Condition = (bind: Bind) => string

interface Sieve {
  /** Which index by place is gone along: of all households, or of those that are few. */
  readonly along: readonly string[]
  /** What each household passed is held against. */
  readonly all: readonly Condition[]
  /** What has an index of its own: the words alone, which are mostly the rarest; then whatever there is. */
  readonly rare: readonly (readonly Condition[])[]
  /** What the first of them means of a household that was passed. */
  readonly rarest: readonly Condition[]
}

function sieveOf({ search, state, suspected, registeredFrom, registeredUntil, assistedBy }: Wanted): Sieve {
  const searched = searchTermsOf(search ?? '')
  const terms = searched.map(holding('search'))
  const indexed = searched.map((term) =>
    /[A-Z]/.test(term) ? holding(khmerPieces)(term.replace(/[a-z0-9]/g, '')) : holding('search_latin')(term),
  )
  const helper: Condition[] = assistedBy ? [(bind) => `assisted_by = ${bind(assistedBy)}`] : []
  const days: Condition[] = [
    ...(registeredFrom ? [(bind: Bind) => `registered_on >= ${bind(registeredFrom)}`] : []),
    ...(registeredUntil ? [(bind: Bind) => `registered_on <= ${bind(registeredUntil)}`] : []),
  ]
  const states: Condition[] = state ? [(bind) => `state = ${bind(state)}`] : []
  // By its pieces a term is found, and by itself made sure of.
  const groups = [indexed, helper, days].filter((conditions) => conditions.length > 0)
  return {
    along: [
      ...(suspected ? ['cardinality(suspects) > 0'] : []),
      ...(state !== undefined && state !== 'active' ? [`state <> 'active'`] : []),
    ],
    all: [...terms, ...helper, ...days, ...states],
    rare: groups.length > 1 ? [groups[0]!, groups.flat()] : groups,
    rarest: terms.length > 0 ? terms : (groups[0] ?? []),
  }
}

function holding(text: string): (term: string) => Condition {
  return (term) => (bind) => `${text} like ${bind(`%${term}%`)}`
}

/** As its index has it: small letters and digits are left out, of a text and of a term alike. */
const khmerPieces = `translate(search, 'abcdefghijklmnopqrstuvwxyz0123456789', '')`

const sifted = 'programme, place, home, id, search, state, registered_on, assisted_by'

async function alongPlaces(
  stretches: readonly Stretch[],
  sieve: Sieve,
  { after, limit }: Page,
  steps: number | null,
  db: Queryable,
): Promise<Key[]> {
  const { bind, values } = binding()
  const source = along('household', sifted, stretches, { after, also: sieve.along, bind })
  if (source === '') return []
  const passed = steps === null ? source : first(steps, source, bind)
  const rows = await steered<{ key: Key }>(
    alongTheIndex,
    `select home || '-' || id as key from (${passed}) passed
     where ${every(sieve.all, bind)} order by place, home, id limit ${bind(limit)}`,
    values,
    db,
  )
  return rows.map(({ key }) => key)
}

/** Whether anything lies beyond the first steps. */
async function isLonger(stretches: readonly Stretch[], sieve: Sieve, { after }: Page, db: Queryable): Promise<boolean> {
  const { bind, values } = binding()
  const source = along('household', 'place, home, id', stretches, { after, also: sieve.along, bind })
  if (source === '') return false
  const text = `${first(1, source, bind)} offset ${bind(stepsFirst)}`
  return (await steered(alongTheIndex, text, values, db)).length > 0
}

async function sampled(stretches: readonly Stretch[], sieve: Pick<Sieve, 'along' | 'all'>, db: Queryable) {
  const { bind, values } = binding()
  const source = along('household', sifted, stretches, { also: sieve.along, bind })
  const [row] = await steered<{ passed: number; kept: number }>(
    alongTheIndex,
    `select count(*)::int as passed, count(*) filter (where ${every(sieve.all, bind)})::int as kept
     from (${first(stepsFirst, source, bind)}) passed`,
    values,
    db,
  )
  return row!
}

async function amongCandidates(
  stretches: readonly Stretch[],
  sieve: Sieve,
  rare: readonly Condition[],
  { after, limit }: Page,
  db: Queryable,
) {
  const { bind, values } = binding()
  const reach = stretches.map(
    ({ programme, place }) =>
      `programme = ${bind(programme)} and place >= ${bind(place)} and place < ${bind(`${place}:`)}`,
  )
  const [row] = await steered<{ taken: number; kept: number; keys: Key[] }>(
    fromAnIndexOfItsOwn,
    `with candidate as materialized (
       select ${sifted}, suspects from household where ${every(rare, bind)} limit ${candidatesMax + 1}),
     kept as materialized (
       select place, home, id from candidate
       where ((${reach.join(') or (')})) and ${[...sieve.along, every(sieve.all, bind)].join(' and ')})
     select (select count(*)::int from candidate) as taken, (select count(*)::int from kept) as kept,
            array(select home || '-' || id from kept where ${after ? beyond(after, bind) : 'true'} order by place, home, id limit ${bind(limit)}) as keys`,
    values,
    db,
  )
  return row!
}

/** What the planner thinks lies along the stretches, from statistics that are as old as they are. */
async function plannedRows(stretches: readonly Stretch[], sieve: Sieve, db: Queryable): Promise<number> {
  const { bind, values } = binding()
  const source = along('household', 'home', stretches, { also: sieve.along, bind })
  const { rows } = await db.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    `explain (format json) ${source}`,
    values,
  )
  return rows[0]!['QUERY PLAN'][0]!.Plan['Plan Rows']
}

// A way that is not closed is one that an index serves: in its order, or by its bitmap.
const alongTheIndex = ['seqscan', 'bitmapscan', 'sort'] as const
const fromAnIndexOfItsOwn = ['seqscan', 'indexscan', 'indexonlyscan'] as const

/** Within a select of its own the stretches are merged in their order; beside each other they would be sorted. */
function first(steps: number, source: string, bind: Bind): string {
  return `select * from (${source}) stretch order by place, home, id limit ${bind(steps)}`
}

function beyond({ place, key }: Position, bind: Bind): string {
  return `(place, home, id) > (${bind(place)}, ${bind(homeOf(key))}, ${bind(idOf(key))}::uuid)`
}

function every(conditions: readonly Condition[], bind: Bind): string {
  return ['true', ...conditions.map((condition) => condition(bind))].join(' and ')
}

function binding(): { bind: Bind; values: unknown[] } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}
