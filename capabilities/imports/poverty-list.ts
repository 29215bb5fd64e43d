/**
 * A row of a poverty list: whom it names, and what it says of their poverty.
 *
 * Whoever bears a number is named by it; without one a name and a village are needed. What else is
 * missing stays missing, and speaks for nobody when households are looked for.
 */
import { phone, sex } from '#capabilities/imports/cells.ts'
import { birthYear } from '#capabilities/imports/days.ts'
import {
  identityIn,
  type ListedHousehold,
  type Names,
  namesIn,
  povertyIn,
  villageIn,
} from '#capabilities/imports/household-list.ts'
import type { PovertyField } from '#capabilities/imports/poverty-list.form.ts'
import { type ColumnFacts, type ListRead, rowsOf, type Wrong } from '#capabilities/imports/row.ts'
import type { TableRow } from '#capabilities/imports/table.ts'
import type { Villages } from '#capabilities/imports/villages.ts'
import type { Sex } from '#door/values.ts'

export interface ListedStatus extends Names {
  readonly sex: Sex | null
  readonly birthYear: number | null
  readonly village: string | null
  readonly phone: string | null
  readonly identityNumber: string | null
  readonly poverty: NonNullable<ListedHousehold['poverty']>
}

export type PovertyRow = { readonly status: ListedStatus }
export type PovertyRead = (PovertyRow & { readonly problems?: undefined }) | Wrong

/** Reads rows one after another; what is the same for all of them is looked up once. */
export function povertyReader(list: ListRead, facts: ColumnFacts, villages: Villages) {
  const { settings } = list
  const { daysIn, rowOf } = rowsOf<PovertyField>(list, facts)
  const days = { issued: daysIn('cardIssuedOn'), expires: daysIn('cardExpiresOn') }
  const born = { ...daysIn('birthYear'), listYear: settings.listYear, holds: 'either' } as const
  const aged = { listYear: settings.listYear, holds: 'age' } as const

  return function read(raw: TableRow): PovertyRead {
    const row = rowOf(raw)
    const identityNumber = identityIn(row)
    const poverty = povertyIn(row, days, settings.povertySource)
    if (poverty === null) row.missing('povertyCategory')
    const isNumbered = identityNumber !== null || (poverty?.card ?? null) !== null
    const status = {
      ...namesIn(row, { isNeeded: !isNumbered }),
      sex: row.value('sex', sex),
      birthYear:
        row.value('birthYear', (cell) => birthYear(cell, born)) ?? row.value('age', (cell) => birthYear(cell, aged)),
      village: villageIn(row, villages, { isNeeded: !isNumbered }),
      phone: row.value('phone', phone),
      identityNumber,
    }
    return row.problems.length > 0 ? { problems: row.problems } : { status: { ...status, poverty: poverty! } }
  }
}
