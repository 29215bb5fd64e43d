/** The words for what records say in codes: states, categories, roles, units, names of fields. */

import type { CatalogueItem } from '#capabilities/catalogue/item.ts'
import type { ClaimState } from '#capabilities/claims/claim.ts'
import type { ComplaintState } from '#capabilities/complaints/complaint.ts'
import type { Leaving, Member, povertySources } from '#capabilities/households/household.ts'
import type { Ground } from '#capabilities/households/likeness.rules.ts'
import type { ImportField } from '#capabilities/imports/forms.ts'
import type { ImportKind, ImportState, LeftOver, StopReason } from '#capabilities/imports/import.ts'
import type { PriceKind } from '#capabilities/markets/price.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import type { Level } from '#capabilities/people/role.ts'
import type { ProposalState, ProposalStep } from '#capabilities/proposals/proposal.ts'
import type { TrainingKind } from '#capabilities/trainings/training.ts'
import type { VoucherState } from '#capabilities/vouchers/voucher.ts'
import type { ContributionKind, Item, PovertyCategory } from '#capabilities/windows/window.ts'
import type { Sex } from '#door/values.ts'
import { m } from './compiled/messages.js'
import type { Language } from './language.ts'

export type Message = (inputs?: {}, options?: { locale?: Language }) => string

export const povertyWords: Record<PovertyCategory, Message> = {
  poor1: m.poverty_poor1,
  poor2: m.poverty_poor2,
  general: m.poverty_general,
  unknown: m.poverty_unknown,
  exception: m.poverty_exception,
}

export const povertySourceWords: Record<(typeof povertySources)[number], Message> = {
  'card-seen': m.poverty_source_card_seen,
  'ministry-list': m.poverty_source_ministry_list,
  'self-declared': m.poverty_source_self_declared,
}

export const sexWords: Record<Sex, Message> = { female: m.sex_female, male: m.sex_male }

export const memberRoleWords: Record<Member['role'], Message> = {
  head: m.member_role_head,
  spouse: m.member_role_spouse,
  child: m.member_role_child,
  parent: m.member_role_parent,
  other: m.member_role_other,
}

/** Why somebody no longer lives in a household. */
export const leavingWords: Record<Leaving['why'], Message> = {
  died: m.leaving_died,
  'own-household': m.leaving_own_household,
  'moved-away': m.leaving_moved_away,
}

/** What was found alike, in words. */
export const groundWords: Record<Ground, Message> = {
  card: m.ground_card,
  identity: m.ground_identity,
  phone: m.ground_phone,
  name: m.ground_name,
  'name-across-scripts': m.ground_name_across_scripts,
  couple: m.ground_couple,
  'birth-year': m.ground_birth_year,
  village: m.ground_village,
  'card-nearly': m.ground_card_nearly,
}

export const contributionWords: Record<ContributionKind, Message> = {
  cash: m.contribution_cash,
  labour: m.contribution_labour,
  material: m.contribution_material,
}

export const unitWords: Record<Item['unit'], Message> = {
  kg: m.unit_kg,
  bird: m.unit_bird,
  head: m.unit_head,
  metre: m.unit_metre,
  set: m.unit_set,
  litre: m.unit_litre,
  packet: m.unit_packet,
  piece: m.unit_piece,
}

/** Of an item of the catalogue. */
export const itemStateWords: Record<CatalogueItem['state'], Message> = {
  'in-use': m.item_state_in_use,
  retired: m.item_state_retired,
}

export const proposalStateWords: Record<ProposalState, Message> = {
  draft: m.proposal_state_draft,
  submitted: m.proposal_state_submitted,
  returned: m.proposal_state_returned,
  verified: m.proposal_state_verified,
  approved: m.proposal_state_approved,
  rejected: m.proposal_state_rejected,
  appealed: m.proposal_state_appealed,
  withdrawn: m.proposal_state_withdrawn,
  cancelled: m.proposal_state_cancelled,
  duplicate: m.proposal_state_duplicate,
}

