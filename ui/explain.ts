/**
 * A refusal in words, with what to do next. The compiler asks for a sentence whenever a reason is
 * added to the catalogue.
 */
import type { Reason, Refusal } from '#door/refusal.ts'
import type { Currency, Day } from '#door/values.ts'
import { dayText, monthText } from './days.ts'
import { amountText, numberText } from './numbers.ts'
import { m } from './words/compiled/messages.js'
import { currentLanguage, type Language } from './words/language.ts'
import {
  claimStateWords,
  complaintStateWords,
  contributionWords,
  fieldName,
  grantLevelWords,
  importStateWords,
  itemStateWords,
  type Message,
  povertySourceWords,
  proposalStateWords,
  proposalStepWords,
  roleWords,
  shopStateWords,
  stepWords,
  tierWords,
  voucherStateWords,
  wordFor,
} from './words/names.ts'

/** `nameOf` gives the names of what only somebody's data know: items, packages, people, places. */
export function explain(
  refusal: Refusal,
  language: Language = currentLanguage(),
  nameOf: (code: string) => string = (code) => code,
): string {
  const locale = { locale: language }
  const money = (minor: number, currency: string) =>
    isTold(minor) ? amountText({ minor, currency: currency as Currency }, language) : untold
  const count = (number: number) => (isTold(number) ? numberText(number) : untold)
  const day = (on: Day) => (isTold(on) ? dayText(on, language) : untold)
  const word = (words: Record<string, Message>, code: string | number) => wordFor(words, code, language)

  switch (refusal.refused) {
    case 'input.invalid':
      return [
        m.refusal_input_invalid({}, locale),
        ...explainFields(refusal, language).map(({ sentence }) => sentence),
      ].join(' ')
    case 'actor.not-allowed':
      return m.refusal_actor_not_allowed({}, locale)
    case 'actor.out-of-reach':
      return m.refusal_actor_out_of_reach({}, locale)
    case 'record.not-found':
      return m.refusal_record_not_found({}, locale)
    case 'record.exists':
      return m.refusal_record_exists({}, locale)
    case 'record.changed':
      return m.refusal_record_changed({}, locale)
    case 'envelope.reused':
      return m.refusal_envelope_reused({}, locale)
    case 'field.clash':
      return m.refusal_field_clash(
        { fields: refusal.fields.map((field) => fieldName(field, language)).join(', ') },
        locale,
      )
    case 'fact.unknown':
      return m.refusal_fact_unknown({}, locale)
    case 'programme.closed':
      return m.refusal_programme_closed({}, locale)
    case 'programme.unknown':
      return m.refusal_programme_unknown({}, locale)
    case 'programme.exists':
      return m.refusal_programme_exists({}, locale)
    case 'duty.own-affair':
      return m.refusal_duty_own_affair({}, locale)
    case 'duty.assisted':
      return m.refusal_duty_assisted({}, locale)
    case 'duty.verified':
      return m.refusal_duty_verified({}, locale)
    case 'duty.approved':
      return m.refusal_duty_approved({}, locale)
    case 'duty.issued':
      return m.refusal_duty_issued({}, locale)
    case 'duty.witnessed':
      return m.refusal_duty_witnessed({}, locale)
    case 'duty.shop':
      return m.refusal_duty_shop({}, locale)
    case 'duty.tier':
      return m.refusal_duty_tier({ tier: word(tierWords, refusal.tier) }, locale)
    case 'day.in-future':
      return m.refusal_day_in_future({ field: fieldName(refusal.field, language) }, locale)
    case 'day.too-early':
      return m.refusal_day_too_early({ field: fieldName(refusal.field, language), from: day(refusal.from) }, locale)

    case 'place.unknown':
      return m.refusal_place_unknown({ code: refusal.code }, locale)
    case 'place.ended':
      return m.refusal_place_ended(
        { code: refusal.code, successors: refusal.successors.map(nameOf).join(', ') },
        locale,
      )
    case 'place.list-wrong':
      return m.refusal_place_list_wrong({ code: refusal.code, problem: word(placeProblems, refusal.problem) }, locale)
    case 'place.list-older':
      return m.refusal_place_list_older({ asOf: day(refusal.asOf) }, locale)
    case 'place.list-unchanged':
      return m.refusal_place_list_unchanged({}, locale)
    case 'place.list-ends-many':
      return m.refusal_place_list_ends_many({ ending: count(refusal.ending), of: count(refusal.of) }, locale)

    case 'person.role-unknown':
      return m.refusal_person_role_unknown({ role: refusal.role }, locale)
    case 'person.not-found':
      return m.refusal_person_not_found({}, locale)
    case 'person.revoked':
      return m.refusal_person_revoked({}, locale)
    case 'person.by-oneself':
      return m.refusal_person_by_oneself({}, locale)
    case 'person.not-yours':
      return m.refusal_person_not_yours({}, locale)
    case 'person.grant-dates':
      return m.refusal_person_grant_dates({}, locale)
    case 'person.grant-level':
      return m.refusal_person_grant_level(
        { role: word(roleWords, refusal.role), level: word(grantLevelWords, refusal.level) },
        locale,
      )
    case 'person.grant-unknown':
      return m.refusal_person_grant_unknown({}, locale)
    case 'person.role-held':
      return m.refusal_person_role_held({ role: word(roleWords, refusal.role) }, locale)
    case 'person.roles-apart':
      return m.refusal_person_roles_apart(
        { role: word(roleWords, refusal.role), other: word(roleWords, refusal.other) },
        locale,
      )
    case 'person.relative-kept':
      return m.refusal_person_relative_kept({}, locale)
    case 'person.phone-elsewhere':
      return m.refusal_person_phone_elsewhere({}, locale)
    case 'person.deputy-dates':
      return m.refusal_person_deputy_dates({}, locale)
    case 'person.deputy-self':
      return m.refusal_person_deputy_self({}, locale)
    case 'device.revoked':
      return m.refusal_device_revoked({}, locale)
    case 'device.key-taken':
      return m.refusal_device_key_taken({}, locale)
    case 'device.too-many':
      return m.refusal_device_too_many({ most: refusal.most }, locale)
    case 'worker.already-passed':
      return m.refusal_worker_already_passed({ topic: nameOf(refusal.topic) }, locale)
    case 'worker.left':
      return m.refusal_worker_left({}, locale)

    case 'household.not-found':
      return m.refusal_household_not_found({}, locale)
    case 'household.merged':
      return m.refusal_household_merged({}, locale)
    case 'household.no-consent':
      return m.refusal_household_no_consent({}, locale)
    case 'household.suspected':
      return m.refusal_household_suspected({}, locale)
    case 'household.not-suspected':
      return m.refusal_household_not_suspected({}, locale)
    case 'household.no-head':
      return m.refusal_household_no_head({}, locale)
    case 'household.member-unknown':
      return m.refusal_household_member_unknown({}, locale)
    case 'household.birth-year':
      return m.refusal_household_birth_year({}, locale)
    case 'household.poverty-source':
      return m.refusal_household_poverty_source({ source: word(povertySourceWords, refusal.source) }, locale)
    case 'household.exception-tier':
      return m.refusal_household_exception_tier({}, locale)
    case 'household.other-gone':
      return m.refusal_household_other_gone({}, locale)
    case 'household.other-elsewhere':
      return m.refusal_household_other_elsewhere(
        { office: refusal.office === '' ? m.grant_level_national({}, locale) : nameOf(refusal.office) },
        locale,
      )
    case 'household.not-merged':
      return m.refusal_household_not_merged({}, locale)
    case 'household.member-left':
      return m.refusal_household_member_left({}, locale)
    case 'household.heir-missing':
      return m.refusal_household_heir_missing({}, locale)
    case 'household.same-village':
      return m.refusal_household_same_village({}, locale)
    case 'household.served':
      return m.refusal_household_served({}, locale)

    case 'item.state':
      return m.refusal_item_state({ state: word(itemStateWords, refusal.state) }, locale)
    case 'item.quoted':
      return m.refusal_item_quoted({}, locale)
    case 'item.substitute-itself':
      return m.refusal_item_substitute_itself({}, locale)
    case 'item.chain-unknown':
      return m.refusal_item_chain_unknown({ chain: refusal.chain }, locale)

    case 'window.not-found':
      return m.refusal_window_not_found({}, locale)
    case 'window.not-open':
      return m.refusal_window_not_open({ opensOn: day(refusal.opensOn), closesOn: day(refusal.closesOn) }, locale)
    case 'window.dates':
      return m.refusal_window_dates({}, locale)
    case 'window.package-unknown':
      return m.refusal_window_package_unknown({ package: nameOf(refusal.package) }, locale)
    case 'window.item-unknown':
      return m.refusal_window_item_unknown({ item: nameOf(refusal.item) }, locale)
    case 'window.no-price':
      return m.refusal_window_no_price({ item: nameOf(refusal.item), place: nameOf(refusal.place) }, locale)
    case 'window.price-above-ceiling':
      return m.refusal_window_price_above_ceiling(
        { item: nameOf(refusal.item), ceiling: money(refusal.ceiling, refusal.currency) },
        locale,
      )
    case 'window.reason-unknown':
      return m.refusal_window_reason_unknown({ code: refusal.code }, locale)
    case 'window.no-rate':
      return m.refusal_window_no_rate({ on: day(refusal.on) }, locale)

    case 'proposal.not-found':
      return m.refusal_proposal_not_found({}, locale)
    case 'proposal.wrong-state':
      return m.refusal_proposal_wrong_state(
        {
          state: word(proposalStateWords, refusal.state),
          step: word({ ...stepWords, ...proposalStepWords }, refusal.step),
        },
        locale,
      )
    case 'proposal.above-ceiling':
      return m.refusal_proposal_above_ceiling({ ceiling: money(refusal.ceiling, refusal.currency) }, locale)
    case 'proposal.plan-needed':
      return m.refusal_proposal_plan_needed({}, locale)
    case 'proposal.contribution-kind':
      return m.refusal_proposal_contribution_kind({ kind: word(contributionWords, refusal.kind) }, locale)
    case 'proposal.not-own':
      return m.refusal_proposal_not_own({}, locale)
    case 'proposal.same-decider':
      return m.refusal_proposal_same_decider({}, locale)
    case 'proposal.appealed':
      return m.refusal_proposal_appealed({}, locale)
    case 'proposal.not-proven':
      return m.refusal_proposal_not_proven({ code: nameOf(refusal.code) }, locale)
    case 'proposal.visit-needed':
      return m.refusal_proposal_visit_needed({}, locale)
    case 'proposal.photo-missing':
      return m.refusal_proposal_photo_missing({}, locale)

    case 'budget.exhausted':
      return m.refusal_budget_exhausted({}, locale)
    case 'budget.currency':
      return m.refusal_budget_currency({}, locale)
    case 'budget.not-found':
      return m.refusal_budget_not_found({}, locale)

    case 'voucher.not-found':
      return m.refusal_voucher_not_found({}, locale)
    case 'voucher.exists':
      return m.refusal_voucher_exists({}, locale)
    case 'voucher.wrong-state':
      return m.refusal_voucher_wrong_state(
        { state: word(voucherStateWords, refusal.state), step: word(stepWords, refusal.step) },
        locale,
      )
    case 'voucher.wrong-shop':
      return m.refusal_voucher_wrong_shop({}, locale)
    case 'voucher.expired':
      return m.refusal_voucher_expired({ on: day(refusal.on) }, locale)
    case 'voucher.not-expired':
      return m.refusal_voucher_not_expired({ on: day(refusal.on) }, locale)
    case 'voucher.frozen':
      return m.refusal_voucher_frozen({}, locale)
    case 'voucher.line-unknown':
      return m.refusal_voucher_line_unknown({}, locale)
    case 'voucher.line-used':
      return m.refusal_voucher_line_used({ left: count(refusal.left) }, locale)
    case 'voucher.code-wrong':
      return m.refusal_voucher_code_wrong({}, locale)
    case 'voucher.code-used':
      return m.refusal_voucher_code_used({}, locale)
    case 'voucher.code-cancelled':
      return m.refusal_voucher_code_cancelled({}, locale)
    case 'voucher.code-needed':
      return m.refusal_voucher_code_needed({}, locale)
    case 'voucher.folded':
      return m.refusal_voucher_folded({}, locale)
    case 'voucher.codes-changed':
      return m.refusal_voucher_codes_changed({}, locale)
    case 'voucher.too-many-strips':
      return m.refusal_voucher_too_many_strips({ most: count(refusal.most) }, locale)
    case 'voucher.sheet-changed':
      return m.refusal_voucher_sheet_changed({ sheet: refusal.sheet }, locale)
    case 'voucher.delivery-unknown':
      return m.refusal_voucher_delivery_unknown({}, locale)
    case 'voucher.already-confirmed':
      return m.refusal_voucher_already_confirmed({}, locale)
    case 'voucher.confirmations-differ':
      return m.refusal_voucher_confirmations_differ({}, locale)
    case 'voucher.unconfirmed':
      return m.refusal_voucher_unconfirmed({}, locale)
    case 'voucher.not-disputed':
      return m.refusal_voucher_not_disputed({}, locale)
    case 'voucher.too-many-handovers':
      return m.refusal_voucher_too_many_handovers({ most: count(refusal.most) }, locale)
    case 'voucher.more-than-delivered':
      return m.refusal_voucher_more_than_delivered({ delivered: count(refusal.delivered) }, locale)
    case 'voucher.farmer-share':
      return m.refusal_voucher_farmer_share({ due: money(refusal.due, refusal.currency) }, locale)
    case 'voucher.substitute':
      return m.refusal_voucher_substitute({ item: nameOf(refusal.item) }, locale)
    case 'voucher.mortality-late':
      return m.refusal_voucher_mortality_late({ days: count(refusal.days) }, locale)
    case 'voucher.not-living':
      return m.refusal_voucher_not_living({ item: nameOf(refusal.item) }, locale)
    case 'voucher.loss-unknown':
      return m.refusal_voucher_loss_unknown({}, locale)
    case 'voucher.replacement':
      return m.refusal_voucher_replacement({ owed: count(refusal.owed) }, locale)
    case 'voucher.report-open':
      return m.refusal_voucher_report_open({}, locale)
    case 'voucher.report-unknown':
      return m.refusal_voucher_report_unknown({}, locale)
    case 'voucher.nothing-delivered':
      return m.refusal_voucher_nothing_delivered({}, locale)
    case 'voucher.late':
      return m.refusal_voucher_late({ days: count(refusal.days) }, locale)
    case 'voucher.contribution-recorded':
      return m.refusal_voucher_contribution_recorded({}, locale)
    case 'voucher.contribution-kind':
      return m.refusal_voucher_contribution_kind({ kind: word(contributionWords, refusal.kind) }, locale)

    case 'shop.not-found':
      return m.refusal_shop_not_found({}, locale)
    case 'shop.suspended':
      return m.refusal_shop_suspended({}, locale)
    case 'shop.not-serving':
      return m.refusal_shop_not_serving({}, locale)
    case 'shop.same':
      return m.refusal_shop_same({}, locale)
    case 'shop.contract-dates':
      return m.refusal_shop_contract_dates({}, locale)
    case 'shop.state':
      return m.refusal_shop_state({ state: word(shopStateWords, refusal.state) }, locale)

    case 'claim.nothing-to-claim':
      return m.refusal_claim_nothing_to_claim({}, locale)
    case 'claim.already-claimed':
      return m.refusal_claim_already_claimed({}, locale)
    case 'claim.delivery-disputed':
      return m.refusal_claim_delivery_disputed({}, locale)
    case 'claim.delivery-questioned':
      return m.refusal_claim_delivery_questioned({}, locale)
    case 'clash.settled':
      return m.refusal_clash_settled({}, locale)
    case 'complaint.wrong-state':
      return m.refusal_complaint_wrong_state({ state: word(complaintStateWords, refusal.state) }, locale)
    case 'complaint.no-line':
      return m.refusal_complaint_no_line({}, locale)
    case 'complaint.names-the-head':
      return m.refusal_complaint_names_the_head({}, locale)
    case 'complaint.number-in-use':
      return m.refusal_complaint_number_in_use({}, locale)
    case 'claim.currency':
      return m.refusal_claim_currency({}, locale)
    case 'claim.rate-needed':
      return m.refusal_claim_rate_needed({}, locale)
    case 'claim.wrong-state':
      return m.refusal_claim_wrong_state(
        { state: word(claimStateWords, refusal.state), step: word(stepWords, refusal.step) },
        locale,
      )
    case 'claim.line-unknown':
      return m.refusal_claim_line_unknown({}, locale)
    case 'claim.above-match':
      return m.refusal_claim_above_match({ match: money(refusal.match, refusal.currency) }, locale)
    case 'claim.nothing-to-pay':
      return m.refusal_claim_nothing_to_pay({}, locale)

    case 'price.month-ahead':
      return m.refusal_price_month_ahead(
        { month: isTold(refusal.month) ? monthText(refusal.month, language) : untold },
        locale,
      )
    case 'price.not-above-zero':
      return m.refusal_price_not_above_zero({}, locale)
    case 'price.unchanged':
      return m.refusal_price_unchanged({}, locale)
    case 'price.seen-in-market':
      return m.refusal_price_seen_in_market({}, locale)

    case 'training.topic-unknown':
      return m.refusal_training_topic_unknown({ topic: nameOf(refusal.topic) }, locale)
    case 'training.instrument-unknown':
      return m.refusal_training_instrument_unknown({ instrument: nameOf(refusal.instrument) }, locale)
    case 'training.trainer-unqualified':
      return m.refusal_training_trainer_unqualified({}, locale)
    case 'import.wrong-state':
      return m.refusal_import_wrong_state({ state: word(importStateWords, refusal.state) }, locale)
    case 'import.not-yours':
      return m.refusal_import_not_yours({}, locale)
    case 'import.column-unknown':
      return m.refusal_import_column_unknown({}, locale)
    case 'import.column-twice':
      return m.refusal_import_column_twice({ field: fieldName(refusal.field, language) }, locale)
    case 'import.columns-missing':
      return m.refusal_import_columns_missing(
        { fields: refusal.fields.map((field) => fieldName(field, language)).join(', ') },
        locale,
      )

    case 'training.nobody':
      return m.refusal_training_nobody({}, locale)
    case 'training.person-twice':
      return m.refusal_training_person_twice({ person: nameOf(refusal.person) }, locale)
  }
}

