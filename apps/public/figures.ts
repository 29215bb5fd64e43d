/** The published table as the data tell it, and in which order and with which words a page shows it. */
import type { Money } from '#door/values.ts'
import { amountText, numberText } from '#ui/numbers.ts'
import type { Language } from '#ui/words/language.ts'

/** `GET /public/figures/rush-it.json`. Amounts are decimal text. */
export interface FiguresTable {
  readonly demonstration: boolean
  readonly programme: string
  readonly asOf: string | null
  readonly figures: Readonly<Record<string, number | string | readonly string[]>>
  readonly readings: Readonly<Record<string, number>>
}

/** A count, or dollars from decimal text; a figure that is not there is a dash, never a nought. */
export function figureText(value: FiguresTable['figures'][string] | undefined, language: Language): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return amountText(dollars(value), language)
  return '–'
}

function dollars(decimal: string): Money {
  const [whole = '0', cents = ''] = decimal.split('.')
  return { currency: 'USD', minor: Number(whole) * 100 + Number(cents.padEnd(2, '0')) }
}

/** Received, less approved, less rejected: what waited for an answer. */
export function undecidedIn({ figures }: FiguresTable): number {
  const count = (key: string) => Number(figures[key] ?? 0)
  return count('proposals_received') - count('proposals_approved') - count('proposals_rejected')
}
