/**
 * Lists of places as they come: in the layout of the open gazetteer, with English headings, or in
 * the ministry's, which begins with a title, writes the kind of unit as a Khmer word and loses the
 * leading zero of every code.
 */
import { kindFits, kindsFor, type ListedUnit, parentOf } from '#capabilities/places/gazetteer.ts'
import type { PlaceKind } from '#capabilities/places/place.ts'
import { isDay } from '#door/values.ts'
import type { Row } from './csv.ts'

export interface Problem {
  readonly line: number
  readonly column: string
  readonly value: string
  /** What is wrong and what to do. */
  readonly what: string
}

export interface PlacesRead {
  readonly units: readonly ListedUnit[]
  readonly problems: readonly Problem[]
  /** Places without a name in Latin letters: the Khmer name stands in for it. */
  readonly unnamed: readonly string[]
}

type Column =
  | 'code'
  | 'kind'
  | 'parent'
  | 'nameKm'
  | 'nameLatin'
  | 'alternatives'
  | 'latitude'
  | 'longitude'
  | 'validFrom'
  | 'validTo'
  | 'successors'
  | 'legalAct'

const headings: Readonly<Record<string, Column>> = {
  code: 'code',
  កូដ: 'code',
  លេខកូដ: 'code',
  type: 'kind',
  kind: 'kind',
  ប្រភេទ: 'kind',
  parent_code: 'parent',
  parent: 'parent',
  name_km: 'nameKm',
  'name (khmer)': 'nameKm',
  'ឈ្មោះ (ខ្មែរ)': 'nameKm',
  ឈ្មោះជាអក្សរខ្មែរ: 'nameKm',
  name_en: 'nameLatin',
  name_latin: 'nameLatin',
  'name (latin)': 'nameLatin',
  'ឈ្មោះ (ឡាតាំង)': 'nameLatin',
  ឈ្មោះជាអក្សរឡាតាំង: 'nameLatin',
  alt_en: 'alternatives',
  alternatives: 'alternatives',
  lat: 'latitude',
  latitude: 'latitude',
  lng: 'longitude',
  longitude: 'longitude',
  valid_from: 'validFrom',
  valid_to: 'validTo',
  successors: 'successors',
  legal_act: 'legalAct',
  reference: 'legalAct',
  ឯកសារយោង: 'legalAct',
}

const kinds: Readonly<Record<string, PlaceKind>> = {
  province: 'province',
  capital: 'capital',
  district: 'district',
  municipality: 'municipality',
  khan: 'khan',
  commune: 'commune',
  sangkat: 'sangkat',
  village: 'village',
  ខេត្ត: 'province',
  រាជធានី: 'capital',
  ស្រុក: 'district',
  ក្រុង: 'municipality',
  ខណ្ឌ: 'khan',
  ឃុំ: 'commune',
  សង្កាត់: 'sangkat',
  ភូមិ: 'village',
}

/** Titles and empty lines may stand before the headings. */
const headingsWithin = 10

