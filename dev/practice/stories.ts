/**
 * The season that is under way in Amleang when the demonstration is opened for the first time.
 *
 * Each story below leaves something for somebody to do: one thing near its day, one past it. The days
 * are counted from the first start, and the last of them is yesterday.
 */
import { dara, kunthea, malis, rithy, samnang, sokhasShop, sophal, sreymom, vanna } from '#dev/cast.ts'
import { bophasMember, type Homes, registerHomes } from '#dev/practice/homes.ts'
import {
  admitBopha,
  fillCatalogue,
  openBudget,
  openProgramme,
  openShops,
  practiceOf,
  publishWindows,
  recruitWorkers,
  registerNewcomer,
} from '#dev/practice/opening.ts'
import { tellPrices } from '#dev/practice/prices.ts'
import { type Line, photoOf, type Script, scriptFor } from '#dev/practice/script.ts'
import { type Home, type Issued, type Telling, tellingWith, type Wish } from '#dev/practice/telling.ts'
import { tellTrainings } from '#dev/practice/trainings.ts'
import type { Day } from '#door/values.ts'
import type { Definition } from '#programmes/programme.ts'

/** How many days before the first start it begins. */
export const seasonDays = 75

export function seasonOf(firstStart: Day, rushIt: Definition): readonly Line[] {
  const script = scriptFor(firstStart)
  const definition = practiceOf(rushIt)
  openProgramme(script, definition)
  openBudget(script)
  openShops(script)
  recruitWorkers(script, definition)
  publishWindows(script, definition)

  const homes = registerHomes(script, 9, 4)
  admitBopha(script, homes.bopha.key, bophasMember)
  const tell = tellingWith(script, definition)
  tellOfBopha(tell, homes)
  tellOfTheFirstRound(tell, script, homes)
  tellOfVerifying(tell, homes)
  tellOfDeciding(tell, homes)
  tellOfIssuing(tell, homes)
  tellOfTheShop(tell, homes)
  tellOfDisputes(tell, homes)
  tellOfChecking(tell, homes)
  tellTrainings(script, homes)
  registerNewcomer(script)
  fillCatalogue(script, definition)
  tellPrices(script)
  return script.inOrder()
}

const chicks = (quantity: number): Wish => ({ package: 'chicks-and-feed', quantity })
const openField = (quantity: number): Wish => ({ chain: 'vegetables', package: 'open-field', quantity })

/** Half of her chicks came the day before yesterday, and nobody has asked her yet; her vegetables came back. */
function tellOfBopha(tell: Telling, { bopha: home }: Homes) {
  const chicken = tell.proposes([-38, '08:20'], home, chicks(30))
  tell.verifies([-34, '10:00'], dara, chicken)
  tell.approves([-30, '09:30'], vanna, chicken)
  const voucher = tell.issues([-27, '14:10'], samnang, chicken)
  tell.handsOver([-2, '08:40'], voucher, [
    { line: 1, quantity: 15, code: false },
    { line: 2, quantity: 45, code: false },
  ])

  const vegetables = tell.proposes([-20, '08:45'], home, openField(2))
  tell.returns([-6, '15:20'], dara, vegetables, 'incomplete', 'សូមប្រាប់ថា មានទឹកស្រោចពីណា នៅរដូវប្រាំង។')
}

