/** Whom the rows of a poverty list mean: one household surely, several possibly, or nobody who is registered. */
import { createHash } from 'node:crypto'
import { householdStore } from '#capabilities/households/household.store.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, evidenceOf } from '#capabilities/households/likeness.ts'
import { type Likely, meantBy } from '#capabilities/households/meant.ts'
import { areaOfBoth, rulesOf } from '#capabilities/households/suspicion.ts'
import type { Import } from '#capabilities/imports/import.ts'
import type { ListedStatus, PovertyRow } from '#capabilities/imports/poverty-list.ts'
import type { Candidate, ListProblem, RowProblem } from '#capabilities/imports/row-problem.ts'
import { canonical } from '#door/envelope.ts'
import { type Key, keyOf, national } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import { programmesOver } from '#server/actors.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'
import type { Outcome, ReadRow } from '../kind.ts'
import { placesTold } from '../places.ts'
import { householdsNear } from './near.ts'
import type { ListReach } from './reach.ts'
import { leftToChoose, settledAmong } from './settled.ts'

/** So many are offered to choose from. */
const offeredMost = 5

export interface NamedRow extends ReadRow<PovertyRow> {
  readonly mark: string
  /** What speaks for the household that it means. */
  readonly grounds: readonly string[]
}

export interface Meaning {
  /** What becomes of the rows that mean nobody surely. */
  readonly unsure: ReadonlyMap<number, Outcome>
  /** The rows that surely mean a household, by household. */
  readonly sure: readonly { readonly household: Household; readonly rows: readonly NamedRow[] }[]
}

export async function meantAmong(
  list: Import,
  rows: readonly ReadRow<PovertyRow>[],
  reach: ListReach,
  pool: Pool,
): Promise<Meaning> {
  const rules = rulesOf((await programmesOver()(pool)).definition(list.programme))
  const marked = rows.map((row) => ({ ...row, mark: markOf(row.read.status), evidence: evidenceIn(row.read.status) }))
  const marks = marked.map(({ mark }) => mark)
  const [settled, left] = await Promise.all([settledAmong(list, marks, pool), leftToChoose(list, marks, pool)])
  const chosen = await chosenAmong(
    [...settled.values()].flatMap((one) => one.chosen ?? []),
    pool,
  )
  const near = await householdsNear(
    marked.map(({ evidence }) => evidence),
    list.programme,
    rules,
    pool,
  )

  const unsure = new Map<number, Outcome>()
  const sure = new Map<Key, { household: Household; rows: NamedRow[] }>()
  const doubtful: Doubtful[] = []
  marked.forEach((row, at) => {
    const before = settled.get(row.mark)
    const theirs = near[at]!.filter(({ key }) => !before?.refused.includes(key))
    const { sure: surely, likely } = meantBy(row.evidence, theirs.map(evidenceOf), rules)
    const said = before?.chosen ? chosen.get(before.chosen) : undefined
    const isLeft = surely !== null && left.get(row.mark)?.has(surely.household)
    const household = said ?? (isLeft ? undefined : theirs.find(({ key }) => key === surely?.household))
    if (household && reach.covers(household.place)) {
      const named = { ...row, grounds: likely.find((one) => one.household === household.key)?.grounds ?? [] }
      const known = sure.get(household.key)
      if (known) known.rows.push(named)
      else sure.set(household.key, { household, rows: [named] })
    } else doubtful.push({ row, reason: before?.reason ?? null, ...offeredOf(likely, theirs, reach, rules) })
  })

  const offices = new Map(
    doubtful.flatMap(({ row, elsewhere }) => {
      if (elsewhere === undefined) return []
      return [[row.row, areaOfBoth(row.read.status.village ?? list.place, elsewhere.place)] as const]
    }),
  )
  const told = await placesTold([...new Set(offices.values())], pool)
  for (const { row, reason, offered, more } of doubtful) {
    const office = offices.get(row.row)
    const problems: ListProblem[] = [
      ...(offered.length > 0
        ? [{ code: 'to-choose' as const, candidates: offered, more, status: row.read.status }]
        : []),
      ...(office === undefined ? [] : [{ code: 'elsewhere' as const, office: told.get(office) ?? null }]),
    ]
    unsure.set(row.row, problems.length > 0 ? possible(row.mark, problems) : notRegistered(row.mark, reason))
  }
  return { unsure, sure: [...sure.values()] }
}

