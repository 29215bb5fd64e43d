/**
 * The people of every test, journey, screenshot and guide. Always the same, so that knowledge of
 * them accumulates. All of them are invented.
 *
 * Amleang commune (050801) in Thpong district of Kampong Speu is where they live and work; Rithy is
 * the extension worker of the next commune, Chenda the officer of the next district.
 */
import { type Key, keyOf } from '#door/key.ts'

export interface Player {
  readonly key: Key
  readonly nameKm: string
  readonly nameLatin: string
  readonly sex: 'female' | 'male'
  readonly role: string
  readonly places: readonly string[]
  /** Where the person is at home: a place code. */
  readonly place: string
  readonly phone: string | null
  readonly email: string | null
  /** The file name of the drawing in ui/drawings. */
  readonly drawing: string
}

/** A fixed id for somebody or something in the cast: told apart by its last digits. */
export function castId(number: number): string {
  return `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

function player(number: number, home: string, said: Omit<Player, 'key'>): Player {
  return { key: keyOf(home, castId(number)), ...said }
}

const amleang = '050801'
const thpong = '0508'
const kampongSpeu = '05'

export const bopha = player(1, '05', {
  nameKm: 'សុខ បុប្ផា',
  nameLatin: 'Sok Bopha',
  sex: 'female',
  role: 'farmer',
  places: [],
  place: '05080101',
  phone: '+85512000001',
  email: null,
  drawing: 'farmer',
})
export const sreymom = player(2, '05', {
  nameKm: 'ចាន់ ស្រីមុំ',
  nameLatin: 'Chan Sreymom',
  sex: 'female',
  role: 'cew',
  places: [amleang],
  place: amleang,
  phone: '+85512000002',
  email: null,
  drawing: 'cew',
})
export const rithy = player(3, '05', {
  nameKm: 'កែវ រិទ្ធី',
  nameLatin: 'Keo Rithy',
  sex: 'male',
  role: 'cew',
  places: ['050801', '050802'],
  place: '050802',
  phone: '+85512000003',
  email: null,
  drawing: 'cew-next',
})
export const dara = player(4, '05', {
  nameKm: 'ហេង ដារ៉ា',
  nameLatin: 'Heng Dara',
  sex: 'male',
  role: 'district-officer',
  places: [thpong],
  place: thpong,
  phone: '+85512000004',
  email: 'dara@example.org',
  drawing: 'officer',
})
export const vanna = player(5, '05', {
  nameKm: 'លឹម វណ្ណា',
  nameLatin: 'Lim Vanna',
  sex: 'female',
  role: 'provincial-approver',
  places: [kampongSpeu],
  place: kampongSpeu,
  phone: '+85512000005',
  email: 'vanna@example.org',
  drawing: 'approver',
})
export const kosal = player(6, '00', {
  nameKm: 'មាស កុសល',
  nameLatin: 'Meas Kosal',
  sex: 'male',
  role: 'secretariat-finance',
  places: [''],
  place: '',
  phone: '+85512000006',
  email: 'kosal@example.org',
  drawing: 'finance',
})
export const malis = player(7, '00', {
  nameKm: 'ឡុង ម៉ាលីស',
  nameLatin: 'Long Malis',
  sex: 'female',
  role: 'm-and-e',
  places: [''],
  place: '',
  phone: '+85512000007',
  email: 'malis@example.org',
  drawing: 'monitoring',
})
export const sokha = player(8, '05', {
  nameKm: 'ទេព សុខា',
  nameLatin: 'Tep Sokha',
  sex: 'male',
  role: 'shop',
  places: [],
  place: thpong,
  phone: '+85512000008',
  email: null,
  drawing: 'shop',
})
export const pisey = player(9, '00', {
  nameKm: 'អ៊ុក ពិសី',
  nameLatin: 'Uk Pisey',
  sex: 'female',
  role: 'administrator',
  places: [''],
  place: '',
  phone: '+85512000009',
  email: 'pisey@example.org',
  drawing: 'administrator',
})
export const theary = player(10, '00', {
  nameKm: 'ណុប ធារី',
  nameLatin: 'Nop Theary',
  sex: 'female',
  role: 'auditor',
  places: [''],
  place: '',
  phone: '+85512000010',
  email: 'theary@example.org',
  drawing: 'auditor',
})
/** Thpong's other officer: issues what Dara has verified when Dara may not. */
export const samnang = player(11, '05', {
  nameKm: 'ពៅ សំណាង',
  nameLatin: 'Pov Samnang',
  sex: 'male',
  role: 'district-officer',
  places: [thpong],
  place: thpong,
  phone: '+85512000011',
  email: 'samnang@example.org',
  drawing: 'officer',
})
/** The officer of the next district: the stranger of every scope test. */
export const chenda = player(12, '05', {
  nameKm: 'យឹម ចិន្តា',
  nameLatin: 'Yim Chenda',
  sex: 'female',
  role: 'district-officer',
  places: ['0507'],
  place: '0507',
  phone: '+85512000012',
  email: 'chenda@example.org',
  drawing: 'officer',
})
/** Decides above the province's amount, and appeals against the province. */
export const sophal = player(13, '00', {
  nameKm: 'ឈឹម សុផល',
  nameLatin: 'Chhim Sophal',
  sex: 'male',
  role: 'programme-director',
  places: [''],
  place: '',
  phone: '+85512000013',
  email: 'sophal@example.org',
  drawing: 'approver',
})
export const kunthea = player(14, '05', {
  nameKm: 'នួន គន្ធា',
  nameLatin: 'Nuon Kunthea',
  sex: 'female',
  role: 'commune-witness',
  places: [amleang],
  place: amleang,
  phone: '+85512000014',
  email: null,
  drawing: 'cew',
})
/** May sign in, and may do nothing. */
export const visal = player(15, '05', {
  nameKm: 'ស៊ិន វិសាល',
  nameLatin: 'Sin Visal',
  sex: 'male',
  role: 'nobody',
  places: [thpong],
  place: thpong,
  phone: '+85512000015',
  email: null,
  drawing: 'farmer',
})

export const cast = [
  bopha,
  sreymom,
  rithy,
  dara,
  vanna,
  kosal,
  malis,
  sokha,
  pisey,
  theary,
  samnang,
  chenda,
  sophal,
  kunthea,
  visal,
]

/** Records of the cast that many stories name. */
export const bophasHousehold: Key = keyOf('05', castId(101))
export const sokhasShop: Key = keyOf('05', castId(201))
export const practiceProgramme = 'practice'