/** The first round is over: collected, confirmed, checked, billed. One invoice is paid, one is late. */
function tellOfTheFirstRound(tell: Telling, { say, key, day }: Script, { sreymoms, rithys }: Homes) {
  const first = approved(tell, [-64, -60, -57], sreymoms[0]!, chicks(40))
  const firstVoucher = tell.issues([-54, '09:00'], dara, first)
  const half = tell.handsOver([-48, '09:10'], firstVoucher, both(20, 60))
  tell.checks([-46, '10:00'], rithy, firstVoucher, [
    { line: 1, found: 20 },
    { line: 2, found: 60 },
  ])
  const paid = tell.claims([-44, '16:00'], 'SK-001', [half])
  tell.pays([-30, '15:00'], paid, [1, 2])

  // On one day a truck brought the goods of two households to the commune hall.
  const second = approved(tell, [-63, -59, -55], sreymoms[1]!, { package: 'coop-and-chicks', quantity: 1 })
  const third = approved(tell, [-63, -59, -55], rithys[0]!, chicks(30))
  const vouchers = [tell.issues([-51, '09:00'], samnang, second), tell.issues([-51, '09:10'], samnang, third)]
  const event = key([-42, '07:30'])
  const handovers = [
    tell.handsOver([-42, '09:00'], vouchers[0]!, lines(10, 10, 30, 2, 2), { event }),
    tell.handsOver([-42, '09:20'], vouchers[1]!, both(30, 90), { event }),
  ]
  say([-42, '11:30'], dara, 'handover.hold', event, {
    shop: sokhasShop,
    place: '050801',
    heldOn: day(-42),
    vouchers: vouchers.map((voucher) => voucher.key),
    witness: kunthea.nameKm,
    photo: photoOf('signed list'),
  })
  tell.checks([-35, '10:30'], rithy, vouchers[0]!, [{ line: 2, found: 10 }])
  tell.checks([-34, '11:00'], sreymom, vouchers[1]!, [{ line: 1, found: 29 }])
  tell.claims([-36, '16:30'], 'SK-002', handovers)

  // The other half came later; of the feed the shop asks the whole price.
  const otherHalf = tell.handsOver([-29, '09:10'], firstVoucher, both(20, 60, 2))
  tell.claims([-27, '16:00'], 'SK-003', [otherHalf], { handover: otherHalf, line: 2 })
}

/** What the district has to verify: late, near, fresh, and one household that asks twice. */
function tellOfVerifying(tell: Telling, { sreymoms, rithys, neighbours, sameCard }: Homes) {
  tell.proposes([-14, '08:10'], sreymoms[2]!, chicks(30))
  tell.proposes([-8, '09:00'], sreymoms[3]!, { package: 'starter-flock', quantity: 2 })
  tell.proposes([-5, '10:15'], neighbours[0]!, chicks(40))
  tell.proposes([-8, '16:40'], sameCard, chicks(20))
  tell.proposes([-2, '08:30'], sreymoms[1]!, { chain: 'vegetables', package: 'drip-and-mulch', quantity: 2 })
  tell.proposes([-1, '09:20'], rithys[1]!, { package: 'coop-and-chicks', quantity: 2 })

  const first = approved(tell, [-25, -21, -16], sreymoms[5]!, chicks(20))
  tell.issues([-12, '10:00'], dara, first)
  tell.proposes([-3, '17:00'], sreymoms[5]!, { package: 'starter-flock', quantity: 1 })

  const again = tell.proposes([-26, '08:50'], sreymoms[6]!, { package: 'coop-and-chicks', quantity: 1 })
  tell.returns([-12, '11:00'], samnang, again, 'incomplete', 'សូមបញ្ជាក់ទំហំទ្រុង។')
  const forRithy = tell.proposes([-16, '09:40'], rithys[2]!, openField(3))
  tell.returns([-5, '11:30'], dara, forRithy, 'no-land-or-coop', 'ដីនេះលិចទឹក។ សូមជ្រើសរើសកន្លែងផ្សេង។')
}

