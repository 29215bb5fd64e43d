/** What a shop's phone holds of its money: its invoices, and what it handed over before a voucher was moved. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { ShopClaim } from '#capabilities/claims/claim.document.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { bopha, dara, kosal, rithy, samnang, sokha } from '#dev/cast.ts'
import { aDelivery, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  return () => play.end()
})

describe('an invoice', () => {
  test('is on the phone of the shop that sent it, with its payment and without its evidence', async () => {
    const { key: voucher, handsOver, sheet } = await aDelivery(play)
    const { handover } = await handsOver({ code: sheet.code(1), farmerPaid: 30_000 })
    const phone = await phoneOf(play, sokha)
    const claim = play.key()
    await play.as(sokha).does('claim.submit', claim, {
      invoice: 'S-1',
      invoicedOn: play.today(),
      lines: [{ voucher, handover: handover.id, line: 1, quantity: 30, minor: 120_000 }],
    })
    await phone.engine.sync()
    expect(phone.engine.find<ShopClaim>('claim', claim)).toMatchObject({
      invoice: 'S-1',
      state: 'submitted',
      lines: [{ billed: { minor: 120_000 }, state: 'matched', budget: { currency: 'USD', owed: 2_945 } }],
    })

    await play.as(kosal).does('claim.pay', claim, {
      seen: 1,
      lines: [1],
      method: 'cash',
      currency: 'KHR',
      rielPerDollar: 4_075,
      reference: 'P-1',
      evidence: 'e'.repeat(64),
    })
    await phone.engine.sync()
    const paid = phone.engine.find<ShopClaim>('claim', claim)!
    expect(paid).toMatchObject({ state: 'paid', payments: [{ minor: 120_000, reference: 'P-1' }] })
    expect(JSON.stringify(paid)).not.toContain('eeee')
    expect(JSON.stringify(paid)).not.toContain(sokha.key)
  })

  test.each([dara, rithy, bopha, kosal])('is not on the phone of $role', async (player) => {
    expect((await phoneOf(play, player)).engine.all('claim')).toEqual([])
  })
})

test('a voucher that was moved stays with the shop that handed something over, and cannot be redeemed there', async () => {
  const { key, handsOver, voucher, sheet } = await aDelivery(play)
  await handsOver({ quantity: 10, code: sheet.code(1), farmerPaid: 10_000 })
  const phone = await phoneOf(play, sokha)
  await play.as(samnang).does('voucher.transfer', key, {
    seen: (await voucher()).version,
    shop: otherShop,
    why: 'no more chicks',
  })
  await phone.engine.sync()
  expect(phone.engine.standing()).toMatchObject({ isComplete: true, failed: null })
  expect(phone.engine.find<Voucher>('voucher', key)).toMatchObject({ shop: otherShop, handovers: [{}] })
  expect(phone.engine.held.document('shop-voucher', key)?.seal).toBeUndefined()
  const again = { lines: [{ line: 1, quantity: 5, code: null, condition: 'good' as const, farmerPaid: 0 }] }
  expect(phone.engine.foresee('voucher.redeem', key, again).disputed).toMatchObject({ refused: 'voucher.wrong-shop' })
})
