/**
 * Indicators: each published number, defined once.
 *
 * A definition says what is counted, by what it is unique, on which days, and as of when: whether a
 * record *ever reached* a state by a day, or was *in that state then*. Households, persons,
 * participations and deliveries are different counts and are named. A figure is the number of its
 * records, so it opens into them.
 */
export const figureKeys = [
  'extension_workers_trained',
  'extension_workers_trained_women',
  'households_registered',
  'proposals_received',
  'proposals_approved',
  'proposals_approved_value_usd',
  'proposals_rejected',
  'proposals_verified',
  'households_received_inputs',
  'deliveries_to_id_poor',
  'deliveries_to_non_id_poor',
  'households_trained',
] as const
export type FigureKey = (typeof figureKeys)[number]

/** What we read beside the published figures; kept apart from them wherever they are shown. */
export const readingKeys = [
  'proposals_undecided',
  'proposals_not_yet_verified',
  'proposals_decided',
  'proposals_withdrawn_or_duplicate',
  'household_deliveries',
] as const
export type ReadingKey = (typeof readingKeys)[number]

export interface Definition {
  /** The things that are counted, each once. */
  readonly counts: 'workers' | 'households' | 'proposals' | 'deliveries'
  readonly moment: 'ever' | 'then'
  /** By which day a record falls into the period. */
  readonly by: string
  /** The figure is an amount: of what, in which currency. */
  readonly sums?: 'USD'
}

export const definitions: Readonly<Record<FigureKey | ReadingKey, Definition>> = {
  extension_workers_trained: { counts: 'workers', moment: 'ever', by: 'the day of the last required course' },
  extension_workers_trained_women: { counts: 'workers', moment: 'ever', by: 'the day of the last required course' },
  households_registered: { counts: 'households', moment: 'ever', by: 'the day of registration' },
  proposals_received: { counts: 'proposals', moment: 'ever', by: 'when proposal.submit happened' },
  proposals_approved: { counts: 'proposals', moment: 'ever', by: 'when proposal.approve was received' },
  proposals_approved_value_usd: {
    counts: 'proposals',
    moment: 'ever',
    by: 'when proposal.approve was received',
    sums: 'USD',
  },
  proposals_rejected: { counts: 'proposals', moment: 'ever', by: 'when proposal.reject was received' },
  proposals_verified: { counts: 'proposals', moment: 'then', by: 'the last step of the proposal by that day' },
  households_received_inputs: { counts: 'households', moment: 'ever', by: 'when the hand-over happened' },
  deliveries_to_id_poor: { counts: 'deliveries', moment: 'ever', by: 'when the hand-over happened' },
  deliveries_to_non_id_poor: { counts: 'deliveries', moment: 'ever', by: 'when the hand-over happened' },
  households_trained: { counts: 'households', moment: 'ever', by: 'the day of the training' },
  proposals_undecided: { counts: 'proposals', moment: 'then', by: 'the last step of the proposal by that day' },
  proposals_not_yet_verified: { counts: 'proposals', moment: 'then', by: 'the last step of the proposal by that day' },
  proposals_decided: { counts: 'proposals', moment: 'ever', by: 'when it was decided' },
  proposals_withdrawn_or_duplicate: {
    counts: 'proposals',
    moment: 'then',
    by: 'the last step of the proposal by that day',
  },
  household_deliveries: { counts: 'deliveries', moment: 'ever', by: 'when the hand-over happened' },
}

export type Figures = Readonly<Record<FigureKey | ReadingKey, number>>

/** What should add up and does not; a table with a fault is not published. */
export interface Fault {
  readonly whole: FigureKey | ReadingKey
  readonly parts: readonly (FigureKey | ReadingKey)[]
  readonly difference: number
}

/** Splits that are additive: their parts must sum. Unique households over deliveries are not, and are not listed. */
const additive: readonly { whole: FigureKey | ReadingKey; parts: readonly (FigureKey | ReadingKey)[] }[] = [
  {
    whole: 'proposals_received',
    parts: ['proposals_decided', 'proposals_undecided', 'proposals_withdrawn_or_duplicate'],
  },
  { whole: 'proposals_undecided', parts: ['proposals_verified', 'proposals_not_yet_verified'] },
  { whole: 'household_deliveries', parts: ['deliveries_to_id_poor', 'deliveries_to_non_id_poor'] },
]

export function faultsIn(figures: Figures): Fault[] {
  return additive
    .map(({ whole, parts }) => ({
      whole,
      parts,
      difference: figures[whole] - parts.reduce((sum, part) => sum + figures[part], 0),
    }))
    .filter(({ difference }) => difference !== 0)
}

/**
 * Hides cells so small that they would tell of single households, and one more where the hidden one
 * could be found by taking the rest from the sum. `null` is a hidden cell.
 */
export function hideSmall(cells: Readonly<Record<string, number>>, least: number): Record<string, number | null> {
  const small = Object.entries(cells).filter(([, count]) => count > 0 && count < least)
  const hidden = new Set(small.map(([name]) => name))
  if (hidden.size === 1) {
    const next = Object.entries(cells)
      .filter(([name, count]) => !hidden.has(name) && count > 0)
      .sort(([, one], [, other]) => one - other)[0]
    if (next) hidden.add(next[0])
  }
  return Object.fromEntries(Object.entries(cells).map(([name, count]) => [name, hidden.has(name) ? null : count]))
}
