/** Whose code a camera read: the household's own, its voucher's sheet or number, or its equity card's. */
import { readHouseholdCode } from '#capabilities/households/household.code.ts'
import type { Household } from '#capabilities/households/household.ts'
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import { readQr } from '#capabilities/vouchers/voucher.seal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'
import { bytesIn } from '#sync/base64url.ts'
import type { FieldEngine } from '#sync/engine.ts'

/** A shorter number stands in too many codes by chance. */
const cardDigitsMin = 6

/** Undefined where it belongs to nobody whom this phone holds. It finds, and proves nothing. */
export function householdIn(text: string, phone: Pick<FieldEngine, 'find' | 'all'>): Household | undefined {
  const known = (key: Key) => phone.find<Household>('household', key)
  const own = readHouseholdCode(text)
  if (own) return known(own)

  const sheet = readQr(bytesIn(text))
  const serial = readSerial(text)
  const voucher = sheet
    ? phone.find<Voucher>('voucher', sheet.mark.voucher)
    : phone.all<Voucher>('voucher').find((one) => one.serial === serial)
  if (voucher) return known(voucher.household)

  const written = plain(text)
  return phone
    .all<Household>('household')
    .find(({ card }) => card && plain(card).length >= cardDigitsMin && written.includes(plain(card)))
}

function plain(number: string): string {
  return number.toUpperCase().replace(/[^0-9A-Z]/g, '')
}
