/** What a camera read at the counter, as what it means here: a voucher of this shop, or why nothing is handed over. */
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'
import { bytesIn } from '#sync/base64url.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { type Distrust, readSheet } from '#sync/seals.ts'

/** The sealed QR of a sheet, or the voucher's number, which proves nothing and only finds. */
export async function voucherIn(
  text: string,
  phone: Pick<FieldEngine, 'bearer' | 'held'>,
  vouchers: readonly Pick<Voucher, 'key' | 'serial'>[],
): Promise<{ voucher: Key } | Distrust | undefined> {
  const sheet = await readSheet(phone, bytesIn(text))
  if (sheet) return sheet
  const serial = readSerial(text)
  const found = vouchers.find((voucher) => voucher.serial === serial)
  return found && { voucher: found.key }
}