interface Doubtful {
  readonly row: Omit<NamedRow, 'grounds'>
  /** Why it was none of those who were offered when the list was brought before. */
  readonly reason: string | null
  readonly offered: readonly Candidate[]
  readonly more: number
  /** A household out of reach that is like it enough to ask its office. */
  readonly elsewhere: Household | undefined
}

function offeredOf(
  likely: readonly Likely[],
  near: readonly Household[],
  reach: ListReach,
  rules: MatchingRules,
): Omit<Doubtful, 'row' | 'reason'> {
  const households = new Map(near.map((household) => [household.key, household]))
  const placed = likely.map((one) => ({ ...one, of: households.get(one.household)! }))
  const reached = placed.filter(({ of }) => reach.covers(of.place))
  // Somebody of that name lives in every province: only who is as like as a suspicion is worth a telephone call.
  const elsewhere = placed.find(
    ({ of, score, grounds }) =>
      !reach.covers(of.place) && (score >= rules.threshold || rules.enough.some((ground) => grounds.includes(ground))),
  )
  return {
    offered: reached.slice(0, offeredMost).map(({ household, grounds }) => ({ household, grounds })),
    more: Math.max(0, reached.length - offeredMost),
    elsewhere: elsewhere?.of,
  }
}

/** Rows of a list that say different things of one household: somebody says which is right. */
export function toChoose({ mark, grounds, read: { status } }: NamedRow, household: Key): Outcome {
  return possible(mark, [
    { code: 'status-otherwise' },
    { code: 'to-choose', candidates: [{ household, grounds }], more: 0, status },
  ])
}

function possible(mark: string, problems: readonly ListProblem[]): Outcome {
  return { is: 'possible', mark, problems: problems.map(wholeRow) }
}

function notRegistered(mark: string, reason: string | null): Outcome {
  const problem: ListProblem = reason === null ? { code: 'not-registered' } : { code: 'set-aside', reason }
  return { is: 'unmatched', mark, problems: [wholeRow(problem)] }
}

function wholeRow(problem: ListProblem): RowProblem {
  return { column: null, text: '', problem }
}

/** A row is no household: it has a key that no household has. */
const noHousehold = keyOf(national, '00000000-0000-7000-8000-000000000000')

function evidenceIn({
  nameKm,
  nameLatin,
  sex,
  birthYear,
  village,
  phone,
  identityNumber,
  poverty,
}: ListedStatus): Evidence {
  const isNamed = nameKm !== null || nameLatin !== null
  return {
    key: noHousehold,
    place: village ?? '',
    card: poverty.card,
    identityNumbers: identityNumber === null ? [] : [identityNumber],
    phones: phone === null ? [] : [{ number: phone, shared: false }],
    people: isNamed ? [{ nameKm, nameLatin, sex, birthYear, role: 'head' }] : [],
  }
}

/** The same for two rows that say the same, however they are typed. */
function markOf({ nameKm, nameLatin, poverty: { source: _, ...poverty }, ...rest }: ListedStatus): string {
  const plain = (name: string | null) => name && normalise(name)
  const said = canonical({ ...rest, poverty, names: [plain(nameKm), plain(nameLatin)] })
  return createHash('sha256').update(said).digest('hex')
}

/** Households that were chosen, as whom they go on by now; who is no longer registered is left out. */
async function chosenAmong(keys: readonly Key[], db: Queryable): Promise<Map<Key, Household>> {
  const found = await householdStore.find([...new Set(keys)], false, db)
  const merged = found.flatMap(({ mergedInto }) => mergedInto ?? [])
  const joined = new Map((await householdStore.find([...new Set(merged)], false, db)).map((one) => [one.key, one]))
  return new Map(
    found.flatMap((one) => {
      const now = one.mergedInto ? joined.get(one.mergedInto) : one
      return now?.state === 'active' ? [[one.key, now] as const] : []
    }),
  )
}
