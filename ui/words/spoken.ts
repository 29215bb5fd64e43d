/**
 * What can be listened to: the sentences that a farmer meets, in the order in which they are used. Each is a
 * slot that staff of a programme may record.
 *
 * `heardBy` names the permissions of those at whose phone a farmer stands: her own, the extension worker's,
 * the shop's. A phone fetches only what its person can come to.
 */
import { numeralSlots, type SoundLanguage } from '#capabilities/sounds/numerals.ts'
import { itemSlot, messageSlot, type Slot } from '#capabilities/sounds/slots.ts'
import type { Bilingual } from '#door/values.ts'

export interface SpokenPart {
  readonly name: 'confirming' | 'counting' | 'agreeing' | 'voucher' | 'answers' | 'refusals'
  readonly heardBy: readonly string[]
  readonly messages: readonly string[]
  /** The names of items and the pieces of numbers belong here too. */
  readonly counted?: true
}

export const spoken = [
  {
    name: 'confirming',
    heardBy: ['voucher.confirm'],
    messages: ['phone_confirm_title', 'phone_confirm_how', 'phone_confirm_do'],
  },
  {
    name: 'counting',
    heardBy: ['voucher.confirm', 'voucher.redeem'],
    messages: [
      'unit_bird',
      'unit_head',
      'unit_kg',
      'unit_metre',
      'unit_set',
      'unit_litre',
      'unit_packet',
      'unit_piece',
    ],
    counted: true,
  },
  {
    name: 'agreeing',
    heardBy: ['household.register', 'proposal.submit'],
    messages: ['phone_consent_register', 'phone_consent_propose', 'phone_consent_yes'],
  },
  {
    name: 'voucher',
    heardBy: ['voucher.confirm', 'voucher.report', 'proposal.submit'],
    messages: [
      'phone_voucher_title',
      'phone_voucher_how',
      'phone_codes_title',
      'phone_codes_how',
      'phone_codes_warning',
      'phone_propose_title',
      'phone_propose_again',
      'phone_report_title',
      'phone_loss_title',
    ],
  },
  {
    name: 'answers',
    heardBy: ['voucher.confirm', 'voucher.redeem', 'proposal.submit'],
    messages: [
      'told_accepted',
      'told_received',
      'told_queued',
      'told_held',
      'told_disputed',
      'told_quarantined',
      'told_unreachable',
      'told_no_room',
    ],
  },
  {
    name: 'refusals',
    heardBy: ['voucher.confirm', 'voucher.redeem', 'proposal.submit'],
    messages: [
      'refusal_actor_not_allowed',
      'refusal_actor_out_of_reach',
      'refusal_day_in_future',
      'refusal_duty_approved',
      'refusal_duty_assisted',
      'refusal_duty_issued',
      'refusal_duty_own_affair',
      'refusal_duty_shop',
      'refusal_fact_unknown',
      'refusal_field_clash',
      'refusal_household_merged',
      'refusal_household_no_consent',
      'refusal_household_member_unknown',
      'refusal_household_no_head',
      'refusal_household_not_found',
      'refusal_input_invalid',
      'refusal_place_unknown',
      'refusal_programme_closed',
      'refusal_proposal_above_ceiling',
      'refusal_proposal_appealed',
      'refusal_proposal_contribution_kind',
      'refusal_proposal_not_found',
      'refusal_proposal_not_own',
      'refusal_proposal_plan_needed',
      'refusal_proposal_wrong_state',
      'refusal_record_changed',
      'refusal_record_exists',
      'refusal_record_not_found',
      'refusal_shop_not_found',
      'refusal_shop_suspended',
      'refusal_voucher_already_confirmed',
      'refusal_voucher_code_cancelled',
      'refusal_voucher_code_needed',
      'refusal_voucher_code_used',
      'refusal_voucher_code_wrong',
      'refusal_voucher_codes_changed',
      'refusal_voucher_delivery_unknown',
      'refusal_voucher_expired',
      'refusal_voucher_farmer_share',
      'refusal_voucher_frozen',
      'refusal_voucher_late',
      'refusal_voucher_line_unknown',
      'refusal_voucher_line_used',
      'refusal_voucher_loss_unknown',
      'refusal_voucher_more_than_delivered',
      'refusal_voucher_mortality_late',
      'refusal_voucher_not_living',
      'refusal_voucher_replacement',
      'refusal_voucher_report_open',
      'refusal_voucher_substitute',
      'refusal_voucher_too_many_handovers',
      'refusal_voucher_too_many_strips',
      'refusal_voucher_wrong_shop',
      'refusal_voucher_wrong_state',
      'refusal_window_item_unknown',
      'refusal_window_no_price',
      'refusal_window_no_rate',
      'refusal_window_not_found',
      'refusal_window_not_open',
      'refusal_window_package_unknown',
      'refusal_window_price_above_ceiling',
    ],
  },
] as const satisfies readonly SpokenPart[]

/** A message that has a slot. */
export type SpokenMessage = (typeof spoken)[number]['messages'][number]

export interface SpokenSlot {
  readonly slot: Slot
  /** To be read out. Where a value would stand, dots do. */
  readonly sentence: string
  readonly part: SpokenPart['name']
}

/** Every slot of a programme in one language, in the order in which they are used. */
export function spokenSlots(
  language: SoundLanguage,
  texts: Readonly<Record<string, unknown>>,
  items: readonly { readonly code: string; readonly names: Bilingual }[],
  parts: readonly SpokenPart[] = spoken,
): readonly SpokenSlot[] {
  return parts.flatMap(({ name, messages, counted }) => [
    ...messages.map((message) => ({
      slot: messageSlot(message),
      sentence: sentenceToRead(texts[message]),
      part: name,
    })),
    ...(counted
      ? items.map(({ code, names }) => ({ slot: itemSlot(code), sentence: names[language], part: name }))
      : []),
    ...(counted ? numeralSlots(language).map((piece) => ({ ...piece, part: name })) : []),
  ])
}

/** What somebody comes to, by what they may do. */
export function partsHeardBy(may: (permission: string) => boolean): readonly SpokenPart[] {
  return spoken.filter(({ heardBy }) => heardBy.some(may))
}

/** A message as it is read out: a sentence chosen by a number is read as for many. */
function sentenceToRead(written: unknown): string {
  const text =
    typeof written === 'string'
      ? written
      : (written as readonly { readonly match: Readonly<Record<string, string>> }[])
          .flatMap(({ match }) => Object.values(match))
          .at(-1)!
  return text.replace(/\{\w+\}/g, '…')
}
