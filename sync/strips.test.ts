/** Receipt codes on the farmer's own phone: who can show them, what they prove, and what makes them worthless. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Printed } from '#capabilities/vouchers/voucher.codes.ts'
import { carriedStripsMax, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { bopha, dara, kosal, malis, rithy, samnang, sokha, sreymom, vanna } from '#dev/cast.ts'
import { aDelivery, type Delivery, given, openShops } from '#dev/testing/deliveries.ts'
import { heldFrom, type Phone, phoneOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { inMemory, type Storage } from './storage.ts'
import { openVault } from './vault.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme({ money: 10_000_000 })
  await openShops(play)
})
afterAll(() => play?.end())

async function herPhone(storage: Storage = inMemory()): Promise<Phone> {
  const vault = await openVault(crypto.getRandomValues(new Uint8Array(32)))
  return phoneOf(play, bopha, storage, undefined, { vault })
}

/** She taps "carry the codes on this phone"; `then` is what her phone can show once the office knows. */
async function carries(phone: Phone, { key }: Delivery, withoutPaper = false): Promise<readonly Printed[]> {
  const drawn = await phone.engine.strips.draw(phone.engine.find<Voucher>('voucher', key)!)
  await phone.ask('voucher.carry', key, { ...drawn, withoutPaper })
  return shownBy(phone, key)
}

function shownBy(phone: Phone, voucher: string): Promise<readonly Printed[]> {
  return phone.engine.strips.open(phone.engine.find<Voucher>('voucher', voucher)!)
}

const codeOf = (codes: readonly Printed[], line: number, at = 0) => {
  const { n, secret } = codes.filter((code) => code.line === line)[at]!
  return { n, secret }
}

test("the farmer shows a code without a signal, the shop takes it without one, and both phones' work is confirmed", async () => {
  const delivery = await aDelivery(play)
  const hers = await herPhone()
  await carries(hers, delivery)
  const shop = await phoneOf(play, sokha)
  for (const phone of [hers, shop]) phone.isOffline = true

  const code = codeOf(await shownBy(hers, delivery.key), 1)
  const line = given({ quantity: 30, code, farmerPaid: 30_000 })
  expect(shop.engine.foresee('voucher.redeem', delivery.key, { lines: [line] })).toMatchObject({
    disputed: undefined,
    unknown: [],
  })
  await shop.ask('voucher.redeem', delivery.key, { lines: [line] })
  expect(shop.engine.find<Voucher>('voucher', delivery.key)!.handovers).toMatchObject([{ lines: [{ accepted: 30 }] }])

  for (const phone of [shop, hers]) {
    phone.isOffline = false
    await phone.engine.sync()
  }
  expect((await delivery.voucher()).handovers).toMatchObject([
    {
      state: 'delivered',
      lines: [{ accepted: 30, code: 'qr' }],
      confirmations: [{}, { side: 'farmer', how: 'strip' }],
    },
  ])
  expect(hers.engine.find<Voucher>('voucher', delivery.key)!.handovers).toMatchObject([{ lines: [{ accepted: 30 }] }])
  // What was taken is not shown again.
  expect((await shownBy(hers, delivery.key)).map(({ line: of, n }) => `${of}.${n}`)).toEqual([
    ...['1.5', '1.6', '2.4', '2.5', '2.6'],
  ])
})

test('nobody else has anything of them: no pull, no journal, no record, and no thief with the phone', async () => {
  const delivery = await aDelivery(play)
  const lying = inMemory()
  const hers = await herPhone(lying)
  const codes = await carries(hers, delivery)
  expect(codes).toHaveLength(6)
  const secrets = codes.flatMap(({ secret }) => [secret])
  const says = (text: string) => secrets.filter((secret) => text.includes(secret))

  const actors = await loadActors(
    [sreymom, rithy, dara, samnang, vanna, kosal, malis, sokha].map(({ key }) => key),
    play.now().toISOString(),
    await programmesOver()(play.pool),
    play.pool,
  )
  for (const actor of actors.values()) {
    const page = JSON.stringify(await heldFrom(play, actor))
    expect(says(page)).toEqual([])
    expect(page).not.toContain('digitsHash')
  }
  // Of everything that the office keeps, too.
  for (const table of ['voucher', 'journal_body', 'envelope', 'journal']) {
    const { rows } = await play.pool.query(`select t::text as said from "${table}" t`)
    expect(says(rows.map(({ said }) => said).join('\n'))).toEqual([])
  }
  const drawers = ['outbox', 'documents', 'device', 'self', 'drafts', 'packs'] as const
  const found = await Promise.all(drawers.map((drawer) => lying.read(drawer)))
  expect(says(JSON.stringify(found.map((drawer) => [...drawer])))).toEqual([])
})

