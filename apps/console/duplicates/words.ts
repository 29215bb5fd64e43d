import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'
import type { Agreement, FieldName } from './agreement.ts'

export type Verdict = 'same' | 'different' | 'unsure'
export const verdicts: readonly Verdict[] = ['same', 'different', 'unsure']

export const verdictWords: Record<Verdict, Message> = {
  same: m.judge_same,
  different: m.judge_different,
  unsure: m.judge_unsure,
}

/** The button's own words: what pressing it does. */
export const verdictDeeds: Record<Verdict, Message> = {
  same: m.judge_same_do,
  different: m.judge_different_do,
  unsure: m.judge_unsure_do,
}

export const fieldLabels: Record<FieldName, Message> = {
  nameKm: m.field_name_km,
  nameLatin: m.field_name_latin,
  sex: m.field_sex,
  birthYear: m.field_birth_year,
  village: m.field_village,
  phones: m.field_phone,
  card: m.field_card,
  identity: m.field_identity_number,
  members: m.household_members,
}

export const agreementWords: Record<Agreement, Message> = {
  same: m.agreement_same,
  alike: m.agreement_alike,
  differs: m.agreement_differs,
  unknown: m.agreement_unknown,
}

/** Said so often that nobody should have to type them. */
export const phrases: Record<Verdict, readonly Message[]> = {
  same: [m.judge_reason_twice, m.judge_reason_visited_one, m.judge_reason_card_shown],
  different: [m.judge_reason_parent_child, m.judge_reason_namesake, m.judge_reason_two_homes, m.judge_reason_one_phone],
  unsure: [m.judge_reason_no_answer, m.judge_reason_visit, m.judge_reason_papers],
}
