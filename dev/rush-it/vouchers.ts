/** Tells what becomes of each approval: its voucher is issued, used, cancelled, or runs out. */
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { chanceOf } from '#dev/chance.ts'
import type { Acting } from '#dev/rush-it/acting.ts'
import { fieldDayFrom, officeDayFrom } from '#dev/rush-it/calendar.ts'
import { handOver } from '#dev/rush-it/handing.ts'
import type { Home } from '#dev/rush-it/households.ts'
import { type Issued, office, otherApprover, type Told } from '#dev/rush-it/issued.ts'
import { lastDay } from '#dev/rush-it/scenario.ts'
import type { ShopOf, Staff } from '#dev/rush-it/staff.ts'
import { printedSheet } from '#dev/rush-it/strips.ts'
import type { Approval, Supply } from '#dev/rush-it/supplies.ts'
import { report, turnBack } from '#dev/rush-it/troubles.ts'
import { addDays, type Day } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'

export function tellVouchers(
  seed: number,
  supplies: ReadonlyMap<Approval, Supply>,
  acting: Acting<Voucher>,
  staff: Staff,
) {
  const chance = chanceOf(seed, 'vouchers')
  const told: Told = { acting, staff, chance }
  for (const [approval, supply] of supplies) {
    if (supply === 'waits') {
      if (!approval.isLeantOn && chance.happens(0.03)) cancelBefore(approval, told)
      continue
    }
    const issued = issue(approval, told)
    if (supply === 'whole' || supply === 'in-two-parts') handOver(issued, supply === 'in-two-parts')
    else if (supply === 'turned-back') turnBack(issued)
    else if (supply === 'cancelled') cancel(issued)
    else if (supply === 'expires') expire(issued)
    else if (issued.told < addDays(lastDay, -20) && chance.happens(0.2))
      report(issued, fieldDayFrom(addDays(issued.told, chance.between(3, 9))))
  }
}

function issue(approval: Approval, told: Told): Issued {
  const { acting, staff, chance } = told
  const { fate, proposal } = approval
  const { home } = fate.application
  const { province, district } = home.commune
  const wished = officeDayFrom(province, addDays(fate.approvedOn!, chance.between(1, 12)))
  // While it is not said whether two households are one, no voucher is issued.
  const { suspectedUntil } = home
  const on =
    suspectedUntil !== null && suspectedUntil !== 'open' && wished <= suspectedUntil
      ? officeDayFrom(province, addDays(suspectedUntil, 1))
      : wished
  const issuer = chance.pick(
    staff.officers.get(district)!.filter((officer) => officer.key !== approval.hands.assistedBy),
  )
  const shop = shopFor(staff, home, on)
  const key = acting.key(province, on)
  const { secrets, strips } = printedSheet(chance, key, proposal.lines.length, 3)
  const { record } = acting.say(office(on), issuer.key, 'voucher.issue', key, {
    proposal: proposal.key,
    shop: shop.key,
    strips,
  })
  return { ...told, approval, home, key, secrets, issuer: issuer.key, shop, voucher: record, told: on }
}

/** The nearest that has a contract by then. */
function shopFor(staff: Staff, { commune }: Home, on: Day): ShopOf {
  const open = staff.shops.filter(({ province, since }) => province === commune.province && since <= on)
  const near = open.find(({ serves }) => serves.includes(commune.district)) ?? open[0]
  if (!near) throw new Error(`there is no shop in ${commune.province} on ${on}`)
  return near
}

function cancel(issued: Issued) {
  const { acting, chance, home } = issued
  const { province } = home.commune
  const on = officeDayFrom(province, addDays(issued.told, chance.between(4, 30)))
  const by = otherApprover(issued)
  acting.decide(office(on), by.key, 'voucher.cancel', issued.key, { why: chance.pick(cancelledBecause) })
}

/** Nobody came. The programme's own clock ends it, once no late report can arrive any more. */
function expire(issued: Issued) {
  const { acting, chance, home, voucher } = issued
  const { province } = home.commune
  if (chance.happens(0.1)) report(issued, fieldDayFrom(addDays(issued.told, chance.between(5, 20))))
  const on = officeDayFrom(province, addDays(voucher.expiresOn, voucher.lateDays + 1))
  acting.say(office(on), systemKey, 'voucher.expire', voucher.key, {})
}

/** Changed their mind before there was a voucher. */
function cancelBefore({ fate, proposal }: Approval, { acting, chance, staff }: Told) {
  const { province } = fate.application.home.commune
  const on = officeDayFrom(province, addDays(fate.approvedOn!, chance.between(4, 20)))
  if (on > addDays(lastDay, -1)) return
  acting.decide(office(on), chance.pick(staff.approvers.get(province)!).key, 'proposal.cancel', proposal.key, {
    reason: chance.pick(cancelledBecause),
  })
}

const cancelledBecause = ['Moved to the city', 'Has the same from another project', 'Asked not to go on'] as const
