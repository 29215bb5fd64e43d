/** At the counter without a signal: what the shop's phone knows beforehand, and what the office makes of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { bopha, rithy, sokha, sreymom } from '#dev/cast.ts'
import { aDelivery, given, openShops } from '#dev/testing/deliveries.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

test('the shop hands over offline, knows what would be disputed, and the office agrees', async () => {
  const { key, sheet, voucher } = await aDelivery(programme)
  const phone = await phoneOf(programme, sokha)
  const foresee = (changes: Parameters<typeof given>[0]) =>
    phone.engine.foresee('voucher.redeem', key, { lines: [given(changes)] })
  phone.isOffline = true

  expect(foresee({ quantity: 31 })).toMatchObject({ disputed: { refused: 'voucher.line-used', left: 30 } })
  expect(foresee({ farmerPaid: 45_000 })).toMatchObject({ disputed: { refused: 'voucher.farmer-share', due: 30_000 } })
  expect(foresee({ code: { n: 1, secret: 'A'.repeat(22) } })).toMatchObject({
    disputed: { refused: 'voucher.code-wrong' },
  })
  expect(foresee({ code: sheet.digits(1) })).toMatchObject({ unknown: ['digits'] })
  expect(foresee({ quantity: 10, code: sheet.code(1), farmerPaid: 10_000 })).toMatchObject({
    refusal: undefined,
    disputed: undefined,
    unknown: [],
  })

  await phone.ask('voucher.redeem', key, { lines: [given({ quantity: 10, code: sheet.code(1), farmerPaid: 10_000 })] })
  expect(phone.engine.find<Voucher>('voucher', key)!.handovers).toMatchObject([{ lines: [{ accepted: 10 }] }])
  expect(foresee({ quantity: 21 })).toMatchObject({ disputed: { refused: 'voucher.line-used', left: 20 } })
  expect((await voucher()).handovers).toEqual([])

  phone.isOffline = false
  await phone.engine.sync()
  expect((await voucher()).handovers).toMatchObject([
    { state: 'delivered', lines: [{ accepted: 10, projectMinor: 982 }] },
  ])
})

test('the farmer confirms and a worker of the next commune checks, each without a signal', async () => {
  const { key, handsOver, voucher } = await aDelivery(programme)
  const { handover } = await handsOver({ quantity: 30 })
  const [hers, his, helper] = [
    await phoneOf(programme, bopha),
    await phoneOf(programme, rithy),
    await phoneOf(programme, sreymom),
  ]
  for (const phone of [hers, his, helper]) phone.isOffline = true
  const confirm = { handover: handover.id, lines: [{ line: 1, accepted: 30 }] }
  const visit = {
    verdict: 'in-order' as const,
    findings: [{ line: 1, found: 30 }],
    photo: 'a'.repeat(64),
    position: { latitude: 11.7, longitude: 104.3 },
  }

  expect(hers.engine.foresee('voucher.confirm', key, confirm).refusal).toBeUndefined()
  expect(helper.engine.foresee('voucher.check', key, visit).refusal).toMatchObject({ refused: 'duty.assisted' })
  expect(his.engine.foresee('voucher.check', key, visit).refusal).toBeUndefined()

  await hers.ask('voucher.confirm', key, confirm)
  await his.ask('voucher.check', key, visit)
  for (const phone of [hers, his]) {
    phone.isOffline = false
    await phone.engine.sync()
  }
  expect(await voucher()).toMatchObject({ handovers: [{ lines: [{ accepted: 30 }] }], checks: [{ by: rithy.key }] })
})
