/** Tells the life of each voucher: issued, handed over, confirmed from the other side, checked, ended. */
import { digitsOf } from '#capabilities/vouchers/voucher.codes.ts'
import { asked, farmerDue } from '#capabilities/vouchers/voucher.money.ts'
import { leftOf, type Voucher, type VoucherLine } from '#capabilities/vouchers/voucher.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Acting } from '#dev/rush-it/acting.ts'
import { fieldDayFrom, officeDayFrom, syncDayFrom, workingHour } from '#dev/rush-it/calendar.ts'
import type { Home } from '#dev/rush-it/households.ts'
import { lastDay } from '#dev/rush-it/scenario.ts'
import type { When } from '#dev/rush-it/script.ts'
import type { ShopOf, Somebody, Staff } from '#dev/rush-it/staff.ts'
import { printedSheet } from '#dev/rush-it/strips.ts'
import type { Approval, Supply } from '#dev/rush-it/supplies.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf, type Position } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'

interface Told {
  readonly acting: Acting<Voucher>
  readonly staff: Staff
  readonly chance: Chance
}

/** A voucher being told: its shop, its codes, and the day up to which it is told. */
interface Issued extends Told {
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

type Manner = 'strip' | 'digits' | 'staff' | 'unproven'

function handOver(issued: Issued, inTwoParts: boolean) {
  const { chance } = issued
  // Towards the end nobody has time for troubles.
  const isCalm = inTwoParts || issued.told > addDays(lastDay, -60)
  if (!isCalm && chance.happens(0.06)) answered(issued)
  const trouble = isCalm ? 'none' : chance.weighted(troubles)
  if (trouble === 'late') return lateReport(issued)
  if (trouble === 'wrong-digits') return wrongDigits(issued)

  // Whoever has the programme on the own phone says there what was received.
  const manner = issued.home.farmer ? 'unproven' : chance.weighted(manners)
  const first = redeem(issued, { manner, part: inTwoParts ? 'half' : 'all', trouble })
  if (isDisputed(issued, first)) return resolve(issued, first)
  if (manner === 'unproven' || trouble === 'damaged') confirm(issued, first, trouble === 'damaged')
  if (trouble === 'differs' && manner !== 'unproven') differ(issued, first)
  if (inTwoParts) {
    const second = redeem(issued, { manner, part: 'rest', trouble: 'none' })
    if (isDisputed(issued, second)) resolve(issued, second)
    else if (manner === 'unproven') confirm(issued, second, false)
  }
  witness(issued, first)
  lose(issued, first)
  check(issued)
  if (issued.voucher.state === 'open') closeShort(issued)
}

/** It came in so late that it was kept for somebody to look at. */
function isDisputed({ voucher }: Issued, handover: string): boolean {
  return voucher.handovers.some(({ id, state }) => id === handover && state === 'disputed')
}

const manners: readonly (readonly [Manner, number])[] = [
  ['strip', 63],
  ['digits', 9],
  ['staff', 5],
  ['unproven', 23],
]

type Trouble = 'none' | 'short' | 'damaged' | 'differs' | 'late' | 'wrong-digits' | 'substitute'
const troubles: readonly (readonly [Trouble, number])[] = [
  ['none', 858],
  ['short', 60],
  ['damaged', 40],
  ['substitute', 20],
  ['differs', 8],
  ['late', 7],
  ['wrong-digits', 7],
]

/** A day on which the shop may hand over, after what was told and before the voucher runs out. */
function dayToHandOver({ chance, voucher, told }: Issued): Day {
  const last = [addDays(voucher.expiresOn, -2), addDays(lastDay, -20)].sort()[0]!
  const wished = fieldDayFrom(addDays(told, chance.between(2, 24)))
  return wished <= last ? wished : fieldDayFrom(addDays(told, 1))
}

function redeem(
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

function moveOn(issued: Issued, record: Voucher, day: Day, id: string): string {
  issued.voucher = record
  issued.told = day
  return id
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
function paysAt({ voucher, chance }: Issued, line: VoucherLine, quantity: number, unitPrice: number): number {
  if (voucher.contribution !== 'cash' || chance.happens(0.02)) return 0
  return asked(farmerDue(voucher, line, quantity, unitPrice), line.currency).pay
}

/** Another side says what it received: the farmer on her own phone, over the telephone, or somebody who stood by. */
function confirm(issued: Issued, handover: string, isDamaged: boolean) {
  const { acting, chance, home, staff, voucher } = issued
  const { lines } = voucher.handovers.find(({ id }) => id === handover)!
  const said = lines
    .filter(({ accepted }) => accepted === null)
    .map(({ line, quantity }) => ({
      line,
      accepted: isDamaged && line === 1 ? Math.max(1, quantity - Math.max(1, Math.round(quantity * 0.08))) : quantity,
    }))
  const { province, code: commune } = home.commune
  if (home.farmer && home.farmerSince! <= issued.told) {
    const on = syncDayFrom(province, addDays(issued.told, 1))
    const { record } = acting.say({ on, moment: 'evening' }, home.farmer, 'voucher.confirm', voucher.key, {
      handover,
      lines: said,
    })
    moveOn(issued, record, on, handover)
    return
  }
  const witnessing = staff.witnesses.get(commune)
  if (witnessing && chance.happens(0.4)) {
    const happened = fieldDayFrom(addDays(issued.told, 1))
    const on = syncDayFrom(province, happened)
    const { record } = acting.say(
      { on, moment: 'evening', happenedAt: workingHour(chance, happened) },
      witnessing.key,
      'voucher.witness',
      voucher.key,
      {
        handover,
        lines: said,
        photo: chance.hex(64),
        position: positionIn(chance, province),
      },
    )
    moveOn(issued, record, on, handover)
    return
  }
  const on = officeDayFrom(province, addDays(issued.told, chance.between(1, 8)))
  const { record } = acting.say(office(on), caller(issued).key, 'voucher.callBack', voucher.key, {
    handover,
    lines: said,
    note: chance.pick(callNotes),
  })
  moveOn(issued, record, on, handover)
}

function caller(issued: Issued): Somebody {
  return issued.chance.happens(0.3) ? issued.chance.pick(issued.staff.monitoring) : otherApprover(issued)
}

/** Somebody of the province who did not approve it. */
function otherApprover({ chance, staff, home, approval }: Issued): Somebody {
  return chance.pick(staff.approvers.get(home.commune.province)!.filter(({ key }) => key !== approval.hands.approvedBy))
}

/** Reported long after the day: kept, unpaid, until the household was called and somebody decided. */
function lateReport(issued: Issued) {
  const on = dayToHandOver(issued)
  const knownOn = syncDayFrom(
    issued.home.commune.province,
    addDays(on, issued.voucher.lateDays + issued.chance.between(2, 9)),
  )
  resolve(issued, redeem(issued, { manner: 'unproven', part: 'all', trouble: 'late', on, knownOn }))
}

/** Digits mistyped at the counter: kept, unpaid, until the household was called. */
function wrongDigits(issued: Issued) {
  const { acting, chance, voucher, shop } = issued
  const on = dayToHandOver(issued)
  const knownOn = syncDayFrom(issued.home.commune.province, on)
  const lines = voucher.lines.map((line) => {
    const right = digitsOf(issued.secrets[line.n - 1]![0]!)
    const digits = line.n === 1 ? `${right.slice(0, 5)}${(Number(right[5]) + 3) % 10}` : right
    return {
      line: line.n,
      quantity: line.quantity,
      code: { n: 1, digits },
      condition: 'good' as const,
      farmerPaid: paysAt(issued, line, line.quantity, line.unitPrice),
    }
  })
  const { id, record } = acting.say(
    { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) },
    shop.keeper.key,
    'voucher.redeem',
    voucher.key,
    { lines },
  )
  resolve(issued, moveOn(issued, record, knownOn, id))
}

function resolve(issued: Issued, handover: string) {
  const { acting, chance, home, staff } = issued
  const { province } = home.commune
  const calledOn = officeDayFrom(province, addDays(issued.told, chance.between(1, 6)))
  const lines = issued.voucher.handovers
    .find(({ id }) => id === handover)!
    .lines.map(({ line, quantity }) => ({ line, accepted: quantity }))
  const called = acting.say(office(calledOn), caller(issued).key, 'voucher.callBack', issued.key, {
    handover,
    lines,
    note: chance.pick(callNotes),
  })
  moveOn(issued, called.record, calledOn, handover)
  const on = officeDayFrom(province, addDays(calledOn, chance.between(1, 7)))
  const by = otherApprover(issued)
  const { record } = acting.decide(office(on), by.key, 'voucher.resolve', issued.key, {
    handover,
    outcome: 'stands',
    lines,
    note: chance.pick(standsNotes),
  })
  moveOn(issued, record, on, handover)
}

/** The strip said one thing, the telephone another: counted again, the strip was right. */
function differ(issued: Issued, handover: string) {
  const { acting, chance, home, staff } = issued
  const { province } = home.commune
  const calledOn = officeDayFrom(province, addDays(issued.told, chance.between(1, 6)))
  const { lines } = issued.voucher.handovers.find(({ id }) => id === handover)!
  const fewer = lines.map(({ line, accepted }) => ({
    line,
    accepted: line === 1 ? Math.max(1, Math.floor(accepted! * 0.9)) : accepted!,
  }))
  if (fewer[0]!.accepted === lines[0]!.accepted) return
  const called = acting.say(office(calledOn), caller(issued).key, 'voucher.callBack', issued.key, {
    handover,
    lines: fewer,
    note: chance.pick(callNotes),
  })
  moveOn(issued, called.record, calledOn, handover)
  const on = officeDayFrom(province, addDays(calledOn, chance.between(2, 9)))
  const by = otherApprover(issued)
  const { record } = acting.decide(office(on), by.key, 'voucher.resolve', issued.key, {
    handover,
    outcome: 'stands',
    lines: lines.map(({ line, accepted }) => ({ line, accepted: accepted! })),
    note: 'Counted again with the household: one bag stood in the kitchen',
  })
  moveOn(issued, record, on, handover)
}

/** A third side, with a photo of the goods at the place. */
function witness(issued: Issued, handover: string) {
  const { acting, chance, home, staff, voucher } = issued
  const one = staff.witnesses.get(home.commune.code)
  const handed = voucher.handovers.find(({ id }) => id === handover)!
  if (
    !one ||
    !chance.happens(0.25) ||
    handed.confirmations.some(({ by }) => by === one.key) ||
    handed.state !== 'delivered'
  )
    return
  if (handed.lines.some(({ accepted }) => accepted === null)) return
  const on = syncDayFrom(home.commune.province, addDays(issued.told, 1))
  const { record } = acting.say({ on, moment: 'evening' }, one.key, 'voucher.witness', voucher.key, {
    handover,
    lines: handed.lines.map(({ line, accepted }) => ({ line, accepted: accepted! })),
    photo: chance.hex(64),
    position: positionIn(chance, home.commune.province),
  })
  moveOn(issued, record, on, handover)
}

/** Chicks that died within days: the shop owes as many living ones, free of charge. */
function lose(issued: Issued, handover: string) {
  const { acting, chance, home, staff, approval } = issued
  const handed = issued.voucher.handovers.find(({ id }) => id === handover)!
  const birds = handed.lines.find(({ item, accepted }) => item === 'chick' && accepted !== null && accepted > 9)
  if (!birds || !chance.happens(0.07)) return
  const diedOn = addDays(dayOf(handed.at), chance.between(1, 5))
  const knownOn = syncDayFrom(home.commune.province, addDays(diedOn < issued.told ? issued.told : diedOn, 1))
  if (knownOn > addDays(lastDay, -30)) return
  const dead = chance.between(1, 4)
  const claimed = acting.say(
    { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, knownOn) },
    home.worker.key,
    'voucher.claimMortality',
    issued.key,
    {
      handover,
      line: birds.line,
      dead,
      diedOn,
      photo: chance.hex(64),
    },
  )
  moveOn(issued, claimed.record, knownOn, handover)
  if (chance.happens(0.1)) return

  const on = officeDayFrom(home.commune.province, addDays(knownOn, chance.between(1, 7)))
  const by = otherApprover(issued)
  const outcome = chance.happens(0.75) ? 'upheld' : 'refused'
  const decided = acting.say(office(on), by.key, 'voucher.decideMortality', issued.key, {
    loss: claimed.id,
    outcome,
    note: chance.pick(outcome === 'upheld' ? lossNotes : noLossNotes),
  })
  moveOn(issued, decided.record, on, handover)
  if (outcome === 'refused' || chance.happens(0.3) || approval.proposal.chain !== 'chicken') return

  const brought = fieldDayFrom(addDays(on, chance.between(3, 15)))
  const received = syncDayFrom(home.commune.province, brought)
  const again = acting.say(
    { on: received, moment: 'evening', happenedAt: workingHour(chance, brought) },
    issued.shop.keeper.key,
    'voucher.redeem',
    issued.key,
    {
      lines: [{ line: birds.line, quantity: dead, code: null, condition: 'good', farmerPaid: 0, replaces: claimed.id }],
    },
  )
  moveOn(issued, again.record, received, again.id)
}

/** The visit afterwards, by an extension worker of the next commune. Labour and material are seen then. */
function check(issued: Issued) {
  const { acting, chance, home, staff, voucher } = issued
  const { code: commune, province } = home.commune
  const isInKind = voucher.contribution !== 'cash'
  if (!chance.happens(isInKind ? 0.85 : 0.13)) return
  const on = fieldDayFrom(addDays(issued.told, chance.between(4, 24)))
  const knownOn = syncDayFrom(province, on)
  if (knownOn > addDays(lastDay, -2)) return
  const spoken = new Set(voucher.handovers.flatMap(({ confirmations }) => confirmations.map(({ by }) => by)))
  const able = staff.workers.filter(
    (worker) =>
      worker.trained &&
      worker.readyOn <= on &&
      (worker.next === commune || worker.commune === commune) &&
      worker.key !== issued.approval.hands.assistedBy &&
      worker.key !== home.worker.key &&
      !spoken.has(worker.key),
  )
  const visitor = able.find((worker) => worker.next === commune) ?? able[0]
  if (!visitor) return
  const found = chance.weighted([
    ['in-order', 88],
    ['not-in-order', 7],
    ['nobody-there', 5],
  ] as const)
  const { record } = acting.say(
    { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) },
    visitor.key,
    'voucher.check',
    voucher.key,
    {
      verdict: found,
      findings:
        found === 'nobody-there'
          ? []
          : voucher.lines.map(({ n, quantity }) => ({
              line: n,
              found: found === 'in-order' ? quantity : Math.floor(quantity * 0.7),
            })),
      photo: chance.hex(64),
      position: positionIn(chance, province),
      ...(found === 'not-in-order' ? { note: chance.pick(notInOrderNotes) } : {}),
      ...(isInKind && found !== 'nobody-there'
        ? {
            contribution: {
              kind: voucher.contribution as 'labour' | 'material',
              description: chance.pick(voucher.contribution === 'labour' ? labour : material),
            },
          }
        : {}),
    },
  )
  moveOn(issued, record, knownOn, voucher.key)
}

