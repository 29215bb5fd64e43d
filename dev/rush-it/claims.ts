/** Tells how shops bill what was accepted, once a month, and how finance settles and pays. */
import type { Claim } from '#capabilities/claims/claim.ts'
import { isContributed } from '#capabilities/vouchers/voucher.money.ts'
import { lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { chanceOf } from '#dev/chance.ts'
import { officeDayFrom } from '#dev/rush-it/calendar.ts'
import type { Rehearsal } from '#dev/rush-it/rehearsal.ts'
import { firstDay, lastDay } from '#dev/rush-it/scenario.ts'
import type { Line, Script, When } from '#dev/rush-it/script.ts'
import type { ShopOf, Staff } from '#dev/rush-it/staff.ts'
import type { Key } from '#door/key.ts'
import type { Posting } from '#door/posting.ts'
import { isRefusal } from '#door/refusal.ts'
import { addDays, type Day } from '#door/values.ts'

interface Telling {
  readonly staff: Pick<Staff, 'shops' | 'finance'>
  readonly script: Script
  readonly rehearsal: Rehearsal
  rateOn(day: Day): number
  onMoved(line: Line, post: readonly Posting[]): void
}

/** Told while the whole script is rehearsed in order: what a shop may bill is what stands that day. */
export function tellingClaims(seed: number, { staff, script, rehearsal, rateOn, onMoved }: Telling) {
  const chance = chanceOf(seed, 'claims')
  const due = new Map<Day, (() => void)[]>()
  const billed = new Set<string>()
  const invoices = new Map<Key, number>()

  const later = (on: Day, work: () => void) => due.set(on, [...(due.get(on) ?? []), work])
  for (const shop of staff.shops) scheduleInvoices(shop)

  function ask(line: Line): Claim {
    const seen = rehearsal.record('claim', line.about)?.version
    const verdict = rehearsal.ask(line.decides ? { ...line, input: { ...line.input, seen } } : line)
    if (isRefusal(verdict)) throw new Error(`${line.name} was to be told as tried`)
    if (verdict.post.length > 0) onMoved(line, verdict.post)
    return verdict.record as Claim
  }
  const lastSaid = () => script.said.at(-1)!

  function scheduleInvoices(shop: ShopOf) {
    const day = chance.between(3, 9)
    for (let month = addDays(firstDay, 60); month < lastDay; month = addDays(month, 30)) {
      const on = officeDayFrom(shop.province, `${month.slice(0, 7)}-0${day}`)
      if (on > shop.since && on < addDays(lastDay, -6)) later(on, () => invoice(shop, on))
    }
  }

  function invoice(shop: ShopOf, on: Day) {
    const lines = rehearsal
      .records<Voucher>('voucher')
      .flatMap((voucher) => claimable(voucher, shop.key))
      .filter(({ handover, line }) => !billed.has(`${handover} ${line}`))
      .slice(0, 120)
    if (lines.length === 0) return
    for (const { handover, line } of lines) billed.add(`${handover} ${line}`)
    const number = (invoices.get(shop.key) ?? 0) + 1
    invoices.set(shop.key, number)
    const tooMuch = chance.happens(0.07) ? chance.below(lines.length) : -1
    const key = script.key(shop.province, on)
    script.say(office(on), shop.keeper.key, 'claim.submit', key, {
      invoice: `${shop.province}-${String(number).padStart(3, '0')}`,
      invoicedOn: on,
      lines: lines.map(({ full, ...line }, place) => (place === tooMuch ? { ...line, minor: full } : line)),
    })
    const claim = ask(lastSaid())
    const settleOn = officeDayFrom(shop.province, addDays(on, chance.between(4, 20)))
    if (
      claim.lines.some(({ state }) => state === 'disputed') &&
      chance.happens(0.8) &&
      settleOn <= addDays(lastDay, -2)
    ) {
      later(settleOn, () => settle(key, settleOn))
    }
    const payOn = officeDayFrom(shop.province, addDays(on, chance.between(9, 46)))
    if (payOn <= addDays(lastDay, -2)) later(payOn, () => pay(key, payOn))
  }

  /** Finance pays what was received, whatever was billed. */
  function settle(key: Key, on: Day) {
    const claim = rehearsal.record<Claim>('claim', key)!
    for (const { n, received, state } of claim.lines) {
      if (state !== 'disputed') continue
      script.decide(office(on), chance.pick(staff.finance).key, 'claim.settle', key, {
        line: n,
        minor: received.share,
        note: 'The programme’s part of what was received',
      })
      ask(lastSaid())
    }
  }

  function pay(key: Key, on: Day) {
    const claim = rehearsal.record<Claim>('claim', key)!
    const ready = claim.lines.filter(({ state, voucher, handover, line }) => {
      const record = rehearsal.record<Voucher>('voucher', voucher)!
      const isDelivered = record.handovers.find(({ id }) => id === handover)?.state === 'delivered'
      const isLost = record.losses.some(
        (loss) => loss.handover === handover && loss.line === line && loss.state === 'open',
      )
      return state === 'matched' && isDelivered && !isLost
    })
    if (ready.length === 0) return
    const number = String(chance.between(100_000, 999_999))
    script.decide(office(on), chance.pick(staff.finance).key, 'claim.pay', key, {
      lines: ready.map(({ n }) => n),
      method: chance.pick(['bank', 'wing'] as const),
      currency: 'KHR',
      rielPerDollar: rateOn(on),
      reference: `DEMO ${number}`,
      evidence: chance.hex(64),
    })
    const paid = ask(lastSaid())
    // What was disputed on the day of payment is paid once it is settled.
    const again = officeDayFrom(claim.place, addDays(on, chance.between(14, 30)))
    if (paid.state === 'part-paid' && again <= addDays(lastDay, -2)) later(again, () => pay(key, again))
  }

  /** Tells what is due before a line: shops and finance come last in an office's day, before the evening. */
  return function upTo({ on, moment }: Pick<Line, 'on' | 'moment'>) {
    const isDue = (day: Day) => day < on || (day === on && moment === 'evening')
    for (;;) {
      const [day] = [...due.keys()].filter(isDue).sort()
      if (day === undefined) return
      const works = due.get(day)!
      due.delete(day)
      for (const work of works) work()
    }
  }
}

interface Claimable {
  readonly voucher: Key
  readonly handover: string
  readonly line: number
  readonly quantity: number
  readonly minor: number
  /** What the goods cost in all, the farmer's part included. */
  readonly full: number
}

function claimable(voucher: Voucher, shop: Key): Claimable[] {
  return voucher.handovers
    .filter((handover) => handover.shop === shop && handover.state === 'delivered')
    .flatMap((handover) =>
      handover.lines.flatMap((handed) => {
        const line = lineOf(voucher, handed.line)!
        if (!handed.accepted || handed.share === 0 || !isContributed(voucher, line, handover.id)) return []
        const { accepted: quantity, unitPrice } = handed
        return [
          {
            voucher: voucher.key,
            handover: handover.id,
            line: line.n,
            quantity,
            minor: handed.share,
            full: quantity * unitPrice,
          },
        ]
      }),
    )
}

function office(on: Day): When {
  return { on, moment: 'office' }
}
