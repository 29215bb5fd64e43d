/** The kinds of list that can be brought. How their rows are read and asked is in `server/imports/kinds.ts`. */

import { type AttendanceField, attendanceForm } from '#capabilities/imports/attendance-list.form.ts'
import { type CatalogueField, catalogueForm } from '#capabilities/imports/catalogue-list.form.ts'
import type { ListForm } from '#capabilities/imports/form.ts'
import { type HouseholdField, householdForm } from '#capabilities/imports/household-list.form.ts'
import type { ImportKind, ImportSettings } from '#capabilities/imports/import.ts'
import { type PovertyField, povertyForm } from '#capabilities/imports/poverty-list.form.ts'
import { type PriceField, priceForm } from '#capabilities/imports/price-list.form.ts'

export type ImportField = AttendanceField | HouseholdField | CatalogueField | PovertyField | PriceField

export const listForms: Readonly<Record<ImportKind, ListForm>> = {
  households: householdForm,
  attendance: attendanceForm,
  catalogue: catalogueForm,
  poverty: povertyForm,
  prices: priceForm,
}

/** What a list cannot do without, and no column of it holds. */
export function fieldsMissing(kind: ImportKind, mapped: readonly string[], settings: ImportSettings): string[] {
  return listForms[kind].missing((...fields) => fields.some((field) => mapped.includes(field)), settings)
}
