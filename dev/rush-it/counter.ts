/** At the shop's counter: how much of which line, shown how, paid how. */
import { digitsOf } from '#capabilities/vouchers/voucher.codes.ts'
import { asked, farmerDue } from '#capabilities/vouchers/voucher.money.ts'
import { leftOf, type VoucherLine } from '#capabilities/vouchers/voucher.ts'
import { fieldDayFrom, syncDayFrom, workingHour } from '#dev/rush-it/calendar.ts'
import { type Issued, moveOn } from '#dev/rush-it/issued.ts'
import { lastDay } from '#dev/rush-it/scenario.ts'
import { addDays, type Day } from '#door/values.ts'

export type Manner = 'strip' | 'digits' | 'staff' | 'unproven'

export type Trouble = 'none' | 'short' | 'damaged' | 'differs' | 'late' | 'wrong-digits' | 'substitute'

export function redeem(
  issued: Issued,
  {
    manner,
    part,
    trouble,
    on = dayToHandOver(issued),
    knownOn,
  }: { manner: Manner; part: 'all' | 'half' | 'rest'; trouble: Trouble; on?: Day; knownOn?: Day },
): string {
  const { acting, chance, voucher, shop } = issued
  const short = trouble === 'short' ? chance.pick(voucher.lines).n : null
  const lines = voucher.lines.flatMap((line) => {
    const left = leftOf(voucher, line)
    const whole = part === 'half' ? Math.ceil(left / 2) : left
    const quantity = line.n === short ? Math.max(1, Math.floor(whole * 0.8)) : whole
    if (quantity === 0) return []
    const isShort = quantity < whole || (part === 'half' && quantity < left)
    const isDamaged = trouble === 'damaged' && line.n === 1
    const substitute = trouble === 'substitute' ? line.substitutes[0] : undefined
    const unitPrice = substitute ? Math.min(substitute.unitPrice, line.unitPrice) : line.unitPrice
    return [
      {
        line: line.n,
        quantity,
        code: codeOf(issued, line, manner),
        condition: isDamaged ? ('damaged' as const) : isShort ? ('short' as const) : ('good' as const),
        farmerPaid: paysAt(issued, line, quantity, unitPrice),
        ...(substitute ? { substitute: { item: substitute.item, unitPrice } } : {}),
      },
    ]
  })
  const received =
    knownOn ?? syncDayFrom(issued.home.commune.province, chance.happens(0.15) ? addDays(on, chance.between(1, 5)) : on)
  const { id, record } = acting.say(
    { on: received, moment: 'evening', happenedAt: workingHour(chance, on) },
    shop.keeper.key,
    'voucher.redeem',
    voucher.key,
    {
      lines,
      ...(manner === 'staff' ? { staffHeldStrip: true } : {}),
      ...(chance.happens(0.4) ? { photo: chance.hex(64) } : {}),
    },
  )
  return moveOn(issued, record, received, id)
}

/** A day on which the shop may hand over, after what was told and before the voucher runs out. */
export function dayToHandOver({ chance, voucher, told }: Issued): Day {
  const last = [addDays(voucher.expiresOn, -2), addDays(lastDay, -20)].sort()[0]!
  const wished = fieldDayFrom(addDays(told, chance.between(2, 24)))
  return wished <= last ? wished : fieldDayFrom(addDays(told, 1))
}

/** The code for the next hand-over of a line, shown as a QR or read out in digits. */
function codeOf({ secrets }: Issued, line: VoucherLine, manner: Manner) {
  if (manner === 'unproven') return null
  const open = line.strip.find(({ state }) => state === 'open')
  if (!open) return null
  const secret = secrets[line.n - 1]![open.n - 1]!
  return manner === 'digits' ? { n: open.n, digits: digitsOf(secret) } : { n: open.n, secret }
}

/** Cash is paid at the counter, but for a few who bring it later. */
export function paysAt({ voucher, chance }: Issued, line: VoucherLine, quantity: number, unitPrice: number): number {
  if (voucher.contribution !== 'cash' || chance.happens(0.02)) return 0
  return asked(farmerDue(voucher, line, quantity, unitPrice), line.currency).pay
}

/** It came in so late that it was kept for somebody to look at. */
export function isDisputed({ voucher }: Issued, handover: string): boolean {
  return voucher.handovers.some(({ id, state }) => id === handover && state === 'disputed')
}
