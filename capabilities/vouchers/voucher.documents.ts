/**
 * What of a voucher goes where. Hashes of digits go nowhere; a shop sees what it needs to hand over
 * and to be paid, and nothing of who decided what, who complained, or what a visit found.
 */
import type { ShopVoucher, Voucher } from '#capabilities/vouchers/voucher.ts'

/** For those who accompany the household, and for the household itself. */
export function forHousehold(voucher: Voucher): Voucher {
  return { ...voucher, lines: withoutDigits(voucher) }
}

/** For the shop that may redeem it, and for no other. */
export function forShop(voucher: Voucher): ShopVoucher {
  const {
    proposal: _,
    window: __,
    duties: ___,
    reports: ____,
    checks: _____,
    remarks: ______,
    folded: _7,
    ...shown
  } = voucher
  return {
    ...shown,
    lines: withoutDigits(voucher),
    // Another shop's hand-overs count, and are nobody's business but its own.
    handovers: voucher.handovers.map((handover) => ({
      ...handover,
      position: null,
      photo: null,
      confirmations: handover.confirmations.map(({ answers: _, ...said }) => ({
        ...said,
        photo: null,
        position: null,
        note: null,
      })),
      resolution: handover.resolution && { ...handover.resolution, note: '' },
    })),
    losses: voucher.losses.map((loss) => ({ ...loss, photo: '' })),
    contributions: voucher.contributions.map((given) => ({ ...given, description: null })),
  }
}

function withoutDigits({ lines }: Voucher): Voucher['lines'] {
  return lines.map((line) => ({ ...line, strip: line.strip.map(({ digitsHash: _, ...code }) => code) }))
}
