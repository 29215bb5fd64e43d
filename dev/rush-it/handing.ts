/** Tells a hand-over from the counter to the visit afterwards: what the shop reports, and what the other side says. */
import type { InputOf } from '#capabilities/commands.ts'
import { leftOf } from '#capabilities/vouchers/voucher.ts'
import { fieldDayFrom, officeDayFrom, syncDayFrom, workingHour } from '#dev/rush-it/calendar.ts'
import { isDisputed, type Manner, redeem, type Trouble } from '#dev/rush-it/counter.ts'
import { caller, callNotes, type Issued, moveOn, office, otherApprover, positionIn } from '#dev/rush-it/issued.ts'
import { lastDay } from '#dev/rush-it/scenario.ts'
import { answered, differ, lateReport, lose, resolve, wrongDigits } from '#dev/rush-it/troubles.ts'
import { addDays } from '#door/values.ts'

export function handOver(issued: Issued, inTwoParts: boolean) {
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

const manners: readonly (readonly [Manner, number])[] = [
  ['strip', 63],
  ['digits', 9],
  ['staff', 5],
  ['unproven', 23],
]

const troubles: readonly (readonly [Trouble, number])[] = [
  ['none', 858],
  ['short', 60],
  ['damaged', 40],
  ['substitute', 20],
  ['differs', 8],
  ['late', 7],
  ['wrong-digits', 7],
]

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
  const visit: InputOf<'voucher.check'> = {
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
  }
  const when = { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) } as const
  // Whoever helped to ask for it comes first now and then, and is told that somebody else must look.
  const helper = issued.approval.hands.assistedBy
  if (helper === home.worker.key && chance.happens(0.06))
    acting.tries(when, helper, 'voucher.check', voucher.key, visit, 'duty.assisted')
  const { record } = acting.say(when, visitor.key, 'voucher.check', voucher.key, visit)
  moveOn(issued, record, knownOn, voucher.key)
}

/** A short delivery stays short. */
function closeShort(issued: Issued) {
  const { acting, chance, home, voucher } = issued
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

const notInOrderNotes = ['Part of the feed was sold', 'The mulch lies unused'] as const

const labour = ['Built the coop', 'Prepared the beds', 'Dug the pond'] as const

const material = ['Bamboo and thatch', 'Compost of their own', 'Posts and wire'] as const