/** In place of a detail that is not kept. */
const untold = '…'

function isTold(detail: unknown): boolean {
  return detail !== untold
}

/** A reason as journal and records keep it: its details were told only to whoever asked. */
export function explainReason(reason: Reason, language: Language = currentLanguage()): string {
  if (reason === 'input.invalid') return m.refusal_input_invalid({}, { locale: language })
  const bare = new Proxy({ refused: reason } as Refusal, {
    get: (kept, detail) => Reflect.get(kept, detail) ?? (lists.has(detail) ? [untold] : untold),
  })
  return explain(bare, language)
}

/** Details that are lists. */
const lists: ReadonlySet<string | symbol> = new Set(['fields', 'successors'])

/** Answers that are not what their command takes. */
type Invalid = Extract<Refusal, { refused: 'input.invalid' }>

/** What a form says of itself before anything was sent: what is still to be filled in, and what is wrong. */
export function explainForm(refusal: Invalid, input: unknown, language: Language = currentLanguage()): string {
  const sentences = explainFields(withMissing(refusal, input), language).map(({ sentence }) => sentence)
  return sentences.length > 0 ? sentences.join(' ') : m.refusal_input_invalid({}, { locale: language })
}

/** An answer that was not given is missing, whatever its shape would call that. */
export function withMissing(refusal: Invalid, input: unknown): Invalid {
  return {
    ...refusal,
    fields: refusal.fields.map((field) =>
      isGiven(valueAt(input, field.path)) ? field : { ...field, problem: 'invalid_type' },
    ),
  }
}

