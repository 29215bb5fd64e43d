/** Tells what goes wrong around a hand-over, and how the office sets it right. */
import { digitsOf } from '#capabilities/vouchers/voucher.codes.ts'
import { fieldDayFrom, laterOf, officeDayFrom, syncDayFrom, workingHour } from '#dev/rush-it/calendar.ts'
import { dayToHandOver, paysAt, redeem } from '#dev/rush-it/counter.ts'
import { caller, callNotes, type Issued, moveOn, office, otherApprover } from '#dev/rush-it/issued.ts'
import { lastDay } from '#dev/rush-it/scenario.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'

/** Reported long after the day: kept, unpaid, until the household was called and somebody decided. */
export function lateReport(issued: Issued) {
  const on = dayToHandOver(issued)
  const knownOn = syncDayFrom(
    issued.home.commune.province,
    addDays(on, issued.voucher.lateDays + issued.chance.between(2, 9)),
  )
  resolve(issued, redeem(issued, { manner: 'unproven', part: 'all', trouble: 'late', on, knownOn }))
}

/** Digits mistyped at the counter: kept, unpaid, until the household was called. */
export function wrongDigits(issued: Issued) {
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

export function resolve(issued: Issued, handover: string) {
  const { acting, chance, home } = issued
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
export function differ(issued: Issued, handover: string) {
  const { acting, chance, home } = issued
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

/** Chicks that died within days: the shop owes as many living ones, free of charge. */
export function lose(issued: Issued, handover: string) {
  const { acting, chance, home, approval } = issued
  const handed = issued.voucher.handovers.find(({ id }) => id === handover)!
  const birds = handed.lines.find(({ item, accepted }) => item === 'chick' && accepted !== null && accepted > 9)
  if (!birds || !chance.happens(0.07)) return
  const diedOn = addDays(dayOf(handed.at), chance.between(1, 5))
  const knownOn = syncDayFrom(home.commune.province, addDays(laterOf(diedOn, issued.told), 1))
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

/** No stock, or the door was shut: the office finds another shop, gives time, or hears that it came. */
export function answered(issued: Issued) {
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

export function report(issued: Issued, on: Day): string {
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
export function turnBack(issued: Issued) {
  const { acting, chance, home } = issued
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

const standsNotes = [
  'The household confirms what it received',
  'The shop had no network; the household was called',
] as const

const lossNotes = ['The photo shows them', 'Seen by the extension worker'] as const

const noLossNotes = ['They were eaten by a dog', 'The coop had no roof'] as const

const turnedBackNotes = ['The chicks were sick and were left at the shop', 'The seed was of last year'] as const