export const proposalStepWords: Record<ProposalStep, Message> = {
  submit: m.proposal_step_submit,
  return: m.proposal_step_return,
  resubmit: m.proposal_step_resubmit,
  verify: m.proposal_step_verify,
  approve: m.proposal_step_approve,
  reject: m.proposal_step_reject,
  markDuplicate: m.proposal_step_mark_duplicate,
  refer: m.proposal_step_refer,
  withdraw: m.proposal_step_withdraw,
  appeal: m.proposal_step_appeal,
  uphold: m.proposal_step_uphold,
  overturn: m.proposal_step_overturn,
  cancel: m.proposal_step_cancel,
}

export const voucherStateWords: Record<VoucherState, Message> = {
  open: m.voucher_state_open,
  frozen: m.voucher_state_frozen,
  expired: m.voucher_state_expired,
  closed: m.voucher_state_closed,
  cancelled: m.voucher_state_cancelled,
}

/** The steps of vouchers, claims and shops that a refusal can name. */
export const stepWords: Record<string, Message> = {
  issue: m.step_issue,
  reprint: m.step_reprint,
  transfer: m.step_transfer,
  extend: m.step_extend,
  revive: m.step_extend,
  freeze: m.step_freeze,
  unfreeze: m.step_unfreeze,
  close: m.step_close,
  complete: m.step_close,
  cancel: m.step_cancel,
  expire: m.step_expire,
  redeem: m.step_redeem,
  report: m.step_report,
  pay: m.step_pay,
  settle: m.step_settle,
}

export const complaintStateWords: Record<ComplaintState, Message> = {
  received: m.complaint_state_received,
  'looked-at': m.complaint_state_looked_at,
  answered: m.complaint_state_answered,
  'passed-on': m.complaint_state_passed_on,
}

export const claimStateWords: Record<ClaimState, Message> = {
  submitted: m.claim_state_submitted,
  'part-paid': m.claim_state_part_paid,
  paid: m.claim_state_paid,
  rejected: m.claim_state_rejected,
}

export const shopStateWords: Record<Shop['state'], Message> = {
  active: m.shop_state_active,
  suspended: m.shop_state_suspended,
}

/** The levels of decision: 1 district, 2 province, 3 national. */
export const tierWords: Record<number, Message> = { 1: m.tier_1, 2: m.tier_2, 3: m.tier_3 }

/** For what a role is given. */
export const grantLevelWords: Record<Level, Message> = {
  household: m.grant_level_household,
  shop: m.grant_level_shop,
  commune: m.grant_level_commune,
  district: m.grant_level_district,
  province: m.grant_level_province,
  national: m.grant_level_national,
}

export const roleWords: Record<string, Message> = {
  farmer: m.role_farmer,
  cew: m.role_cew,
  'commune-witness': m.role_commune_witness,
  'district-officer': m.role_district_officer,
  registrar: m.role_registrar,
  'provincial-approver': m.role_provincial_approver,
  'secretariat-finance': m.role_secretariat_finance,
  'm-and-e': m.role_m_and_e,
  'programme-director': m.role_programme_director,
  shop: m.role_shop,
  administrator: m.role_administrator,
  auditor: m.role_auditor,
  donor: m.role_donor,
}

/** What a list is a list of, and what becomes of its rows. */
export const importKindWords: Record<ImportKind, { readonly name: Message; readonly about: Message }> = {
  households: { name: m.imports_kind_households, about: m.imports_kind_households_about },
  attendance: { name: m.imports_kind_attendance, about: m.imports_kind_attendance_about },
  catalogue: { name: m.imports_kind_catalogue, about: m.imports_kind_catalogue_about },
  poverty: { name: m.imports_kind_poverty, about: m.imports_kind_poverty_about },
  prices: { name: m.imports_kind_prices, about: m.imports_kind_prices_about },
}

/** What has become of rows that were not taken in. */
export const leftOverWords: Record<LeftOver, Message> = {
  refused: m.imports_refused,
  possible: m.imports_possible,
  unmatched: m.imports_unmatched,
}

export const importStateWords: Record<ImportState, Message> = {
  prepared: m.import_state_prepared,
  running: m.import_state_running,
  stopped: m.import_state_stopped,
  finished: m.import_state_finished,
  'given-up': m.import_state_given_up,
}

