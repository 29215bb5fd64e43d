/**
 * A row of a catalogue, or everything that is wrong with it.
 *
 * A row says what stands in it and nothing more: an empty cell leaves the item as it is known. A price
 * counts with its day and its currency, and no currency is guessed from how much it is.
 */
import type { Chain } from '#capabilities/catalogue/item.ts'
import type { CatalogueField } from '#capabilities/imports/catalogue-list.form.ts'
import { decimal, placeCode, text, wholeNumber } from '#capabilities/imports/cells.ts'
import { day } from '#capabilities/imports/days.ts'
import type { Provinces } from '#capabilities/imports/provinces.ts'
import { type CellProblem, latinDigits, lineOf, type Reading, refused } from '#capabilities/imports/reading.ts'
import { type ColumnFacts, type ListRead, type RowOf, rowsOf, type Wrong } from '#capabilities/imports/row.ts'
import type { Cell, TableRow } from '#capabilities/imports/table.ts'
import type { Unit } from '#capabilities/windows/window.ts'
import { normalise } from '#door/text.ts'
import { Code, type Currency, type Day, Minor, type Money } from '#door/values.ts'

export interface ListedQuotation extends Money {
  readonly province: string | null
  readonly from: Day
  /** Null: nobody but the list itself. */
  readonly source: string | null
}

/** Null: the row does not say. */
export interface ListedItem {
  readonly code: string
  readonly nameKm: string | null
  readonly nameEn: string | null
  readonly unit: Unit | null
  readonly chain: string | null
  readonly specification: string | null
  readonly substitutes: readonly string[] | null
  readonly mortalityDays: number | null
  readonly quotation: ListedQuotation | null
}
export type CatalogueRead = (ListedItem & { readonly problems?: undefined }) | Wrong

interface Known {
  readonly chains: readonly Chain[]
  readonly provinces: Provinces
}

export function catalogueReader(list: ListRead, facts: ColumnFacts, { chains, provinces }: Known) {
  const { daysIn, rowOf } = rowsOf<CatalogueField>(list, facts)
  const priced = daysIn('priceFrom')
  const chainCodes = new Map(
    chains.flatMap(({ code, names }) => [code, names.km, names.en].map((name) => [wordKey(name), code])),
  )

  return function read(raw: TableRow): CatalogueRead {
    const row = rowOf(raw)
    const code = codeIn(row)
    const [nameKm, nameEn] = [row.name('itemKm'), row.name('itemEn')]
    const unit = meantBy(row, 'unit', units)
    const chain = meantBy(row, 'chain', chainCodes)
    const specification = row.value('specification', (cell) => text(cell, 300))
    const substitutes = substitutesIn(row)
    const mortalityDays = row.value('mortalityDays', wholeNumber)
    if (mortalityDays !== null && (mortalityDays < 0 || mortalityDays > daysMax))
      row.blame('mortalityDays', { code: 'too-many-days', most: daysMax })
    const quotation = quotationIn(row)

    if (row.problems.length > 0) return { problems: row.problems }
    return { code: code!, nameKm, nameEn, unit, chain, specification, substitutes, mortalityDays, quotation }
  }

  function quotationIn(row: RowOf<CatalogueField>): ListedQuotation | null {
    const price = row.value('price', priceOf)
    const said = meantBy(row, 'currency', currencies)
    const province = provinceIn(row)
    const from = row.value('priceFrom', (cell) => day(cell, priced))
    const source = row.value('source', (cell) => text(cell, 300))
    if (price === null) return null
    const currency = said ?? price.sign
    if (currency === null) row.missing('currency')
    else if (price.sign !== null && price.sign !== currency) row.blame('currency', { code: 'currencies-differ' })
    if (from === null) row.missing('priceFrom')
    const minor = minorOf(price.amount, currency ?? 'KHR')
    if (price.amount <= 0 || (currency !== null && minor === undefined)) row.blame('price', { code: 'not-a-price' })
    return { province, currency: currency!, minor: minor!, from: from!, source }
  }

  /** Nothing, or the country by its name, is every province. */
  function provinceIn(row: RowOf<CatalogueField>): string | null {
    const written = row.value('province', (cell) => text(cell, 120))
    if (written === null || everywhere.has(wordKey(written))) return null
    const isCode = /^\d{1,2}$/.test(latinDigits(written))
    const code = isCode ? row.value('province', (cell) => placeCode(cell, 2)) : (provinces.named(written) ?? null)
    const isKnown = code !== null && provinces.has(code)
    // A code that is none was told of already.
    if (!isKnown && (!isCode || code !== null)) row.blame('province', { code: 'province-unknown' })
    return isKnown ? code : null
  }
}

const daysMax = 1_000

function codeIn(row: RowOf<CatalogueField>): string | null {
  const written = row.value('code', (cell) => text(cell, 60))
  if (written === null) {
    row.missing('code')
    return null
  }
  const code = codeOf(written)
  if (code === undefined) row.blame('code', { code: 'not-an-item-code' })
  return code ?? null
}

