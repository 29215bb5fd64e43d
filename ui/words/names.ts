/** The words for what records say in codes: states, categories, roles, units, names of fields. */

import type { ClaimState } from '#capabilities/claims/claim.ts'
import type { povertySources } from '#capabilities/households/household.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import type { Level } from '#capabilities/people/role.ts'
import type { ProposalState, ProposalStep } from '#capabilities/proposals/proposal.ts'
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
  'provincial-approver': m.role_provincial_approver,
  'secretariat-finance': m.role_secretariat_finance,
  'm-and-e': m.role_m_and_e,
  'programme-director': m.role_programme_director,
  shop: m.role_shop,
  administrator: m.role_administrator,
  auditor: m.role_auditor,
  donor: m.role_donor,
}

/** What the answers of forms are called, by the last name of their path. */
export const fieldWords: Record<string, Message> = {
  age: m.field_age,
  asOf: m.field_as_of,
  becomes: m.field_answer,
  birthYear: m.field_birth_year,
  card: m.field_card,
  category: m.field_category,
  closesOn: m.field_closes_on,
  code: m.field_code,
  consent: m.field_consent,
  contribution: m.field_contribution,
  currency: m.field_currency,
  cycleDays: m.field_cycle_days,
  expiresOn: m.field_expires_on,
  former: m.field_role,
  from: m.field_from,
  given: m.field_consent,
  household: m.field_household,
  how: m.field_how,
  identityNumber: m.field_identity_number,
  issuedOn: m.field_issued_on,
  item: m.field_item,
  landSquareMetres: m.field_land,
  line: m.field_line,
  member: m.field_member,
  minor: m.field_minor,
  name: m.field_name,
  nameKm: m.field_name_km,
  nameLatin: m.field_name_latin,
  note: m.field_note,
  number: m.field_phone,
  other: m.field_other_household,
  outcome: m.field_outcome,
  ownCost: m.field_own_cost,
  package: m.field_package,
  phone: m.field_phone,
  phones: m.field_phone,
  photo: m.field_photo,
  photos: m.field_photo,
  place: m.field_place,
  plan: m.field_plan,
  position: m.field_position,
  poverty: m.field_poverty,
  programme: m.field_programme,
  quantity: m.field_quantity,
  reason: m.field_reason,
  reference: m.field_reference,
  relation: m.field_relation,
  reply: m.field_reply,
  rielPerDollar: m.field_rate,
  role: m.field_role,
  sales: m.field_sales,
  sex: m.field_sex,
  shop: m.field_shop,
  source: m.field_source,
  to: m.field_to,
  unitPrice: m.field_price,
  verdict: m.field_verdict,
  village: m.field_village,
  water: m.field_water,
  why: m.field_reason,
  window: m.field_window,
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
