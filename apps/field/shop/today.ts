/** What left the counter on one day, and the cash that came in for it: from the vouchers on this phone. */

import type { InputOf } from '#capabilities/commands.ts'
import { lineOf, type ShopVoucher, type VoucherLine } from '#capabilities/vouchers/voucher.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import { type Bilingual, type Currency, type Day, dayOf } from '#door/values.ts'

export interface DayTotal {
  readonly handovers: number
  readonly items: readonly {
    readonly item: string
    readonly names: Bilingual
    readonly unit: VoucherLine['unit']
    readonly quantity: number
  }[]
  readonly cash: readonly { readonly currency: Currency; readonly minor: number }[]
}

interface Given {
  readonly line: VoucherLine
  readonly item: string
  readonly quantity: number
  readonly paid: number
}

/** `unforeseen`: hand-overs that are on no record here, because their digits are looked at in the office. */
export function totalOf(
  day: Day,
  shop: Key,
  vouchers: readonly ShopVoucher[],
  unforeseen: readonly Pick<Envelope, 'about' | 'input' | 'askedAt'>[] = [],
): DayTotal {
  const handovers = [
    ...vouchers.flatMap((voucher) =>
      voucher.handovers
        .filter((one) => one.shop === shop && one.state !== 'dismissed' && dayOf(one.at) === day)
        .map(({ lines }) =>
          given(
            voucher,
            lines.map((one) => ({ ...one, paid: one.farmerPaid })),
          ),
        ),
    ),
    ...unforeseen
      .filter(({ askedAt }) => dayOf(askedAt) === day)
      .flatMap(({ about, input }) => {
        const voucher = vouchers.find(({ key }) => key === about)
        const { lines } = input as InputOf<'voucher.redeem'>
        const said = lines.map(({ substitute, farmerPaid: paid, ...one }) => ({ ...one, item: substitute?.item, paid }))
        return voucher ? [given(voucher, said)] : []
      }),
  ]
  const items = new Map<string, DayTotal['items'][number]>()
  const cash = new Map<Currency, number>()
  for (const { line, item, quantity, paid } of handovers.flat()) {
    const names = line.substitutes.find((other) => other.item === item)?.names ?? line.names
    const before = items.get(item)?.quantity ?? 0
    items.set(item, { item, names, unit: line.unit, quantity: before + quantity })
    cash.set(line.currency, (cash.get(line.currency) ?? 0) + paid)
  }
  for (const { voucher, contribution } of broughtLater(day, shop, vouchers)) {
    const { currency } = lineOf(voucher, contribution.line!)!
    cash.set(currency, (cash.get(currency) ?? 0) + contribution.minor!)
  }
  return {
    handovers: handovers.length,
    items: [...items.values()],
    cash: [...cash].filter(([, minor]) => minor > 0).map(([currency, minor]) => ({ currency, minor })),
  }
}

function given(
  voucher: ShopVoucher,
  lines: readonly { line: number; item?: string | undefined; quantity: number; paid: number }[],
): Given[] {
  return lines.map(({ line: n, item, quantity, paid }) => {
    const line = lineOf(voucher, n)!
    return { line, item: item ?? line.item, quantity, paid }
  })
}

/** Cash of which the farmer still owed when she went home. */
function broughtLater(day: Day, shop: Key, vouchers: readonly ShopVoucher[]) {
  return vouchers.flatMap((voucher) =>
    voucher.contributions
      .filter(
        ({ kind, at, handover, line, minor }) =>
          kind === 'cash' &&
          line !== null &&
          minor !== null &&
          dayOf(at) === day &&
          voucher.handovers.some((one) => one.id === handover && one.shop === shop),
      )
      .map((contribution) => ({ voucher, contribution })),
  )
}