/** No stock, or the door was shut: the office finds another shop, gives time, or hears that it came. */
function answered(issued: Issued) {
  const { acting, chance, home, staff, voucher } = issued
  const { province, district } = home.commune
  const id = report(issued, fieldDayFrom(addDays(issued.told, chance.between(3, 12))))
  const on = officeDayFrom(province, addDays(issued.told, chance.between(1, 6)))
  const by = chance.pick(staff.officers.get(district)!.filter(({ key }) => key !== issued.approval.hands.assistedBy))
  const other = staff.shops.find((one) => one.province === province && one.key !== issued.shop.key && one.since <= on)
  const how = chance.weighted([
    ['transfer', other ? 4 : 0],
    ['extend', 4],
    ['restocked', 3],
  ] as const)
  const { record } =
    how === 'transfer'
      ? acting.decide(office(on), by.key, 'voucher.transfer', voucher.key, {
          shop: other!.key,
          why: 'The other shop has it in stock',
        })
      : how === 'extend'
        ? acting.decide(office(on), by.key, 'voucher.extend', voucher.key, {
            until: addDays(voucher.expiresOn, 21),
            why: 'The delivery was held up by the lockdown',
          })
        : acting.say(office(on), by.key, 'voucher.answerReport', voucher.key, {
            report: id,
            how: 'restocked',
            note: 'The shop says the goods have come',
          })
  if (how === 'transfer') issued.shop = other!
  moveOn(issued, record, on, id)
}

