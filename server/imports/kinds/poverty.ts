/**
 * Poverty lists: a row that surely means one registered household sets its status; what is not sure is
 * for a person to choose, and nobody is registered by it.
 *
 * What a list has said of a household once it does not say again: brought once more, it overrules nothing
 * that was learned since.
 */
import type { Household, PovertyEntry } from '#capabilities/households/household.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { povertyForm } from '#capabilities/imports/poverty-list.form.ts'
import { type PovertyRow, povertyReader } from '#capabilities/imports/poverty-list.ts'
import { canonical, type Envelope } from '#door/envelope.ts'
import { type Home, homeOf, type Key } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import type { Pool } from '#server/database/connection.ts'
import { idAt } from '../ids.ts'
import { type Asking, type ListKind, type Outcome, repeated } from '../kind.ts'
import { villagesIn } from '../places.ts'
import { meantAmong, type NamedRow, toChoose } from './poverty-rows.ts'
import { reachOf } from './reach.ts'

export const poverty: ListKind<PovertyRow> = {
  async reader(list, facts, db) {
    return povertyReader(list, facts, await villagesIn(db))
  },

  placeOf: ({ status }) => status.village,

  async weigh(list, rows, { pool }) {
    const reach = await reachOf(list, povertyForm.permission, pool)
    const inReach = rows.filter(({ read: { status } }) => status.village === null || reach.covers(status.village))
    const { unsure, sure } = await meantAmong(list, inReach, reach, pool)
    const outcomes = new Map<number, Outcome>(unsure)
    const reached = new Set(inReach)
    for (const one of rows) if (!reached.has(one)) outcomes.set(one.row, outOfReach)

    const asking: Asking[] = []
    const said = await saidBefore(
      list,
      sure.map(({ household }) => household.key),
      pool,
    )
    for (const { household, rows: theirs } of sure) {
      const { asked, told } = decide(household, theirs, said.get(household.key) ?? [])
      for (const row of asked) asking.push(askingFor(list, row, household.key))
      for (const [row, outcome] of told) outcomes.set(row, outcome)
    }
    return { outcomes, asking }
  },

  blamed: { 'actor.out-of-reach': ['villageCode', 'village'] },
}

const outOfReach: Outcome = {
  is: 'refused',
  problems: [{ column: null, text: '', problem: { code: 'refused', refusal: refuse('actor.out-of-reach') } }],
}

type Statement = Pick<PovertyEntry, 'category' | 'source' | 'card' | 'issuedOn' | 'expiresOn'>

/** The same for two that say the same of a household. */
function wordsOf({ category, source, card, issuedOn, expiresOn }: Statement): string {
  return canonical({ category, source, card, issuedOn, expiresOn })
}

/** Of the rows that mean one household: one is asked, others say it once more, or they contradict each other. */
function decide(
  household: Household,
  rows: readonly NamedRow[],
  said: readonly Said[],
): { asked: NamedRow[]; told: [number, Outcome][] } {
  const words = new Set(rows.map(({ read }) => wordsOf(read.status.poverty)))
  const numbers = new Set(rows.map(({ row }) => row))
  const [only] = words
  const elsewhereInList = said.filter(({ isThisImport, row }) => isThisImport && !numbers.has(row))
  if (words.size > 1 || elsewhereInList.some((one) => one.words !== only)) {
    return { asked: [], told: rows.map((row) => [row.row, toChoose(row, household.key)]) }
  }
  // What this import asked before it was cut off is answered as it was.
  const own = rows.find(({ row }) => said.some((one) => one.isThisImport && one.row === row))
  const isSaid = said.some((one) => one.words === only) || entryNow(household) === only
  const first = own ?? (isSaid ? undefined : rows[0])
  const others = rows.filter((row) => row !== first)
  return { asked: first ? [first] : [], told: others.map(({ row }) => [row, repeated]) }
}

function entryNow({ poverty }: Household): string | undefined {
  const last = poverty.reduce<PovertyEntry | undefined>(
    (latest, entry) => (latest === undefined || entry.recordedOn >= latest.recordedOn ? entry : latest),
    undefined,
  )
  return last && wordsOf(last)
}

/** What rows of this list have said of a household, in this import or an earlier one, chosen by hand or not. */
interface Said {
  readonly row: number
  readonly isThisImport: boolean
  readonly words: string
}

async function saidBefore(list: Import, households: readonly Key[], pool: Pool): Promise<Map<Key, Said[]>> {
  const byHome = new Map<Home, Key[]>()
  for (const key of households) byHome.set(homeOf(key), [...(byHome.get(homeOf(key)) ?? []), key])
  const said = new Map<Key, Said[]>()
  for (const [home, keys] of byHome) {
    const { rows } = await pool.query<{ about: Key; envelope: string }>(
      `select j.about, b.envelope from journal j join journal_body b using (home, stream, seq)
       where j.home = $1 and j.about = any($2) and j.name = 'household.setPoverty' and j.outcome = 'accepted'
         and j.programme = $3 and b.envelope is not null`,
      [home, keys, list.programme],
    )
    for (const { about, envelope } of rows) {
      const { input } = JSON.parse(envelope.split('\n', 1)[0]!) as Envelope
      const listed = input.listed as { import: Key; row: number } | undefined
      if (!listed) continue
      const told = { ...listed, words: wordsOf(input as unknown as Statement) }
      said.set(about, [...(said.get(about) ?? []), { ...told, isThisImport: told.import === list.key }])
    }
  }
  return said
}

function askingFor(list: Import, { row, read: { status } }: NamedRow, household: Key): Asking {
  const home = homeOf(household)
  const envelope: Envelope = {
    id: idAt(Date.parse(list.preparedAt), `${list.key}\n${row}\nstatus`),
    ...{ home, name: 'household.setPoverty', about: household },
    input: { ...status.poverty, listed: { import: list.key, row } },
    ...{ person: list.by, device: null, n: 0, askedAt: list.begunAt ?? list.preparedAt },
    ...{ lastServerTime: null, after: [], signature: null },
  }
  return { rows: [row], home, key: household, envelopes: [envelope] }
}