/** How a session was held. */
export const trainingKindWords: Record<TrainingKind, Message> = {
  class: m.phone_training_class,
  'field-demonstration': m.phone_training_demonstration,
  'field-day': m.phone_training_field_day,
  'exchange-visit': m.phone_training_exchange,
  online: m.phone_training_online,
  'voice-message': m.phone_training_voice,
}

/** Why an import stands still, and what to do. */
export const importStopWords: Record<StopReason, Message> = {
  asked: m.import_stopped_asked,
  'file-gone': m.import_stopped_file_gone,
  'file-changed': m.import_stopped_file_changed,
  'file-broken': m.import_stopped_file_broken,
  'bringer-shut-out': m.import_stopped_bringer_shut_out,
}

/** Between whom a price is asked. */
export const priceKindWords: Record<PriceKind, Message> = {
  retail: m.price_kind_retail,
  wholesale: m.price_kind_wholesale,
  'farm-gate': m.price_kind_farm_gate,
}

/** What a column of a list may hold. */
export const importFieldWords: Record<ImportField, Message> = {
  externalId: m.import_field_external_id,
  name: m.import_field_name,
  nameKm: m.import_field_name_km,
  nameLatin: m.import_field_name_latin,
  familyName: m.import_field_family_name,
  givenName: m.import_field_given_name,
  sex: m.import_field_sex,
  birthYear: m.import_field_birth_year,
  age: m.import_field_age,
  villageCode: m.import_field_village_code,
  village: m.import_field_village,
  commune: m.import_field_commune,
  district: m.import_field_district,
  province: m.import_field_province,
  phone: m.import_field_phone,
  phoneShared: m.import_field_phone_shared,
  secondPhone: m.import_field_second_phone,
  identityNumber: m.import_field_identity_number,
  card: m.import_field_card,
  povertyCategory: m.import_field_poverty_category,
  cardIssuedOn: m.import_field_card_issued_on,
  cardExpiresOn: m.import_field_card_expires_on,
  consent: m.import_field_consent,
  spouseName: m.import_field_spouse_name,
  spouseNameKm: m.import_field_spouse_name_km,
  spouseNameLatin: m.import_field_spouse_name_latin,
  spouseSex: m.import_field_spouse_sex,
  spouseBirthYear: m.import_field_spouse_birth_year,
  heldOn: m.field_held_on,
  topic: m.field_topic,
  kind: m.import_field_training_kind,
  instrument: m.field_instrument,
  trainer: m.field_trainer,
  present: m.import_field_present,
  code: m.import_field_item_code,
  itemKm: m.import_field_item_km,
  itemEn: m.import_field_item_en,
  chain: m.import_field_chain,
  specification: m.import_field_specification,
  substitutes: m.import_field_substitutes,
  mortalityDays: m.import_field_mortality_days,
  price: m.import_field_quoted_price,
  currency: m.import_field_currency,
  priceFrom: m.import_field_price_from,
  source: m.import_field_price_source,
  month: m.import_field_month,
  provinceCode: m.import_field_province_code,
  market: m.import_field_market,
  commodity: m.import_field_commodity,
  unit: m.import_field_unit,
  priceKind: m.import_field_price_kind,
  riel: m.import_field_riel,
  rielEstimate: m.import_field_riel_estimate,
  dollars: m.import_field_dollars,
}

