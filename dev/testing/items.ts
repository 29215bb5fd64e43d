import type { InputOf } from '#capabilities/commands.ts'
import { programmeCode } from '#dev/testing/programme.ts'

/** A chick of three weeks, which a duckling may stand in for. */
export function anItem(changes: Partial<InputOf<'item.add'>> = {}): InputOf<'item.add'> {
  return {
    programme: programmeCode,
    code: 'chick',
    names: { km: 'កូនមាន់', en: 'Chick' },
    unit: 'bird',
    chain: 'chicken',
    specification: '21 days old, vaccinated',
    substitutes: ['duckling'],
    mortalityDays: 7,
    ...changes,
  }
}

export function aQuotation(changes: Partial<InputOf<'item.quote'>> = {}): InputOf<'item.quote'> {
  return { province: null, currency: 'KHR', minor: 5_000, from: '2021-01-15', source: 'Sokha', ...changes }
}
