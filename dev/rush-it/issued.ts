/** A voucher while its life is told, and who may speak about it. */
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Chance } from '#dev/chance.ts'
import type { Acting } from '#dev/rush-it/acting.ts'
import type { Home } from '#dev/rush-it/households.ts'
import type { When } from '#dev/rush-it/script.ts'
import type { ShopOf, Somebody, Staff } from '#dev/rush-it/staff.ts'
import type { Approval } from '#dev/rush-it/supplies.ts'
import type { Key } from '#door/key.ts'
import type { Day, Position } from '#door/values.ts'

export interface Told {
  readonly acting: Acting<Voucher>
  readonly staff: Staff
  readonly chance: Chance
}

/** A voucher being told: its shop, its codes, and the day up to which it is told. */
export interface Issued extends Told {
  readonly approval: Approval
  readonly home: Home
  readonly key: Key
  readonly secrets: readonly (readonly string[])[]
  readonly issuer: Key
  shop: ShopOf
  voucher: Voucher
  /** Nothing is told of a day before. */
  told: Day
}

export function moveOn(issued: Issued, record: Voucher, day: Day, id: string): string {
  issued.voucher = record
  issued.told = day
  return id
}

export function caller(issued: Issued): Somebody {
  return issued.chance.happens(0.3) ? issued.chance.pick(issued.staff.monitoring) : otherApprover(issued)
}

/** Somebody of the province who did not approve it. */
export function otherApprover({ chance, staff, home, approval }: Issued): Somebody {
  return chance.pick(staff.approvers.get(home.commune.province)!.filter(({ key }) => key !== approval.hands.approvedBy))
}

export function office(on: Day): When {
  return { on, moment: 'office' }
}

/** Somewhere in the province; the demonstration knows no house. */
export function positionIn(chance: Chance, province: string): Position {
  const [latitude, longitude] = middles[province] ?? [11.56, 104.92]
  const near = (degrees: number) => Math.round((degrees + 0.18 * chance.around()) * 100_000) / 100_000
  return { latitude: near(latitude), longitude: near(longitude), accuracyMetres: chance.between(4, 60) }
}

const middles: Readonly<Record<string, readonly [number, number]>> = {
  '02': [13.0, 103.1],
  '04': [12.25, 104.67],
  '05': [11.5, 104.35],
  '07': [10.7, 104.3],
  '09': [11.5, 103.4],
  '10': [12.5, 106.0],
  '13': [13.8, 105.0],
  '14': [11.5, 105.4],
  '15': [12.4, 103.8],
  '17': [13.4, 103.9],
  '21': [10.95, 104.8],
  '22': [14.2, 103.6],
  '25': [11.9, 105.6],
}

export const callNotes = [
  'The farmer answered herself',
  'The husband counted with us',
  'Called in the evening',
] as const
