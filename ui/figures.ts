/** The published figures in the order of the table, with their names and how each is counted. */
import type { Money } from '#door/values.ts'
import { amountText, numberText } from './numbers.ts'
import { m } from './words/compiled/messages.js'
import type { Language } from './words/language.ts'

export interface FigureWords {
  readonly key: string
  readonly name: () => string
  readonly counted: () => string
  /** A part of the row above it. */
  readonly isPart?: true
  readonly moment: 'ever' | 'then'
}

export const figureWords: readonly FigureWords[] = [
  {
    key: 'extension_workers_trained',
    name: m.public_figure_extension_workers_trained,
    counted: m.public_counted_extension_workers_trained,
    moment: 'ever',
  },
  {
    key: 'extension_workers_trained_women',
    name: m.public_figure_extension_workers_trained_women,
    counted: m.public_counted_extension_workers_trained_women,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'households_registered',
    name: m.public_figure_households_registered,
    counted: m.public_counted_households_registered,
    moment: 'ever',
  },
  {
    key: 'proposals_received',
    name: m.public_figure_proposals_received,
    counted: m.public_counted_proposals_received,
    moment: 'ever',
  },
  {
    key: 'proposals_approved',
    name: m.public_figure_proposals_approved,
    counted: m.public_counted_proposals_approved,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'proposals_approved_value_usd',
    name: m.public_figure_proposals_approved_value_usd,
    counted: m.public_counted_proposals_approved_value_usd,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'proposals_rejected',
    name: m.public_figure_proposals_rejected,
    counted: m.public_counted_proposals_rejected,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'proposals_verified',
    name: m.public_figure_proposals_verified,
    counted: m.public_counted_proposals_verified,
    isPart: true,
    moment: 'then',
  },
  {
    key: 'households_received_inputs',
    name: m.public_figure_households_received_inputs,
    counted: m.public_counted_households_received_inputs,
    moment: 'ever',
  },
  {
    key: 'deliveries_to_id_poor',
    name: m.public_figure_deliveries_to_id_poor,
    counted: m.public_counted_deliveries_to_id_poor,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'deliveries_to_non_id_poor',
    name: m.public_figure_deliveries_to_non_id_poor,
    counted: m.public_counted_deliveries_to_non_id_poor,
    isPart: true,
    moment: 'ever',
  },
  {
    key: 'households_trained',
    name: m.public_figure_households_trained,
    counted: m.public_counted_households_trained,
    moment: 'ever',
  },
]

/** A count, or dollars from decimal text; a figure that is not there is a dash, never a nought. */
export function figureText(value: unknown, language: Language): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return amountText(dollars(value), language)
  return '–'
}

function dollars(decimal: string): Money {
  const [whole = '0', cents = ''] = decimal.split('.')
  return { currency: 'USD', minor: Number(whole) * 100 + Number(cents.padEnd(2, '0')) }
}
