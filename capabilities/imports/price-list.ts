/**
 * A row of a list of prices, as it will be asked of the door, or everything that is wrong with it.
 *
 * A unit stays what the list says, and no currency is worked out from another: a list with dollars alone
 * has no price in riel. Riel that whoever made the list worked out are marked as that.
 */
import { nameKey, type Priced, type PriceKind, type PriceSaid } from '#capabilities/markets/price.ts'
import { decimal, text } from './cells.ts'
import { month } from './months.ts'
import type { PriceField } from './price-list.form.ts'
import { type Provinces, provinceIn } from './provinces.ts'
import { latinDigits, lineOf, type Reading, reading, refused } from './reading.ts'
import { type ColumnFacts, type ListRead, type RowOf, rowsOf, type Wrong } from './row.ts'
import type { Cell, TableRow } from './table.ts'

export type ListedPrice = Omit<Priced, 'programme'> & Pick<PriceSaid, 'riel' | 'cents' | 'isEstimate'>
export type PriceRead = (ListedPrice & { readonly problems?: undefined }) | Wrong

export function priceReader(list: ListRead, facts: ColumnFacts, provinces: Provinces) {
  const { daysIn, rowOf } = rowsOf<PriceField>(list, facts)
  const days = daysIn('month')

  return function read(raw: TableRow): PriceRead {
    const row = rowOf(raw)
    const when = needed(row, 'month', (cell) => month(cell, days))
    const province = provinceIn(row, provinces)
    const market = named(row, 'market')
    const commodity = named(row, 'commodity')
    const unit = needed(row, 'unit', (cell) => text(cell, 40))
    const kind = needed(row, 'priceKind', priceKind)
    const seen = row.value('riel', riel)
    const estimated = row.value('rielEstimate', riel)
    if (seen === null && estimated === null) row.missing('riel', ['riel', 'rielEstimate'])
    const cents = row.value('dollars', dollars)

    if (row.problems.length > 0) return { problems: row.problems }
    return {
      ...{ month: when!, province: province!, market: market!, commodity: commodity!, unit: unit!, kind: kind! },
      ...{ riel: (seen ?? estimated)!, isEstimate: seen === null, cents },
    }
  }
}

function needed<Value>(
  row: RowOf<PriceField>,
  field: PriceField,
  reading: (cell: Cell | undefined) => Reading<Value>,
): Value | null {
  const value = row.value(field, reading)
  if (value === null) row.missing(field)
  return value
}

function named(row: RowOf<PriceField>, field: 'market' | 'commodity'): string | null {
  const name = row.name(field)
  if (name === null) row.missing(field)
  return name
}

const words: Readonly<Record<PriceKind, string>> = {
  retail: 'retail|retail price|consumer|លក់រាយ|រាយ|តម្លៃលក់រាយ|ថ្លៃរាយ',
  wholesale: 'wholesale|whole sale|wholesale price|bulk|លក់ដុំ|ដុំ|បោះដុំ|តម្លៃលក់ដុំ|តម្លៃបោះដុំ|ថ្លៃដុំ',
  'farm-gate':
    'farm gate|farmgate|farm-gate|farm gate price|producer|នៅចម្ការ|ដល់ចម្ការ|តម្លៃនៅចម្ការ|តម្លៃនៅកសិដ្ឋាន|នៅកសិដ្ឋាន',
}
const kinds = new Map(
  Object.entries(words).flatMap(([kind, said]) => said.split('|').map((word) => [nameKey(word), kind as PriceKind])),
)

function priceKind(cell: Cell | undefined): Reading<PriceKind> {
  return reading(cell, (line) => {
    const kind = kinds.get(nameKey(line))
    return kind ? { value: kind } : refused('not-a-price-kind', line)
  })
}

/** Whole riel, with or without their sign. 4.000 is four thousand to some and four to others. */
function riel(cell: Cell | undefined): Reading<number> {
  if (cell?.is === 'text' && /^\D*\d{1,3}(?:\.\d{3})+\D*$/.test(latinDigits(cell.text)))
    return refused('decimal-point', shown(cell))
  const read = amount(cell, /^(.+?) ?(?:៛|រៀល|riels?|khr)$|^(?:៛|khr) ?(.+)$/i)
  if ('problem' in read || read.value === null) return read
  return Number.isSafeInteger(read.value) ? read : refused('not-whole', shown(cell))
}

/** Dollars as whole cents; a fraction of a cent is nobody's price. */
function dollars(cell: Cell | undefined): Reading<number> {
  const read = amount(cell, /^(.+?) ?(?:\$|ដុល្លារ|dollars?|usd)$|^(?:\$|usd) ?(.+)$/i)
  if ('problem' in read || read.value === null) return read
  const cents = Math.round(read.value * 100)
  return Math.abs(cents - read.value * 100) < 1e-6 ? { value: cents } : refused('not-whole-cents', shown(cell))
}

/** A number with or without the sign of its currency; that of another currency is no number. */
function amount(cell: Cell | undefined, signed: RegExp): Reading<number> {
  if (cell?.is !== 'text') return decimal(cell)
  const line = lineOf(cell)
  if (typeof line !== 'string') return decimal(cell)
  const [, before, after] = signed.exec(line) ?? []
  const bare = (before ?? after ?? line).trim()
  const read = decimal({ is: 'text', text: bare })
  return 'problem' in read ? { problem: { ...read.problem, text: line } } : read
}

function shown(cell: Cell | undefined): string {
  return cell?.is === 'number' || cell?.is === 'text' ? cell.text : ''
}