/** What the answers of forms are called, by the last name of their path. */
export const fieldWords: Record<string, Message> = {
  accepted: m.field_accepted,
  account: m.field_account,
  passedTo: m.complaints_pass_to,
  said: m.complaints_said,
  word: m.clashes_word,
  words: m.complaints_answer,
  age: m.field_age,
  area: m.field_area,
  asOf: m.field_as_of,
  attendance: m.field_attendance,
  becomes: m.field_answer,
  birthYear: m.field_birth_year,
  by: m.field_by,
  card: m.field_card,
  category: m.field_category,
  cents: m.import_field_dollars,
  chain: m.import_field_chain,
  chains: m.field_chains,
  closesOn: m.field_closes_on,
  code: m.field_code,
  commodity: m.import_field_commodity,
  communes: m.field_communes,
  component: m.field_component,
  condition: m.field_condition,
  consent: m.field_consent,
  consentDeclared: m.field_consent_declared,
  consentVersion: m.field_consent_version,
  contract: m.field_contract,
  contribution: m.field_contribution,
  currency: m.field_currency,
  cycleDays: m.field_cycle_days,
  dayOrder: m.field_day_order,
  dead: m.field_dead,
  description: m.field_description,
  diedOn: m.field_died_on,
  digits: m.field_receipt_code,
  email: m.field_email,
  en: m.field_english,
  evidence: m.field_evidence,
  expiresOn: m.field_expires_on,
  farmerPaid: m.field_paid,
  findings: m.field_findings,
  former: m.field_role,
  found: m.field_findings,
  from: m.field_from,
  fundingSource: m.field_funding_source,
  given: m.field_consent,
  heir: m.field_heir,
  heldOn: m.field_held_on,
  household: m.field_household,
  households: m.field_household,
  how: m.field_how,
  identityNumber: m.field_identity_number,
  instrument: m.field_instrument,
  invoice: m.field_invoice,
  invoicedOn: m.field_invoiced_on,
  isEstimate: m.field_is_estimate,
  issuedOn: m.field_issued_on,
  item: m.field_item,
  khmer: m.field_khmer,
  kind: m.field_kind,
  km: m.field_khmer,
  label: m.field_label,
  landSquareMetres: m.field_land,
  line: m.field_line,
  lines: m.field_lines,
  list: m.field_list,
  listYear: m.field_list_year,
  market: m.import_field_market,
  member: m.field_member,
  method: m.field_method,
  minor: m.field_minor,
  month: m.import_field_month,
  mortalityDays: m.import_field_mortality_days,
  name: m.field_name,
  nameKm: m.field_name_km,
  nameLatin: m.field_name_latin,
  names: m.field_name,
  note: m.field_note,
  answers: m.field_answers,
  collected: m.field_collected,
  visited: m.field_visited,
  useful: m.field_useful,
  number: m.field_phone,
  on: m.field_day,
  other: m.field_other_household,
  outcome: m.field_outcome,
  ownCost: m.field_own_cost,
  package: m.field_package,
  partedFrom: m.field_household,
  payment: m.field_payment,
  person: m.field_person,
  phone: m.field_phone,
  phones: m.field_phone,
  photo: m.field_photo,
  photos: m.field_photo,
  place: m.field_place,
  places: m.field_place,
  plan: m.field_plan,
  position: m.field_position,
  poverty: m.field_poverty,
  povertyCategory: m.field_poverty,
  povertySource: m.field_poverty_source,
  present: m.field_attendance,
  programme: m.field_programme,
  proposal: m.field_proposal,
  province: m.import_field_province,
  quantity: m.field_quantity,
  quotations: m.field_price,
  reason: m.field_reason,
  recruitedOn: m.field_recruited_on,
  reference: m.field_reference,
  relation: m.field_relation,
  reply: m.field_reply,
  riel: m.import_field_riel,
  rielPerDollar: m.field_rate,
  role: m.field_role,
  sales: m.field_sales,
  secret: m.field_receipt_code,
  serves: m.field_serves,
  sex: m.field_sex,
  shop: m.field_shop,
  source: m.field_source,
  specification: m.import_field_specification,
  strips: m.field_strips,
  substitute: m.field_substitute,
  substitutes: m.import_field_substitutes,
  to: m.field_to,
  topic: m.field_topic,
  trainer: m.field_trainer,
  unit: m.import_field_unit,
  unitPrice: m.field_price,
  until: m.field_until,
  verdict: m.field_verdict,
  village: m.field_village,
  voucher: m.field_voucher,
  vouchers: m.field_vouchers,
  water: m.field_water,
  why: m.field_reason,
  window: m.field_window,
  witness: m.field_witness,
  yield: m.field_yield,
}

/** What a field is called; a place in a list (`members.0.name`) is called by what it holds. */
export function fieldName(path: string, language?: Language): string {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name))
  const known = names.reverse().find((name) => Object.hasOwn(fieldWords, name))
  return known ? fieldWords[known]!({}, options(language)) : path
}

/** The word for a code, or the code itself where somebody's data know more than we do. */
export function wordFor(words: Record<string, Message>, code: string | number, language?: Language): string {
  return Object.hasOwn(words, code) ? words[code]!({}, options(language)) : String(code)
}

function options(language: Language | undefined) {
  return language ? { locale: language } : {}
}