test('a code of the first half is not good for the second, and the next one is', async () => {
  const delivery = await aDelivery(play)
  const hers = await herPhone()
  const codes = await carries(hers, delivery)
  const shop = await phoneOf(play, sokha)
  shop.isOffline = true
  await shop.ask('voucher.redeem', delivery.key, { lines: [given({ quantity: 15, code: codeOf(codes, 1) })] })
  const again = (at: number) =>
    shop.engine.foresee('voucher.redeem', delivery.key, {
      lines: [given({ quantity: 15, code: codeOf(codes, 1, at) })],
    })
  expect(again(0).disputed).toEqual({ refused: 'voucher.code-used' })
  expect(again(1)).toMatchObject({ disputed: undefined, unknown: [] })
  // The paper lies beside it: whichever of the two is shown, there are thirty chicks and no more.
  const onPaper = given({ quantity: 16, code: delivery.sheet.code(1) })
  expect(shop.engine.foresee('voucher.redeem', delivery.key, { lines: [onPaper] }).disputed).toMatchObject({
    refused: 'voucher.line-used',
    left: 15,
  })
})

describe('codes are worth nothing any more', () => {
  test('of another phone, when this one carries them', async () => {
    const delivery = await aDelivery(play)
    const [old, fresh] = [await herPhone(), await herPhone()]
    const before = await carries(old, delivery)
    await fresh.engine.sync()
    const after = await carries(fresh, delivery)
    await old.engine.sync()
    expect(await shownBy(old, delivery.key)).toEqual([])
    const takes = async (code: ReturnType<typeof codeOf>) => (await delivery.handsOver({ quantity: 1, code })).answer
    expect(await takes(codeOf(before, 1))).toMatchObject({ outcome: 'disputed' })
    expect(await takes(codeOf(after, 1))).toMatchObject({ outcome: 'accepted' })
    expect(await takes(delivery.sheet.code(1))).toMatchObject({ outcome: 'accepted' })
  })

  test('of the paper, when she says that it is lost', async () => {
    const delivery = await aDelivery(play)
    await carries(await herPhone(), delivery, true)
    const { answer } = await delivery.handsOver({ quantity: 1, code: delivery.sheet.code(1) })
    expect(answer).toMatchObject({ outcome: 'disputed', refusal: { refused: 'voucher.code-cancelled' } })
  })

  test('of the phone, when a new sheet is printed', async () => {
    const delivery = await aDelivery(play)
    const hers = await herPhone()
    const codes = await carries(hers, delivery)
    const strips = aSheet(delivery.key, 2, 7).strips
    await play.as(samnang).does('voucher.reprint', delivery.key, { sheet: 1, strips })
    await hers.engine.sync()
    expect(await shownBy(hers, delivery.key)).toEqual([])
    const { answer } = await delivery.handsOver({ quantity: 1, code: codeOf(codes, 1) })
    expect(answer).toMatchObject({ outcome: 'disputed', refusal: { refused: 'voucher.code-cancelled' } })
  })
})

test('a shop that has not heard of the strip is told so, and the office settles it', async () => {
  const delivery = await aDelivery(play)
  const shop = await phoneOf(play, sokha)
  shop.isOffline = true
  const codes = await carries(await herPhone(), delivery)
  const input = { lines: [given({ quantity: 5, code: codeOf(codes, 1) })] }
  expect(shop.engine.foresee('voucher.redeem', delivery.key, input)).toMatchObject({ unknown: ['code'] })
  await shop.ask('voucher.redeem', delivery.key, input)
  shop.isOffline = false
  await shop.engine.sync()
  expect((await delivery.voucher()).handovers).toMatchObject([{ state: 'delivered', lines: [{ accepted: 5 }] }])
  // One that was made up is found out there.
  const { answer } = await delivery.handsOver({ quantity: 1, code: { n: 50, secret: 'A'.repeat(22) } })
  expect(answer).toMatchObject({ outcome: 'disputed', refusal: { refused: 'voucher.code-wrong' } })
})

test('only the household itself carries them, so often, and from the voucher as it stands', async () => {
  const delivery = await aDelivery(play)
  const strips = aSheet(delivery.key, 2, 4, 7).strips
  const wish = { from: 4, strips, withoutPaper: false }
  for (const player of [sreymom, rithy, sokha, dara, samnang]) {
    const answer = await play.as(player).ask('voucher.carry', delivery.key, wish)
    expect(answer).toMatchObject({ outcome: 'refused' })
  }
  const asked = (from: number) => play.as(bopha).ask('voucher.carry', delivery.key, { ...wish, from })
  expect(await asked(1)).toMatchObject({ refusal: { refused: 'voucher.codes-changed' } })
  for (let strip = 0; strip < carriedStripsMax; strip++) {
    expect(await asked(4 + 3 * strip)).toMatchObject({ outcome: 'accepted' })
  }
  expect(await asked(4 + 3 * carriedStripsMax)).toMatchObject({ refusal: { refused: 'voucher.too-many-strips' } })
})
