/**
 * Indicators: each published number has one definition, and is counted from the records.
 *
 * A definition says of what it counts, unique by what, over which days, and as of when: *ever* is what
 * was reached by the day, whatever became of it afterwards; *then* is what stood so on that day. It
 * says over what it is additive: where parts should sum they do, or the table is not published, and
 * where they do not, it says why.
 */
import type { ProposalState } from '#capabilities/proposals/proposal.ts'
import type { Bilingual } from '#door/values.ts'

/** The published figures, in the order of the table. */
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
  'proposals_under_appeal',
  'proposals_answered',
  'proposals_withdrawn_or_duplicate',
  'household_deliveries',
  'deliveries_to_exceptions',
  'deliveries_to_unknown_status',
] as const

export const allKeys = [...figureKeys, ...readingKeys] as const
export type AnyKey = (typeof allKeys)[number]

/** Counts, and amounts in cents. */
export type Figures = Readonly<Record<AnyKey, number>>

/** What is looked at, one fact a row: somebody who qualified, something that happened, something that stands. */
export type Source =
  | { readonly of: 'trained-workers' }
  | { readonly of: 'households' }
  /** Proposals about which one of these was ever accepted. */
  | { readonly of: 'proposals-that-were'; readonly asked: readonly ProposalCommand[] }
  | { readonly of: 'proposals-in'; readonly states: readonly ProposalState[] }
  /** Hand-overs of which another side than the shop accepted something. */
  | { readonly of: 'deliveries' }
  /** Places on attendance lists, of those who were there. */
  | { readonly of: 'attendances' }

export type ProposalCommand = 'proposal.submit' | 'proposal.approve' | 'proposal.reject'

/** What a fact is split by. `part` is the sex of a worker, and the poverty category of anything else. */
export const splits = ['province', 'month', 'part', 'chain'] as const
export type Split = (typeof splits)[number]

export interface Indicator {
  readonly source: Source
  readonly counts: 'workers' | 'households' | 'proposals' | 'deliveries' | 'money'
  /** Facts are counted each, or by whose they are. Money is added up. */
  readonly uniqueBy: 'fact' | 'household'
  readonly moment: 'ever' | 'then'
  /** Only these parts. */
  readonly parts?: readonly string[]
  readonly additiveOver: readonly Split[]
  readonly how: Bilingual
}

const idPoor = ['poor1', 'poor2'] as const

