/** What is said about a list that somebody brought: why it is not read, what to know of it, what to mend. */
import type { OrderFound } from '#capabilities/imports/days.ts'
import type { CellNote, CellProblem } from '#capabilities/imports/reading.ts'
import type { ListProblem, RowProblem } from '#capabilities/imports/row-problem.ts'
import type { Lookalike, TableNote, TableRefusal } from '#capabilities/imports/table.ts'
import { explain } from './explain.ts'
import { explainSessionProblem } from './explain-session.ts'
import { m } from './words/compiled/messages.js'
import { currentLanguage, type Language } from './words/language.ts'
import { importFieldWords, unitWords, wordFor } from './words/names.ts'

type Sentence<Inputs> = (inputs: Inputs, options: { locale: Language }) => string

const cellProblems: Record<CellProblem['code'], Sentence<{ text: string; most: number; digits: number }>> = {
  'formula-without-value': m.import_problem_formula_without_value,
  'error-value': m.import_problem_error_value,
  'too-long': m.import_problem_too_long,
  'too-many-letters': m.import_problem_too_many_letters,
  'damaged-letters': m.import_problem_damaged_letters,
  'legacy-font': m.import_problem_legacy_font,
  'not-a-number': m.import_problem_not_a_number,
  'not-whole': m.import_problem_not_whole,
  'decimal-comma': m.import_problem_decimal_comma,
  'digits-lost': m.import_problem_digits_lost,
  'not-a-phone': m.import_problem_not_a_phone,
  'several-phones': m.import_problem_several_phones,
  'not-a-sex': m.import_problem_not_a_sex,
  'sex-as-number': m.import_problem_sex_as_number,
  'not-yes-or-no': m.import_problem_not_yes_or_no,
  'not-a-day': m.import_problem_not_a_day,
  'no-such-day': m.import_problem_no_such_day,
  'day-order-unknown': m.import_problem_day_order_unknown,
  'day-order-otherwise': m.import_problem_day_order_otherwise,
  'year-short': m.import_problem_year_short,
  'not-a-year': m.import_problem_not_a_year,
  'age-impossible': m.import_problem_age_impossible,
  'not-a-month': m.import_problem_not_a_month,
  'not-a-price-kind': m.import_problem_not_a_price_kind,
  'not-whole-cents': m.import_problem_not_whole_cents,
  'decimal-point': m.import_problem_decimal_point,
  'not-a-place-code': m.import_problem_not_a_place_code,
}

/** What is wrong with a cell and what to do about it. */
export function explainCell(problem: CellProblem, language: Language = currentLanguage()): string {
  const inputs = { most: 0, digits: 0, ...problem }
  return cellProblems[problem.code](inputs, { locale: language })
}

function explainRowProblem({ text, problem }: RowProblem, language: Language = currentLanguage()): string {
  if (problem.code === 'refused') return explain(problem.refusal, language)
  return 'text' in problem ? explainCell(problem, language) : explainListProblem(problem, text, language)
}

/** What is wrong with a row and what to do about it, with the column to look at, as its header calls it. */
export function explainRowProblemInPlace(
  problem: RowProblem,
  header: readonly string[],
  language: Language = currentLanguage(),
): string {
  const sentence = explainRowProblem(problem, language)
  const column = problem.column === null ? undefined : header[problem.column]
  return column ? m.import_problem_in_column({ column, sentence }, { locale: language }) : sentence
}

function explainListProblem(problem: ListProblem, text: string, language: Language): string {
  const locale = { locale: language }
  switch (problem.code) {
    case 'missing':
      return m.import_problem_missing({ field: wordFor(importFieldWords, problem.field, language) }, locale)
    case 'village-unknown':
      return m.import_problem_village_unknown({ text }, locale)
    case 'province-unknown':
      return m.import_problem_province_unknown({ text }, locale)
    case 'village-several': {
      const named = problem.villages.map(({ code, km, latin }) => `${code} (${language === 'km' ? km : latin})`)
      const villages = `${named.join('; ')}${problem.more > 0 ? '; …' : ''}`
      return m.import_problem_village_several({ text, villages, count: named.length + problem.more }, locale)
    }
    case 'consent-refused':
      return m.import_problem_consent_refused({}, locale)
    case 'not-an-identity-number':
      return m.import_problem_not_an_identity_number({ text }, locale)
    case 'not-a-card-number':
      return m.import_problem_not_a_card_number({ text }, locale)
    case 'not-a-poverty-category':
      return m.import_problem_not_a_poverty_category({ text }, locale)
    case 'changed-since':
      return m.import_problem_changed_since({}, locale)
    case 'not-an-item-code':
      return m.import_problem_not_an_item_code({ text }, locale)
    case 'not-item-codes':
      return m.import_problem_not_item_codes({ text, most: problem.most }, locale)
    case 'not-one-of': {
      const among = problem.among.map((one) => wordFor(unitWords, one, language)).join(', ')
      return m.import_problem_not_one_of({ text, among }, locale)
    }
    case 'not-a-price':
      return m.import_problem_not_a_price({ text }, locale)
    case 'currencies-differ':
      return m.import_problem_currencies_differ({}, locale)
    case 'too-many-days':
      return m.import_problem_too_many_days({ text, most: problem.most }, locale)
    case 'unit-kept':
      return m.import_problem_unit_kept({ unit: wordFor(unitWords, problem.unit, language) }, locale)
    case 'item-zeros-lost':
      return m.import_problem_item_zeros_lost({ text, known: problem.known }, locale)
    case 'said-otherwise':
      return m.import_problem_said_otherwise({}, locale)
    case 'to-choose':
      return (problem.line ? m.import_problem_person_to_choose : m.import_problem_to_choose)(
        { count: problem.candidates.length + problem.more },
        locale,
      )
    case 'elsewhere':
      return m.import_problem_elsewhere(
        { office: problem.office?.[language === 'km' ? 'km' : 'latin'] ?? m.grant_level_national({}, locale) },
        locale,
      )
    case 'not-registered':
      return m.import_problem_not_registered({}, locale)
    case 'status-otherwise':
      return m.import_problem_status_otherwise({}, locale)
    case 'set-aside':
      return m.import_problem_set_aside({ reason: problem.reason }, locale)
    default:
      return explainSessionProblem(problem, text, language)
  }
}

