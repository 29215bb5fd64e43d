/**
 * Roles: what a person may do, and within what. They are data of a programme; a grant gives one to a
 * person for places, a household or a shop, with dates.
 */
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { Bilingual } from '#door/values.ts'

/** The widest a role may be given for. A narrower reach is always possible. */
export const levels = ['household', 'shop', 'commune', 'district', 'province', 'national'] as const
export type Level = (typeof levels)[number]

export interface Role {
  readonly names: Bilingual
  /** What it is for, in a sentence. */
  readonly purpose: Bilingual
  /** The level of decision: 1 district, 2 province, 3 national. 0 decides nothing. */
  readonly tier: number
  readonly level: Level
  /** Roles that nobody may hold beside this one, in the same programme at the same time. */
  readonly apartFrom: readonly string[]
  readonly permissions: readonly string[]
}

export type Roles = Readonly<Record<string, Role>>

/** The one role that belongs to the installation and to no programme: it opens the first programme. */
export const installationRoles: Roles = {
  administrator: {
    names: { km: 'អ្នកគ្រប់គ្រងការដំឡើង', en: 'Administrator of the installation' },
    purpose: {
      km: 'បើកកម្មវិធី ចុះឈ្មោះអ្នកគ្រប់គ្រង និងនាំចូលបញ្ជីភូមិឃុំ។',
      en: 'Opens programmes, registers their administrators and imports the gazetteer.',
    },
    tier: 0,
    level: 'national',
    apartFrom: [],
    permissions: [
      'device.enrol',
      'device.revoke',
      'journal.read',
      'person.contact',
      'person.declare',
      'person.grant',
      'person.read',
      'person.register',
      'person.revoke',
      'place.import',
      'place.read',
      'programme.open',
      'programme.read',
      'quarantine.look',
      'quarantine.read',
      'word.read',
      'word.review',
    ],
  },
}

/** The roles a programme was opened with. */
export function rolesOf(programme: Programme | undefined): Roles {
  return (programme?.definition.roles as Roles | undefined) ?? {}
}

/** The digits that a place needs before a role may be given for it. */
const digits: Partial<Record<Level, number>> = { commune: 6, district: 4, province: 2, national: 0 }

/** Is this reach one that the role may be given for? */
export function fits(level: Level, places: readonly string[], household: boolean, shop: boolean): boolean {
  if (level === 'household') return household && !shop && places.length === 0
  if (level === 'shop') return shop && !household && places.length === 0
  return !household && !shop && places.length > 0 && places.every((place) => place.length >= digits[level]!)
}

/** May nobody hold both? Either of the two may say so. */
export function areApart(roles: Roles, one: string, other: string): boolean {
  return (roles[one]?.apartFrom.includes(other) ?? false) || (roles[other]?.apartFrom.includes(one) ?? false)
}
