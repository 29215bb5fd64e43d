/** The province that a row means: by its code, whose zero may be lost, or by its name. */
import { placeCode, text } from './cells.ts'
import { latinDigits } from './reading.ts'
import type { RowOf } from './row.ts'
import { type NamedPlace, nameKeyOf } from './villages.ts'

export interface Provinces {
  has(code: string): boolean
  named(name: string): string | undefined
}

export function provincesAmong(places: readonly NamedPlace[]): Provinces {
  const provinces = places.filter(({ code }) => code.length === 2)
  const codes = new Set(provinces.map(({ code }) => code))
  const byName = new Map(
    provinces.flatMap(({ code, nameKm, nameLatin, alternatives }) =>
      [nameKm, nameLatin, ...alternatives].map((name) => [nameKeyOf(name), code] as const),
    ),
  )
  return { has: (code) => codes.has(code), named: (name) => byName.get(nameKeyOf(name)) }
}

type ProvinceField = 'provinceCode' | 'province'

export function provinceIn<Field extends string>(
  row: RowOf<Field | ProvinceField>,
  provinces: Provinces,
): string | null {
  const code = row.value('provinceCode', (cell) => placeCode(cell, 2))
  if (code !== null) {
    if (!provinces.has(code)) row.blame('provinceCode', { code: 'province-unknown' })
    return code
  }
  // A column called by the province holds its name in most lists, and its code in some.
  const isCode = (written: string) => /^\d{1,2}$/.test(latinDigits(written))
  const name = row.value('province', (cell) => {
    const read = text(cell, 120)
    return 'problem' in read || read.value === null || !isCode(read.value) ? read : placeCode(cell, 2)
  })
  if (name === null) {
    row.missing('province', ['provinceCode', 'province'])
    return null
  }
  const found = isCode(name) ? (provinces.has(name) ? name : undefined) : provinces.named(name)
  if (found === undefined) row.blame('province', { code: 'province-unknown' })
  return found ?? null
}