/** What the province and the director have to decide, appeals included. */
function tellOfDeciding(tell: Telling, { sreymoms, rithys, neighbours }: Homes) {
  verified(tell, [-24, -13], dara, sreymoms[7]!, chicks(35))
  verified(tell, [-15, -8], samnang, rithys[3]!, chicks(30))
  verified(tell, [-9, -1], samnang, sreymoms[0]!, openField(3))
  verified(tell, [-12, -4], dara, neighbours[1]!, {
    ...chicks(66),
    plan: 'គ្រួសារមានទ្រុងពីរ និងមានបទពិសោធន៍ចិញ្ចឹមមាន់ ៥ ឆ្នាំ។',
  })

  const refused = verified(tell, [-30, -26], samnang, neighbours[2]!, openField(4))
  tell.rejects([-9, '10:00'], vanna, refused, 'plan-not-viable', 'ទឹកមិនគ្រប់សម្រាប់ផ្ទៃដីនេះទេ។')
  tell.appeals([-6, '09:00'], refused, 'ខាងជើងភូមិទើបតែជីកស្រះថ្មី ដែលយើងអាចប្រើទឹកបាន។')
  const longAgo = verified(tell, [-34, -29], dara, rithys[4]!, openField(2))
  tell.rejects([-20, '10:00'], vanna, longAgo, 'already-supported')
  tell.appeals([-17, '09:30'], longAgo, 'ជំនួយមុនគឺជាពូជស្រូវ មិនមែនពូជបន្លែទេ។')
  const unanswered = verified(tell, [-22, -18], dara, sreymoms[8]!, openField(2))
  tell.rejects([-4, '14:00'], vanna, unanswered, 'already-supported', 'បានទទួលពូជបន្លែពីគម្រោងផ្សេងក្នុងឆ្នាំនេះ។')

  // Refused by the district because the records prove it: an appeal goes to the province.
  const first = approved(tell, [-28, -24, -20], rithys[5]!, chicks(25))
  tell.issues([-16, '10:30'], samnang, first)
  const second = tell.proposes([-12, '15:00'], rithys[5]!, { package: 'starter-flock', quantity: 1 })
  tell.rejects([-7, '09:00'], samnang, second, 'second-application')
  tell.appeals([-3, '08:30'], second, 'សំណើទីមួយគឺសម្រាប់កូនមាន់ ឯសំណើនេះសម្រាប់មេពូជ។')
}

/** Approved, and no voucher yet: one is late because another household looks the same. */
function tellOfIssuing(tell: Telling, { sreymoms, neighbours }: Homes) {
  const blocked = approved(tell, [-22, -18, -7], sreymoms[9]!, chicks(30))
  tell.issues([-3, '10:00'], samnang, blocked, 'household.suspected')
  approved(tell, [-14, -10, -2], sreymoms[10]!, chicks(45))
  approved(tell, [-13, -9, -1], neighbours[3]!, openField(2))
}

/** Vouchers at Sokha's counter, and what people say about his shop. */
function tellOfTheShop(tell: Telling, { sreymoms, rithys, neighbours }: Homes) {
  voucherOf(tell, [-40, -36, -32, -28], sreymoms[11]!, chicks(30))
  const late = voucherOf(tell, [-46, -42, -38, -33], sreymoms[12]!, chicks(25))
  tell.reports([-8, '09:00'], sreymom, late, 'no-stock', 'កូនមាន់អស់ពីរសប្ដាហ៍ហើយ។')
  const closed = voucherOf(tell, [-20, -16, -10, -6], rithys[0]!, openField(2))
  tell.reports([-1, '10:30'], rithy, closed, 'shop-closed', 'ហាងបិទពេលព្រឹក បីថ្ងៃជាប់គ្នា។')
  const lost = voucherOf(tell, [-34, -30, -25, -20], neighbours[4]!, chicks(30))
  tell.freezes([-4, '09:45'], lost, 'គ្រួសារបានបាត់ក្រដាសប័ណ្ណនៅផ្សារ។')

  const unheard = voucherOf(tell, [-36, -32, -28, -24], rithys[6]!, chicks(30))
  tell.handsOver([-9, '08:30'], unheard, both(30, 90, false))
  const half = voucherOf(tell, [-30, -26, -22, -18], sreymoms[13]!, chicks(40))
  tell.handsOver([-3, '09:30'], half, both(20, 60, false))
}

