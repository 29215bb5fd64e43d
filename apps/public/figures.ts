/** The published table as the data tell it, and in which order and with which words a page shows it. */

/** `GET /public/figures/rush-it.json`. Amounts are decimal text. */
export interface FiguresTable {
  readonly demonstration: boolean
  readonly programme: string
  readonly asOf: string | null
  readonly figures: Readonly<Record<string, number | string | readonly string[]>>
  readonly readings: Readonly<Record<string, number>>
}

/** Received, less approved, less rejected: what waited for an answer. */
export function undecidedIn({ figures }: FiguresTable): number {
  const count = (key: string) => Number(figures[key] ?? 0)
  return count('proposals_received') - count('proposals_approved') - count('proposals_rejected')
}