function isGiven(answer: unknown): boolean {
  return answer !== undefined && answer !== ''
}

function valueAt(input: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], input)
}

/** What is wrong with each answer, to be shown beside it. */
export function explainFields(
  refusal: Invalid,
  language: Language = currentLanguage(),
): { path: string; sentence: string }[] {
  return refusal.fields.map(({ path, problem }) => ({
    path,
    sentence: (problems[problem] ?? m.problem_other)({ field: fieldName(path, language) }, { locale: language }),
  }))
}

/** What can be wrong with a line of an imported gazetteer. */
const placeProblems: Record<string, Message> = {
  province: m.place_problem_province,
  twice: m.place_problem_twice,
  kind: m.place_problem_kind,
  parent: m.place_problem_parent,
  dates: m.place_problem_dates,
  successor: m.place_problem_successor,
  position: m.place_problem_position,
}

/** Problems as the schemas name them: zod's own codes, and ours. */
export const problems: Record<string, (inputs: { field: string }, options: { locale: Language }) => string> = {
  invalid_type: m.problem_missing,
  too_small: m.problem_too_small,
  too_big: m.problem_too_big,
  not_multiple_of: m.problem_not_whole,
  invalid_format: m.problem_invalid_format,
  invalid_value: m.problem_invalid_value,
  invalid_union: m.problem_invalid_value,
  unrecognized_keys: m.problem_unrecognized,
  'day.impossible': m.problem_day_impossible,
  'instant.impossible': m.problem_day_impossible,
  'day.in-future': m.problem_day_in_future,
  'month.impossible': m.problem_month_impossible,
  'text.control-characters': m.problem_control_characters,
  'name.missing': m.problem_name_missing,
  'claim.line-twice': m.problem_twice,
  'voucher.line-twice': m.problem_twice,
  'voucher.listed-twice': m.problem_twice,
  'voucher.strips': m.problem_strips,
  'complaints.unreadable': m.problem_complaints_unreadable,
  'matching.unreadable': m.problem_matching_unreadable,
}
