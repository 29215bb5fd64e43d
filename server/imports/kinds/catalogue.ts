/**
 * Lists of items: what is new is added, what is said otherwise is amended, and prices are quoted.
 *
 * An item is known by its code, so a list brought again finds everything as it left it. Rows of one code
 * are asked together: one item may have as many rows as it has prices. Envelopes are named by the import
 * and the row, so that a run that was cut off is answered as it was.
 */

import { itemStore } from '#capabilities/catalogue/item.store.ts'
import { type CatalogueItem, chainsOf, isSamePrice, isSameQuoted, itemKey } from '#capabilities/catalogue/item.ts'
import type { CatalogueField } from '#capabilities/imports/catalogue-list.form.ts'
import { catalogueReader, type ListedItem, type ListedQuotation } from '#capabilities/imports/catalogue-list.ts'
import type { Import } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import { canonical, type Envelope } from '#door/envelope.ts'
import { type Key, national } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { type Bilingual, dayOf } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { idAt } from '../ids.ts'
import { type Asking, type ListKind, type Outcome, type ReadRow, repeated } from '../kind.ts'
import { provincesIn } from '../places.ts'

export const catalogue: ListKind<ListedItem> = {
  async reader(list, facts, db) {
    const { rows } = await db.query<Pick<Programme, 'definition'>>(
      'select definition from programme where home = $1 and programme = $2',
      [national, list.programme],
    )
    return catalogueReader(list, facts, { chains: chainsOf(rows[0]), provinces: await provincesIn(db) })
  },

  // What a programme may give belongs to no place.
  placeOf: () => '',

  async weigh(list, rows, { pool, mayHaveBeenAsked }) {
    const byCode = new Map<string, ReadRow<ListedItem>[]>()
    for (const one of rows) byCode.set(one.read.code, [...(byCode.get(one.read.code) ?? []), one])
    const codes = [...byCode.keys()]
    const [items, zeros, decided] = await Promise.all([
      itemStore.find(
        codes.map((code) => itemKey(list.programme, code)),
        false,
        pool,
      ),
      codesWithZeros(list.programme, codes, pool),
      mayHaveBeenAsked
        ? acceptedBefore(
            rows.map(({ row }) => idsOf(list, row)),
            pool,
          )
        : new Set<string>(),
    ])
    const known = new Map(items.map((item) => [item.code, item]))
    const outcomes = new Map<number, Outcome>()
    const asking: Asking[] = []
    for (const [code, group] of byCode) {
      const weighed = weighItem(list, group, { item: known.get(code), withZeros: zeros.get(code), decided })
      for (const [row, outcome] of weighed.outcomes) outcomes.set(row, outcome)
      if (weighed.asked) asking.push(weighed.asked)
    }
    return { outcomes, asking }
  },

  blamed: {
    'place.unknown': ['province'],
    'item.chain-unknown': ['chain'],
    'item.substitute-itself': ['substitutes'],
    'item.state': ['code'],
  },
}

interface Around {
  /** As it stands. */
  readonly item: CatalogueItem | undefined
  /** Another item's code, of which this one is what is left when its zeros are lost. */
  readonly withZeros: string | undefined
  /** Envelopes of this import that were accepted before it was cut off. */
  readonly decided: ReadonlySet<string>
}

