/** What a camera read, as what it means here: a voucher of this phone, or a receipt code. */
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import { readQr } from '#capabilities/vouchers/voucher.seal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'

/** The sealed QR of a sheet, or the voucher's number. Undefined when this phone does not hold that voucher. */
export function voucherIn(text: string, vouchers: readonly Pick<Voucher, 'key' | 'serial'>[]): Key | undefined {
  const sealed = readQr(bytesIn(text))
  const serial = sealed ? undefined : readSerial(text)
  return vouchers.find(({ key, serial: held }) => (sealed ? key === sealed.mark.voucher : held === serial))?.key
}

function bytesIn(text: string): Uint8Array {
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(binary, (sign) => sign.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