/** As people type a code: in capitals, with spaces or underscores for its hyphens, in Khmer digits. */
function codeOf(written: string): string | undefined {
  const code = latinDigits(written)
    .toLowerCase()
    .replace(/^'/, '')
    .trim()
    .replace(/[\s_]+/g, '-')
  return Code.safeParse(code).success ? code : undefined
}

const substitutesMax = 10

function substitutesIn(row: RowOf<CatalogueField>): string[] | null {
  const written = row.value('substitutes', (cell) => text(cell, 600))
  if (written === null) return null
  const codes = written
    .split(/[;|,]/)
    .filter((one) => one.trim() !== '')
    .map(codeOf)
  const known = [...new Set(codes.filter((code) => code !== undefined))]
  if (codes.includes(undefined) || known.length > substitutesMax)
    row.blame('substitutes', { code: 'not-item-codes', most: substitutesMax })
  return known
}

/** What one of a few words means; another word is blamed, with those that may stand there. */
function meantBy<Meaning extends string>(
  row: RowOf<CatalogueField>,
  field: CatalogueField,
  words: ReadonlyMap<string, Meaning>,
): Meaning | null {
  const written = row.value(field, (cell) => text(cell, 120))
  if (written === null) return null
  const meant = words.get(wordKey(written))
  if (meant === undefined) row.blame(field, { code: 'not-one-of', among: [...new Set(words.values())] })
  return meant ?? null
}

function wordKey(word: string): string {
  // Of a sign alone nothing would be left.
  return (normalise(word) || word).replaceAll(' ', '')
}

const units = wordsFor<Unit>({
  kg: 'kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|គីឡូ|គីឡូក្រាម|គ.ក|គ.ក្រ',
  bird: 'bird|birds|ក្បាល|ក្បាល (មាន់)',
  head: 'head|heads|ដើម',
  metre: 'm|metre|metres|meter|meters|ម៉ែត្រ|ម',
  set: 'set|sets|kit|kits|ឈុត|សំណុំ',
  litre: 'l|litre|litres|liter|liters|លីត្រ|លីត',
  packet: 'packet|packets|pack|packs|sachet|sachets|កញ្ចប់',
  piece: 'piece|pieces|pc|pcs|unit|units|គ្រឿង',
} satisfies Record<Unit, string>)

const currencies = wordsFor<Currency>({
  KHR: 'khr|riel|riels|៛|រៀល|ប្រាក់រៀល',
  USD: 'usd|us dollar|us dollars|dollar|dollars|$|us$|ដុល្លារ|ដុល្លារអាមេរិក|ប្រាក់ដុល្លារ',
})

const everywhere = new Set(
  [
    'all',
    'all provinces',
    'national',
    'nationwide',
    'country',
    'cambodia',
    'everywhere',
    'ទូទាំងប្រទេស',
    'គ្រប់ខេត្ត',
    'ទាំងអស់',
    'កម្ពុជា',
  ].map(wordKey),
)

function wordsFor<Meaning extends string>(words: Record<Meaning, string>): ReadonlyMap<string, Meaning> {
  return new Map(
    (Object.entries(words) as [Meaning, string][]).flatMap(([meaning, said]) =>
      said.split('|').map((word) => [wordKey(word), meaning] as const),
    ),
  )
}

const sign = /៛|រៀល|riels?|khr|us\$|\$|ដុល្លារ|dollars?|usd/gi

interface Price {
  readonly amount: number
  /** Of its currency, written before or behind it. */
  readonly sign: Currency | null
}

function priceOf(cell: Cell | undefined): Reading<Price> {
  const line = cell?.is === 'text' ? lineOf(cell) : null
  const [written] = typeof line === 'string' ? (line.match(sign) ?? []) : []
  const bare = typeof line === 'string' ? line.replace(sign, ' ').trim() : ''
  // 4.000 is four thousand to some and four to others.
  if (/^-?[1-9]\d{0,2}(?:\.\d{3})+$/.test(latinDigits(bare))) return refused('decimal-point', line as string)
  const read = decimal(typeof line === 'string' ? { is: 'text', text: bare } : cell)
  if ('problem' in read) return { problem: { ...read.problem, text: line ?? read.problem.text } as CellProblem }
  if (read.value === null) return { value: null }
  return { value: { amount: read.value, sign: (written && currencies.get(wordKey(written))) || null } }
}

/** Whole riel or cents; undefined where it is neither, or more than anything costs. */
function minorOf(amount: number, currency: Currency): number | undefined {
  const exact = currency === 'USD' ? amount * 100 : amount
  const minor = Math.round(exact)
  return Math.abs(minor - exact) < 1e-6 && Minor.safeParse(minor).success ? minor : undefined
}