function weighItem(list: Import, group: readonly ReadRow<ListedItem>[], { item, withZeros, decided }: Around) {
  const outcomes = new Map<number, Outcome>()
  const blame = (row: number, field: CatalogueField, problem: RowProblem['problem'], text = '') => {
    const column = list.mapping.find((one) => one.field === field)?.column ?? null
    const problems: RowProblem[] = [...(outcomes.get(row)?.problems ?? []), { column, text, problem }]
    outcomes.set(row, { is: 'refused', problems })
  }
  const begins = group.find(({ row }) => decided.has(idsOf(list, row).add))
  const isNew = item === undefined || begins !== undefined
  const today = dayOf(list.begunAt ?? list.preparedAt)

  // Rows of one code speak of one item: what the first of them says, the others may leave out, not contradict.
  const said: Partial<Record<Answered, unknown>> = {}
  const telling: ReadRow<ListedItem>[] = []
  const brings = new Set<number>()
  const priced: { readonly row: number; readonly quotation: Quoted }[] = []
  for (const one of group) {
    const { row, read } = one
    if (isNew && withZeros !== undefined) {
      blame(row, 'code', { code: 'item-zeros-lost', known: withZeros }, read.code)
      continue
    }
    if (!isNew && read.unit !== null && read.unit !== item.unit)
      blame(row, 'unit', { code: 'unit-kept', unit: item.unit }, read.unit)
    for (const field of answered)
      if (read[field] !== null && said[field] !== undefined && canonical(said[field]) !== canonical(read[field]))
        blame(row, columnsOf[field], { code: 'said-otherwise' })
    const quotation = read.quotation && { ...read.quotation, source: read.quotation.source ?? list.list }
    const other = quotation && priced.find((before) => isSameQuoted(before.quotation, quotation))
    if (other && !isSamePrice(other.quotation, quotation)) blame(row, 'price', { code: 'said-otherwise' })
    // Said here, for all of the row: the door would take the item without its price.
    if (quotation && quotation.from > today)
      blame(row, 'priceFrom', { code: 'refused', refusal: refuse('day.in-future', { field: 'from' }) }, quotation.from)
    if (outcomes.has(row)) continue

    telling.push(one)
    for (const field of answered) {
      if (read[field] === null || said[field] !== undefined) continue
      said[field] = read[field]
      if (isNew || !isAsKnown(item, field, read[field])) brings.add(row)
    }
    if (quotation && !other) priced.push({ row, quotation })
  }
  const [first] = telling
  if (!first) return { outcomes }

  const { row } = begins ?? first
  const ids = idsOf(list, row)
  const about = itemKey(list.programme, first.read.code)
  const envelope = envelopeOf(list, about)
  const envelopes: Envelope[] = []
  // What comes first decides about the rest; where it was accepted before the cut, the rest still names it.
  let before: string | undefined
  if (isNew) {
    const missing = needed.filter((field) => said[field] === undefined)
    if (missing.length > 0) {
      for (const one of telling)
        for (const field of missing) blame(one.row, columnsOf[field], { code: 'missing', field: columnsOf[field] })
      return { outcomes }
    }
    before = ids.add
    brings.add(row)
    envelopes.push(
      envelope(ids.add, 'item.add', { programme: list.programme, code: first.read.code, ...itemSaid(said) }, []),
    )
  } else {
    const edits = editsOf(item, said)
    if (Object.keys(edits).length > 0) envelopes.push(envelope(ids.amend, 'item.amend', edits, []))
    const amended = telling.find((one) => decided.has(idsOf(list, one.row).amend))
    if (envelopes.length > 0) before = ids.amend
    else if (amended) {
      before = idsOf(list, amended.row).amend
      brings.add(amended.row)
    }
  }
  for (const { row, quotation } of priced) {
    const id = idsOf(list, row).quote
    // What was corrected since stays corrected: a list that is brought again says nothing new.
    const isKnown = item?.quotations.some((one) => isSameQuoted(one, quotation) && isSamePrice(one, quotation))
    if (isKnown && !decided.has(id)) continue
    brings.add(row)
    envelopes.push(envelope(id, 'item.quote', { ...quotation }, before ? [before] : []))
  }
  for (const one of telling)
    if (!brings.has(one.row)) outcomes.set(one.row, repeated)
    else if (envelopes.length === 0) outcomes.set(one.row, { is: 'accepted', problems: [] })
  const asked: Asking = { rows: [...brings], home: national, key: about, envelopes }
  return envelopes.length > 0 ? { outcomes, asked } : { outcomes }
}