/** Two sides say different things. Whoever approved a voucher says nothing about what came of it. */
function tellOfDisputes(tell: Telling, { sreymoms, rithys, neighbours }: Homes) {
  const wrong = voucherOf(tell, [-36, -33, -29, -25], sreymoms[14]!, chicks(30), sophal)
  const given = [
    { line: 1, quantity: 30, code: 'wrong' },
    { line: 2, quantity: 90, code: false },
  ] as const
  const doubted = tell.handsOver([-7, '09:00'], wrong, given, { dispute: 'voucher.code-wrong' })
  tell.callsBack([-4, '10:00'], malis, doubted, [24, 90], 'កសិករនិយាយថា បានទទួលកូនមាន់ ២៤ ក្បាលប៉ុណ្ណោះ។')

  const counted = voucherOf(tell, [-33, -30, -26, -22], rithys[1]!, openField(2), sophal)
  const handed = tell.handsOver([-4, '09:20'], counted, lines(10, 100))
  tell.witnesses([-3, '16:00'], kunthea, handed, [10, 80], 'ខ្ញុំបានរាប់នៅផ្ទះកសិករ។')

  // The shop asked the farmer for more than her part.
  const dear = voucherOf(tell, [-31, -27, -23, -19], neighbours[2]!, chicks(20))
  tell.handsOver([-2, '10:00'], dear, [{ line: 1, quantity: 20, paid: 60_000 }], { dispute: 'voucher.farmer-share' })
}

/** Delivered and confirmed: the visits that are due, chicks that died, and what Sokha can bill. */
function tellOfChecking(tell: Telling, { sreymoms, rithys }: Homes) {
  const delivered = (days: readonly [number, number, number, number], on: number, home: Home, wish: Wish) => {
    const all = wish.chain ? lines(10, 100, 120, 40) : both(wish.quantity, 3 * wish.quantity)
    return tell.handsOver([on, '09:40'], voucherOf(tell, days, home, wish), all)
  }
  const past = delivered([-46, -42, -37, -34], -24, sreymoms[3]!, openField(2))
  delivered([-40, -36, -31, -28], -18, sreymoms[4]!, openField(2))
  delivered([-44, -40, -36, -33], -23, rithys[6]!, openField(2))
  delivered([-41, -37, -33, -29], -17, rithys[3]!, openField(2))
  tell.claims([-3, '16:10'], 'SK-004', [past])

  const dead = delivered([-35, -31, -27, -23], -12, sreymoms[8]!, chicks(30))
  tell.loses([-8, '08:00'], dead, { line: 1, dead: 6, diedOn: -10 })
  const few = delivered([-32, -28, -24, -20], -6, rithys[2]!, chicks(30))
  tell.loses([-3, '08:20'], few, { line: 1, dead: 3, diedOn: -4 })
}

function verified(tell: Telling, [submit, verify]: readonly [number, number], by: typeof dara, home: Home, wish: Wish) {
  const proposal = tell.proposes([submit, timeOf(home, 8)], home, wish)
  tell.verifies([verify, timeOf(home, 10)], by, proposal)
  return proposal
}

function approved(
  tell: Telling,
  [submit, verify, approve]: readonly [number, number, number],
  home: Home,
  wish: Wish,
  by = vanna,
) {
  const proposal = verified(tell, [submit, verify], dara, home, wish)
  tell.approves([approve, timeOf(home, 14)], by, proposal)
  return proposal
}

function voucherOf(
  tell: Telling,
  [submit, verify, approve, issue]: readonly [number, number, number, number],
  home: Home,
  wish: Wish,
  by = vanna,
): Issued {
  return tell.issues([issue, timeOf(home, 15)], samnang, approved(tell, [submit, verify, approve], home, wish, by))
}

/** Not everybody comes on the stroke of the hour. */
function timeOf({ key }: Home, hour: number): string {
  return `${String(hour).padStart(2, '0')}:${String(10 + (Number.parseInt(key.slice(-2), 16) % 45))}`
}

/** The two lines of chicks and their feed, and which code of each strip was shown. */
function both(chicks: number, feed: number, code: number | false = 1) {
  return [
    { line: 1, quantity: chicks, code },
    { line: 2, quantity: feed, code },
  ]
}

function lines(...quantities: readonly number[]) {
  return quantities.map((quantity, index) => ({ line: index + 1, quantity }))
}