export const indicators: Readonly<Record<AnyKey, Indicator>> = {
  extension_workers_trained: {
    source: { of: 'trained-workers' },
    counts: 'workers',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part'],
    how: {
      km: 'ភ្នាក់ងារដែលបានជ្រើសរើស ហើយបានជាប់គ្រប់មេរៀនដែលកម្មវិធីតម្រូវ។ រាប់តាមថ្ងៃជាប់មេរៀនចុងក្រោយ។',
      en: 'Persons recruited as extension workers who have passed every course that the programme requires, on the day of the last one.',
    },
  },
  extension_workers_trained_women: {
    source: { of: 'trained-workers' },
    counts: 'workers',
    uniqueBy: 'fact',
    moment: 'ever',
    parts: ['female'],
    additiveOver: ['province', 'month'],
    how: { km: 'ក្នុងនោះ ជាស្ត្រី។', en: 'Of these, women.' },
  },
  households_registered: {
    source: { of: 'households' },
    counts: 'households',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part'],
    how: {
      km: 'គ្រួសារដែលបានចុះឈ្មោះ។ គ្រួសារដែលគេឃើញថាចុះពីរដង ហើយបានបញ្ចូលគ្នា រាប់តែម្តង។',
      en: 'Households registered. Two registrations that were found to be one household, and merged, count once.',
    },
  },
  proposals_received: {
    source: { of: 'proposals-that-were', asked: ['proposal.submit'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part', 'chain'],
    how: {
      km: 'សំណើដែលបានដាក់ស្នើ។ សំណើដែលបានបង្វិលមកវិញ ហើយដាក់ម្តងទៀត រាប់តែម្តង។',
      en: 'Proposals ever submitted; one that was returned and sent again counts once, on its first day.',
    },
  },
  proposals_approved: {
    source: { of: 'proposals-that-were', asked: ['proposal.approve'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part', 'chain'],
    how: {
      km: 'សំណើដែលធ្លាប់បានអនុម័ត ទោះបីក្រោយមកត្រូវបានលុបចោលក៏ដោយ។',
      en: 'Proposals ever approved, also if they were cancelled afterwards.',
    },
  },
  proposals_approved_value_usd: {
    source: { of: 'proposals-that-were', asked: ['proposal.approve'] },
    counts: 'money',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part', 'chain'],
    how: {
      km: 'ផលបូកនៃចំណែករបស់កម្មវិធីនៅថ្ងៃអនុម័ត គិតជាដុល្លារ តាមបញ្ជីគណនេយ្យ។',
      en: 'The sum of the programme’s share of these, in US dollars at the rate of the day of approval, as the ledger has it.',
    },
  },
  proposals_rejected: {
    source: { of: 'proposals-that-were', asked: ['proposal.reject'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part', 'chain'],
    how: {
      km: 'សំណើដែលធ្លាប់បានបដិសេធ រួមទាំងសំណើដែលបានអនុម័តក្រោយបណ្តឹងតវ៉ា។',
      en: 'Proposals ever rejected, also if they were approved later on appeal.',
    },
  },
  proposals_verified: {
    source: { of: 'proposals-in', states: ['verified'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើដែលបានផ្ទៀងផ្ទាត់ ហើយនៅរង់ចាំការសម្រេចនៅថ្ងៃនោះ។',
      en: 'Proposals that on that day were verified and waited for a decision.',
    },
  },
  households_received_inputs: {
    source: { of: 'deliveries' },
    counts: 'households',
    uniqueBy: 'household',
    moment: 'ever',
    additiveOver: ['province'],
    how: {
      km: 'គ្រួសារដែលបានទទួលយ៉ាងហោចណាស់ម្តង ដោយមានភាគីក្រៅពីហាងបញ្ជាក់។ គ្រួសារមួយរាប់តែម្តង។',
      en: 'Households with at least one hand-over of which the household or a witness, never the shop alone, accepted something. Each counts once.',
    },
  },
  deliveries_to_id_poor: {
    source: { of: 'deliveries' },
    counts: 'deliveries',
    uniqueBy: 'fact',
    moment: 'ever',
    parts: idPoor,
    additiveOver: ['province', 'month', 'chain'],
    how: {
      km: 'ការប្រគល់ជូនគ្រួសារដែលស្ថិតក្នុងបញ្ជីគ្រួសារក្រីក្រ នៅថ្ងៃដាក់សំណើ។ ការប្រគល់ម្តងរាប់មួយ។',
      en: 'Hand-overs to households that were on the list of poor households on the day of their proposal. Each hand-over counts.',
    },
  },
  deliveries_to_non_id_poor: {
    source: { of: 'deliveries' },
    counts: 'deliveries',
    uniqueBy: 'fact',
    moment: 'ever',
    parts: ['general'],
    additiveOver: ['province', 'month', 'chain'],
    how: {
      km: 'ការប្រគល់ជូនគ្រួសារដែលបានឃើញថាមិននៅក្នុងបញ្ជី។ ស្ថានភាពមិនស្គាល់ និងករណីលើកលែង រាប់ដោយឡែក។',
      en: 'Hand-overs to households that were found not to be on it. An unknown status and an exception are counted apart.',
    },
  },
  households_trained: {
    source: { of: 'attendances' },
    counts: 'households',
    uniqueBy: 'household',
    moment: 'ever',
    additiveOver: ['province'],
    how: {
      km: 'គ្រួសារដែលមានសមាជិកយ៉ាងហោចម្នាក់បានចូលរៀន។ គ្រួសារមួយរាប់តែម្តង។',
      en: 'Households of which at least one member was present at a session. Each counts once.',
    },
  },
  proposals_undecided: {
    source: { of: 'proposals-in', states: ['submitted', 'returned', 'verified', 'appealed'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើទាំងអស់ដែលមិនទាន់មានចម្លើយនៅថ្ងៃនោះ។',
      en: 'All proposals that on that day had no answer.',
    },
  },
  proposals_not_yet_verified: {
    source: { of: 'proposals-in', states: ['submitted', 'returned'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើដែលនៅរង់ចាំការផ្ទៀងផ្ទាត់ ឬបានបង្វិលទៅកសិករវិញ។',
      en: 'Proposals that on that day waited to be verified, or had been returned to the farmer.',
    },
  },
  proposals_under_appeal: {
    source: { of: 'proposals-in', states: ['appealed'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើដែលបណ្តឹងតវ៉ានៅរង់ចាំការសម្រេចនៅថ្ងៃនោះ។',
      en: 'Rejected proposals whose appeal on that day waited to be heard.',
    },
  },
  proposals_answered: {
    source: { of: 'proposals-in', states: ['approved', 'rejected', 'cancelled'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើដែលមានចម្លើយនៅថ្ងៃនោះ៖ អនុម័ត បដិសេធ ឬលុបចោលក្រោយអនុម័ត។',
      en: 'Proposals that on that day had an answer: approved, rejected, or cancelled after approval.',
    },
  },
  proposals_withdrawn_or_duplicate: {
    source: { of: 'proposals-in', states: ['withdrawn', 'duplicate'] },
    counts: 'proposals',
    uniqueBy: 'fact',
    moment: 'then',
    additiveOver: ['province', 'part', 'chain'],
    how: {
      km: 'សំណើដែលកសិករបានដកវិញ ឬដែលជាសំណើដូចគ្នាផ្ញើពីរដង។',
      en: 'Proposals that the farmer took back, and second copies of the same one.',
    },
  },
  household_deliveries: {
    source: { of: 'deliveries' },
    counts: 'deliveries',
    uniqueBy: 'fact',
    moment: 'ever',
    additiveOver: ['province', 'month', 'part', 'chain'],
    how: {
      km: 'ការប្រគល់ទាំងអស់។ ច្រើនជាងចំនួនគ្រួសារ ពីព្រោះគ្រួសារខ្លះបានទទួលពីរដង។',
      en: 'All hand-overs: more than households, because some households received twice.',
    },
  },
  deliveries_to_exceptions: {
    source: { of: 'deliveries' },
    counts: 'deliveries',
    uniqueBy: 'fact',
    moment: 'ever',
    parts: ['exception'],
    additiveOver: ['province', 'month', 'chain'],
    how: {
      km: 'ការប្រគល់ជូនគ្រួសារក្រីក្រដែលមិនមានក្នុងបញ្ជី តាមការសម្រេចលើកលែង។',
      en: 'Hand-overs to households that are poor but not on the list, by a documented exception.',
    },
  },
  deliveries_to_unknown_status: {
    source: { of: 'deliveries' },
    counts: 'deliveries',
    uniqueBy: 'fact',
    moment: 'ever',
    parts: ['unknown'],
    additiveOver: ['province', 'month', 'chain'],
    how: {
      km: 'ការប្រគល់ជូនគ្រួសារដែលមិនស្គាល់ស្ថានភាព។',
      en: 'Hand-overs to households whose status nobody had established.',
    },
  },
}

/** Why the parts of a split do not sum to the whole. */
export function whyNotAdditive({ uniqueBy, moment }: Indicator, split: Split): Bilingual {
  if (uniqueBy === 'household') {
    return {
      km: 'គ្រួសារមួយអាចស្ថិតក្នុងច្រើនផ្នែក ប៉ុន្តែរាប់តែម្តងក្នុងចំនួនសរុប។',
      en: 'One household can stand in several parts and counts once in the whole.',
    }
  }
  if (moment === 'then' && split === 'month') {
    return {
      km: 'អ្វីដែលឋិតនៅក្នុងស្ថានភាពនោះ ត្រូវរាប់នៅថ្ងៃតែមួយ មិនមែនតាមខែទេ។',
      en: 'What stands so is counted on one day, and not by months.',
    }
  }
  return { km: 'ផ្នែកទាំងនេះមិនត្រូវបូកចូលគ្នាទេ។', en: 'These parts are not to be added up.' }
}

/** What should add up and does not; a table with a fault is not published. */
export interface Fault {
  readonly whole: AnyKey
  readonly parts: readonly AnyKey[]
  readonly difference: number
}

/** Parts that together make up a whole. An unknown status is a part of its own, never "not poor". */
const sums: readonly { readonly whole: AnyKey; readonly parts: readonly AnyKey[] }[] = [
  {
    whole: 'proposals_received',
    parts: ['proposals_answered', 'proposals_undecided', 'proposals_withdrawn_or_duplicate'],
  },
  {
    whole: 'proposals_undecided',
    parts: ['proposals_verified', 'proposals_not_yet_verified', 'proposals_under_appeal'],
  },
  {
    whole: 'household_deliveries',
    parts: [
      'deliveries_to_id_poor',
      'deliveries_to_non_id_poor',
      'deliveries_to_exceptions',
      'deliveries_to_unknown_status',
    ],
  },
]

export function faultsIn(figures: Figures): Fault[] {
  return sums
    .map(({ whole, parts }) => ({
      whole,
      parts,
      difference: figures[whole] - parts.reduce((sum, part) => sum + figures[part], 0),
    }))
    .filter(({ difference }) => difference !== 0)
}

/**
 * Hides cells so small that they would tell of single households, and more of them until what is
 * hidden cannot be found by taking the rest from the sum. `null` is a hidden cell.
 */
export function hideSmall(cells: Readonly<Record<string, number>>, least: number): Record<string, number | null> {
  const inOrder = Object.entries(cells)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => one - other)
  const hidden = new Set(inOrder.filter(([, count]) => count < least).map(([name]) => name))
  const hiddenSum = () => inOrder.reduce((sum, [name, count]) => sum + (hidden.has(name) ? count : 0), 0)
  for (const [name] of inOrder) {
    if (hidden.size === 0 || (hidden.size > 1 && hiddenSum() >= least)) break
    hidden.add(name)
  }
  return Object.fromEntries(Object.entries(cells).map(([name, count]) => [name, hidden.has(name) ? null : count]))
}