const understood: Record<CellNote, Sentence<{ text: string; value: string | number }>> = {
  'zero-put-back': m.import_understood_zero_put_back,
  'buddhist-era': m.import_understood_buddhist_era,
  'year-from-age': m.import_understood_year_from_age,
  'day-from-serial': m.import_understood_day_from_serial,
}

/** How a cell was understood, where that is not how it was written. */
export function explainUnderstanding(
  note: CellNote,
  cell: { text: string; value: string | number },
  language: Language = currentLanguage(),
): string {
  return understood[note](cell, { locale: language })
}

export function explainContradiction(
  found: Extract<OrderFound, { order: 'contradictory' }>,
  language: Language = currentLanguage(),
): string {
  return m.import_problem_day_order_contradictory(found, { locale: language })
}

const kinds: Record<Lookalike, Sentence<object>> = {
  pdf: m.import_kind_pdf,
  picture: m.import_kind_picture,
  'web-page': m.import_kind_web_page,
  xml: m.import_kind_xml,
  json: m.import_kind_json,
  'rich-text': m.import_kind_rich_text,
  archive: m.import_kind_archive,
  document: m.import_kind_document,
  'open-document': m.import_kind_open_document,
  'binary-excel': m.import_kind_binary_excel,
  'program-data': m.import_kind_program_data,
}

/** Why a file is not read at all and what to do about it. */
export function explainTable(refusal: TableRefusal, language: Language = currentLanguage()): string {
  const locale = { locale: language }
  switch (refusal.refused) {
    case 'empty':
      return m.import_refused_empty({}, locale)
    case 'encoding':
      return m.import_refused_encoding(refusal, locale)
    case 'password':
      return m.import_refused_password({}, locale)
    case 'old-excel':
      return m.import_refused_old_excel({}, locale)
    case 'zip-bomb':
      return m.import_refused_zip_bomb({}, locale)
    case 'too-large':
      return m.import_refused_too_large(refusal, locale)
    case 'not-a-table':
      return m.import_refused_not_a_table({ kind: kinds[refusal.looksLike]({}, locale) }, locale)
    case 'line-too-long':
      return m.import_refused_line_too_long(refusal, locale)
    case 'too-wide':
      return m.import_refused_too_wide(refusal, locale)
    case 'quotes':
      return m.import_refused_quotes(refusal, locale)
    case 'sheet-missing':
      return m.import_refused_sheet_missing({ sheet: refusal.sheet, sheets: listed(refusal.sheets) }, locale)
    case 'all-sheets-hidden':
      return m.import_refused_all_sheets_hidden({ sheets: listed(refusal.sheets) }, locale)
    case 'header-missing':
      return m.import_refused_header_missing({}, locale)
    case 'unreadable':
      return m.import_refused_unreadable(refusal, locale)
  }
}

/** What a person should know before trusting the rows. */
export function explainTableNote(note: TableNote, language: Language = currentLanguage()): string {
  const locale = { locale: language }
  switch (note.note) {
    case 'titles-skipped':
      return m.import_note_titles_skipped(note, locale)
    case 'hidden-sheets-left-out':
      return m.import_note_hidden_sheets_left_out({ sheets: listed(note.sheets) }, locale)
    case 'other-sheets-left-out':
      return m.import_note_other_sheets_left_out({ sheets: listed(note.sheets) }, locale)
    case 'hidden-rows-read':
      return m.import_note_hidden_rows_read(note, locale)
    case 'hidden-columns-read':
      return m.import_note_hidden_columns_read({ columns: listed(note.columns) }, locale)
    case 'merged-cells': {
      const inputs = {
        count: note.count,
        ranges: `${listed(note.ranges)}${note.count > note.ranges.length ? ', …' : ''}`,
      }
      return note.inHeader ? m.import_note_merged_header(inputs, locale) : m.import_note_merged_cells(inputs, locale)
    }
    case 'formulas-read-by-value':
      return m.import_note_formulas_read_by_value(note, locale)
    case 'columns-without-header':
      return m.import_note_columns_without_header({ columns: listed(note.columns) }, locale)
    case 'header-twice':
      return m.import_note_header_twice({ header: note.header, columns: listed(note.columns) }, locale)
    case 'extension-misleads':
      return m.import_note_extension_misleads(
        { extension: note.extension, format: note.format === 'csv' ? 'CSV' : 'Excel (.xlsx)' },
        locale,
      )
  }
}

function listed(names: readonly string[]): string {
  return names.join(', ')
}
