/** The screen's sums against the ledger's balance, in every condition that money of a shop can be in. */
import { beforeAll, expect, test } from 'vitest'
import type { ShopClaim } from '#capabilities/claims/claim.document.ts'
import { isOwed, owingTo, type Stage, summed } from '#capabilities/claims/claim.owed.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { kosal, samnang, sokha, sokhasShop } from '#dev/cast.ts'
import { aDelivery, type Delivery, given, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { allotment, type Play, startProgramme } from '#dev/testing/programme.ts'
import { account } from '#door/posting.ts'
import { totalOf } from './today.ts'
import { unforeseenOn } from './unconfirmed.ts'

let play: Play
let phone: Phone
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  phone = await phoneOf(play, sokha)
  return () => play.end()
})

function owings() {
  const received = phone.engine.held.all('voucher').map(({ record }) => record as Voucher)
  return owingTo(
    sokhasShop,
    received,
    phone.engine.held.all('claim').map(({ record }) => record as unknown as ShopClaim),
  )
}

/** What each stage comes to, in cents; and that all of them are what the ledger says. */
async function stages(): Promise<Partial<Record<Stage, number>>> {
  await phone.engine.sync()
  expect(phone.engine.standing()).toMatchObject({ failed: null, isComplete: true })
  const ledger = await play.balance(account.payable(allotment, sokhasShop))
  expect(summed(owings().filter(isOwed)).reduce((sum, { minor }) => sum + minor, 0)).toBe(ledger)
  const found: Partial<Record<Stage, number>> = {}
  for (const { stage, sum } of owings()) found[stage] = (found[stage] ?? 0) + sum.minor
  return found
}

async function bills(invoice: string, delivery: Delivery, handover: string, minor: number, quantity = 30) {
  const claim = play.key()
  await play.as(sokha).does('claim.submit', claim, {
    invoice,
    invoicedOn: play.today(),
    lines: [{ voucher: delivery.key, handover, line: 1, quantity, minor }],
  })
  return claim
}

function pays(claim: string, seen: number) {
  return play.as(kosal).does('claim.pay', claim, {
    seen,
    lines: [1],
    method: 'cash',
    currency: 'KHR',
    rielPerDollar: 4_075,
    reference: `P-${claim.slice(-4)}`,
    evidence: 'e'.repeat(64),
  })
}

test('from the counter to the payment, the sum on the screen is the balance of the ledger', async () => {
  expect(await stages()).toEqual({})

  const first = await aDelivery(play)
  const { handover: confirmed } = await first.handsOver({ code: first.sheet.code(1), farmerPaid: 30_000 })
  expect(await stages()).toEqual({ unbilled: 2_945 })

  const second = await aDelivery(play)
  await second.handsOver({ quantity: 10, farmerPaid: 10_000 })
  expect(await stages()).toEqual({ unbilled: 2_945, unconfirmed: 0 })

  const claim = await bills('S-1', first, confirmed.id, 120_000)
  expect(await stages()).toEqual({ billed: 2_945, unconfirmed: 0 })

  await pays(claim, 1)
  expect(await stages()).toEqual({ paid: 0, unconfirmed: 0 })

  const third = await aDelivery(play)
  const { handover: dear } = await third.handsOver({ code: third.sheet.code(1), farmerPaid: 30_000 })
  const tooMuch = await bills('S-2', third, dear.id, 130_000)
  expect(await stages()).toEqual({ paid: 0, unconfirmed: 0, disputed: 2_945 })

  await play.as(kosal).does('claim.settle', tooMuch, { seen: 1, line: 1, minor: 100_000, note: 'as agreed' })
  expect(await stages()).toEqual({ paid: 0, unconfirmed: 0, billed: 2_945 })
  await pays(tooMuch, 2)
  expect(await stages()).toEqual({ paid: 0, unconfirmed: 0 })

  const fourth = await aDelivery(play)
  const { handover: wrong } = await fourth.handsOver({ code: fourth.sheet.code(1), farmerPaid: 30_000 })
  const refused = await bills('S-3', fourth, wrong.id, 130_000)
  await play.as(kosal).does('claim.settle', refused, { seen: 1, line: 1, minor: 0, note: 'bill it anew' })
  expect(await stages()).toEqual({ paid: 0, unconfirmed: 0, unbilled: 2_945 })
})

test('what was handed over before a voucher was moved is still owed, and still on the screen', async () => {
  const before = (await stages()).unbilled ?? 0
  const moved = await aDelivery(play)
  await moved.handsOver({ quantity: 10, code: moved.sheet.code(1), farmerPaid: 10_000 })
  await play.as(samnang).does('voucher.transfer', moved.key, {
    seen: (await moved.voucher()).version,
    shop: otherShop,
    why: 'no more chicks',
  })
  expect((await stages()).unbilled).toBe(before + 982)
})

test('a dispute owes nothing, and says why', async () => {
  const late = await aDelivery(play)
  play.later(90)
  const { answer } = await late.handsOver({ quantity: 30 })
  expect(answer.outcome).toBe('disputed')
  await stages()
  expect(owings().filter(({ voucher }) => voucher.key === late.key)).toMatchObject([
    { stage: 'disputed', why: 'voucher.expired', sum: { minor: 0 } },
  ])
})

test("the day's total has what is still on this phone, also by digits that only the office can read", async () => {
  const delivery = await aDelivery(play)
  play.later(1)
  await phone.engine.sync()
  phone.isOffline = true
  const total = () =>
    totalOf(play.today(), sokhasShop, phone.engine.all<Voucher>('voucher'), unforeseenOn(phone.engine))
  expect(total()).toEqual({ handovers: 0, items: [], cash: [] })
  const asked = (changes: Parameters<typeof given>[0]) =>
    phone.ask('voucher.redeem', delivery.key, { lines: [given(changes)] })

  await asked({ quantity: 10, code: delivery.sheet.code(1), farmerPaid: 10_000 })
  await asked({ quantity: 5, code: delivery.sheet.digits(1, 2), farmerPaid: 5_000 })
  expect(total().handovers).toBe(2)
  expect(total().items).toContainEqual(expect.objectContaining({ item: 'chick', quantity: 15 }))
  expect(total().cash).toEqual([{ currency: 'KHR', minor: 15_000 }])

  phone.isOffline = false
  await stages()
  expect(unforeseenOn(phone.engine)).toEqual([])
  expect(total().cash).toEqual([{ currency: 'KHR', minor: 15_000 }])
})