function report(issued: Issued, on: Day): string {
  const { acting, chance, home } = issued
  const knownOn = syncDayFrom(home.commune.province, on)
  const { id, record } = acting.say(
    { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) },
    home.worker.key,
    'voucher.report',
    issued.key,
    {
      kind: chance.happens(0.7) ? 'no-stock' : 'shop-closed',
    },
  )
  return moveOn(issued, record, knownOn, id)
}

/** Nothing was taken home: the chicks were sick, the seed was of last year. */
function turnBack(issued: Issued) {
  const { acting, chance, home, staff } = issued
  const { province } = home.commune
  const handover = redeem(issued, { manner: 'unproven', part: 'all', trouble: 'none' })
  const calledOn = officeDayFrom(province, addDays(issued.told, chance.between(1, 5)))
  const lines = issued.voucher.lines.map(({ n }) => ({ line: n, accepted: 0 }))
  const called = acting.say(office(calledOn), caller(issued).key, 'voucher.callBack', issued.key, {
    handover,
    lines,
    note: chance.pick(turnedBackNotes),
  })
  moveOn(issued, called.record, calledOn, handover)
  const on = officeDayFrom(province, addDays(calledOn, chance.between(3, 14)))
  const by = otherApprover(issued)
  acting.decide(office(on), by.key, 'voucher.close', issued.key, { why: 'Nothing was accepted' })
}