type Quoted = ListedQuotation & { readonly source: string }

const answered = ['nameKm', 'nameEn', 'unit', 'chain', 'specification', 'substitutes', 'mortalityDays'] as const
type Answered = (typeof answered)[number]

/** What an item cannot do without. */
const needed = ['nameKm', 'nameEn', 'unit'] as const satisfies readonly Answered[]

const columnsOf: Record<Answered, CatalogueField> = {
  nameKm: 'itemKm',
  nameEn: 'itemEn',
  unit: 'unit',
  chain: 'chain',
  specification: 'specification',
  substitutes: 'substitutes',
  mortalityDays: 'mortalityDays',
}

type Said = Partial<Record<Answered, unknown>>

function itemSaid({ nameKm, nameEn, unit, chain, specification, substitutes, mortalityDays }: Said) {
  return {
    names: { km: nameKm, en: nameEn },
    ...{ unit, chain: chain ?? null, specification: specification ?? null },
    ...{ substitutes: substitutes ?? [], mortalityDays: mortalityDays ?? null },
  }
}

function isAsKnown(item: CatalogueItem, field: Answered, value: unknown): boolean {
  const present = { ...item, nameKm: item.names.km, nameEn: item.names.en }
  return canonical(present[field]) === canonical(value)
}

/** Just the fields that are said otherwise. A unit stays. */
function editsOf(item: CatalogueItem, said: Said): Record<string, { was: unknown; becomes: unknown }> {
  const names: Bilingual = {
    km: (said.nameKm as string | undefined) ?? item.names.km,
    en: (said.nameEn as string | undefined) ?? item.names.en,
  }
  const { chain, specification, substitutes, mortalityDays } = { ...item, ...said } as CatalogueItem
  const becomes = { names, chain, specification, substitutes, mortalityDays }
  return Object.fromEntries(
    Object.entries(becomes)
      .map(([field, value]) => [field, { was: item[field as keyof typeof becomes], becomes: value }] as const)
      .filter(([, { was, becomes }]) => canonical(was) !== canonical(becomes)),
  )
}

function idsOf(list: Import, row: number) {
  const prepared = Date.parse(list.preparedAt)
  const id = (what: string) => idAt(prepared, `${list.key}\n${row}\n${what}`)
  return { add: id('add'), amend: id('amend'), quote: id('quote') }
}

function envelopeOf(list: Import, about: Key) {
  const askedAt = list.begunAt ?? list.preparedAt
  return (id: string, name: string, input: Record<string, unknown>, after: string[]): Envelope => ({
    ...{ id, home: national, name, about, input, person: list.by, device: null, n: 0 },
    ...{ askedAt, lastServerTime: null, after, signature: null },
  })
}

async function acceptedBefore(ids: readonly ReturnType<typeof idsOf>[], db: Queryable): Promise<Set<string>> {
  const { rows } = await db.query<{ envelope: string }>(
    `select envelope from journal where home = $1 and envelope = any($2::uuid[]) and outcome = 'accepted'`,
    [national, ids.flatMap((one) => Object.values(one))],
  )
  return new Set(rows.map(({ envelope }) => envelope))
}

/** Spreadsheet programs drop zeros from the front of a number: codes that differ in nothing else. */
async function codesWithZeros(
  programme: string,
  codes: readonly string[],
  db: Queryable,
): Promise<Map<string, string>> {
  const numbers = codes.filter((code) => /^[1-9]\d*$/.test(code))
  if (numbers.length === 0) return new Map()
  const { rows } = await db.query<{ code: string; bare: string }>(
    `select code, ltrim(code, '0') as bare from item
     where home = $1 and programme = $2 and code ~ '^0[0-9]+$' and ltrim(code, '0') = any($3)`,
    [national, programme, numbers],
  )
  return new Map(rows.map(({ code, bare }) => [bare, code]))
}