export function placesIn(rows: readonly Row[]): PlacesRead {
  const at = rows
    .slice(0, headingsWithin)
    .findIndex(({ cells }) =>
      ['code', 'nameKm'].every((wanted) => cells.some((cell) => headings[heading(cell)] === wanted)),
    )
  if (at === -1) {
    const what = 'no line of headings was found: it needs at least code (កូដ) and name_km (Name (Khmer))'
    return { units: [], problems: [{ line: 1, column: '', value: '', what }], unnamed: [] }
  }
  const columns = new Map(rows[at]!.cells.map((cell, place) => [headings[heading(cell)], place]))
  const problems: Problem[] = []
  const unnamed: string[] = []
  const lines = new Map<string, number>()

  const units = rows.slice(at + 1).flatMap(({ line, cells }): ListedUnit[] => {
    const cell = (column: Column) => tidy(cells[columns.get(column) ?? -1] ?? '')
    const trouble = (column: Column, what: string) => {
      problems.push({ line, column: rows[at]!.cells[columns.get(column) ?? -1] ?? column, value: cell(column), what })
      return []
    }
    if (cells.every((one) => tidy(one) === '')) return []

    const code = codeFrom(cell('code'))
    // A title between two provinces says nothing of any place.
    if (code === '' && cell('nameKm') === '' && cell('nameLatin') === '') return []
    if (!/^\d{2}(\d{2}){0,3}$/.test(code)) return trouble('code', 'a code has two digits for each level, at most eight')
    const before = lines.get(code)
    if (before !== undefined) return trouble('code', `the same code stands in line ${before}: take one of them out`)
    lines.set(code, line)

    const kind = kindFrom(cell('kind'), code)
    if (!kind) return trouble('kind', 'this is no kind of place: write for example ឃុំ or commune')
    if (!kindFits(kind, code))
      return trouble('kind', `a ${kind} does not have a code of ${code.length} digits: correct one of them`)
    const parent = parentOf(code)
    if (cell('parent') !== '' && codeFrom(cell('parent')) !== parent)
      return trouble('parent', `a place lies in the one whose code its own begins with, ${parent ?? 'none'}`)

    const nameKm = cell('nameKm')
    if (nameKm === '') return trouble('nameKm', 'a place has a name in Khmer')
    if (cell('nameLatin') === '') unnamed.push(code)

    const [latitude, longitude] = [numberFrom(cell('latitude')), numberFrom(cell('longitude'))]
    if (latitude === 'wrong' || (latitude !== undefined && Math.abs(latitude) > 90))
      return trouble('latitude', 'degrees are written as a number, for example 11.71839')
    if (longitude === 'wrong' || (longitude !== undefined && Math.abs(longitude) > 180))
      return trouble('longitude', 'degrees are written as a number, for example 104.37586')
    if ((latitude === undefined) !== (longitude === undefined))
      return trouble('longitude', 'a position has both numbers or none')
    for (const column of ['validFrom', 'validTo'] as const) {
      if (cell(column) !== '' && !isDay(cell(column)))
        return trouble(column, 'there is no such day: write it as 2023-01-09')
    }

    return [
      {
        code,
        kind,
        parent,
        nameKm,
        nameLatin: cell('nameLatin') || nameKm,
        ...(columns.has('alternatives') ? { alternatives: several(cell('alternatives')) } : {}),
        ...(latitude !== undefined ? { latitude, longitude } : {}),
        ...(cell('validFrom') ? { validFrom: cell('validFrom') } : {}),
        ...(cell('validTo') ? { validTo: cell('validTo') } : {}),
        ...(columns.has('successors') ? { successors: several(cell('successors')).map(codeFrom) } : {}),
        ...(cell('legalAct') ? { legalAct: cell('legalAct').slice(0, 300) } : {}),
      },
    ]
  })
  return { units, problems, unnamed }
}

function heading(cell: string): string {
  return tidy(cell).toLowerCase()
}

/** Without the zero-width spaces that hide in Khmer text, and without the blanks around it. */
function tidy(cell: string): string {
  return cell
    .replace(/\u200b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Codes are text: what a spreadsheet took for a number has lost its leading zero. */
function codeFrom(cell: string): string {
  const digits = cell.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0))
  return digits.length % 2 === 1 ? `0${digits}` : digits
}

function kindFrom(cell: string, code: string): PlaceKind | undefined {
  if (cell !== '') return Object.hasOwn(kinds, cell.toLowerCase()) ? kinds[cell.toLowerCase()] : undefined
  // Only for villages is the length of the code enough to tell.
  const possible = kindsFor(code)
  return possible.length === 1 ? possible[0] : undefined
}

function numberFrom(cell: string): number | undefined | 'wrong' {
  if (cell === '') return undefined
  return /^-?\d{1,3}(\.\d+)?$/.test(cell) ? Number(cell) : 'wrong'
}

function several(cell: string): string[] {
  return cell
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