/** A short delivery stays short. */
function closeShort(issued: Issued) {
  const { acting, chance, home, staff, voucher } = issued
  const { province } = home.commune
  const isOpen = voucher.handovers.some(
    ({ state, lines }) => state === 'disputed' || lines.some(({ accepted }) => accepted === null),
  )
  if (isOpen || voucher.lines.every((line) => leftOf(voucher, line) === 0)) return
  const on = officeDayFrom(province, addDays(issued.told, chance.between(8, 30)))
  if (on > addDays(lastDay, -1)) return
  const by = otherApprover(issued)
  acting.decide(office(on), by.key, 'voucher.close', voucher.key, { why: 'The household does not wait for the rest' })
}

function cancel(issued: Issued) {
  const { acting, chance, home, staff } = issued
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

/** Somewhere in the province; the demonstration knows no house. */
function positionIn(chance: Chance, province: string): Position {
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

const callNotes = ['The farmer answered herself', 'The husband counted with us', 'Called in the evening'] as const
const standsNotes = [
  'The household confirms what it received',
  'The shop had no network; the household was called',
] as const
const lossNotes = ['The photo shows them', 'Seen by the extension worker'] as const
const noLossNotes = ['They were eaten by a dog', 'The coop had no roof'] as const
const notInOrderNotes = ['Part of the feed was sold', 'The mulch lies unused'] as const
const turnedBackNotes = ['The chicks were sick and were left at the shop', 'The seed was of last year'] as const
const cancelledBecause = ['Moved to the city', 'Has the same from another project', 'Asked not to go on'] as const
const labour = ['Built the coop', 'Prepared the beds', 'Dug the pond'] as const
const material = ['Bamboo and thatch', 'Compost of their own', 'Posts and wire'] as const

function office(on: Day): When {
  return { on, moment: 'office' }
}
