import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forShop } from '#capabilities/vouchers/voucher.documents.ts'
import { voucherReads } from '#capabilities/vouchers/voucher.store.ts'
import {
  bopha,
  dara,
  kunthea,
  malis,
  pisey,
  rithy,
  samnang,
  sokha,
  sokhasShop,
  sophal,
  sreymom,
  vanna,
} from '#dev/cast.ts'
import { aDelivery, given, openShops } from '#dev/testing/deliveries.ts'
import { allotment, type Play, startProgramme } from '#dev/testing/programme.ts'
import { account } from '#door/posting.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const photo = 'c'.repeat(64)
const position = { latitude: 11.7, longitude: 104.3 }
const refused = (refusal: object) => ({ outcome: 'refused', refusal })
const disputed = (refusal: object) => ({ outcome: 'disputed', refusal })
const payable = () => programme.balance(account.payable(allotment, sokhasShop))
const committed = () => programme.balance(account.committed(allotment))

describe('voucher.redeem', () => {
  test("a scanned code is the farmer's word: the shop is owed at once, for its part", async () => {
    const before = { payable: await payable(), committed: await committed() }
    const { sheet, handsOver } = await aDelivery(programme)
    const { answer, handover } = await handsOver({ quantity: 10, code: sheet.code(1), farmerPaid: 10_000 })

    expect(answer).toEqual({ outcome: 'accepted', version: 2 })
    expect(handover).toMatchObject({
      state: 'delivered',
      shop: sokhasShop,
      lines: [
        {
          line: 1,
          quantity: 10,
          accepted: 10,
          code: 'qr',
          farmerDue: 10_000,
          farmerPaid: 10_000,
          share: 40_000,
          projectMinor: 982,
        },
      ],
      confirmations: [{ side: 'shop' }, { side: 'farmer', how: 'strip' }],
    })
    expect(await payable()).toBe(before.payable + 982)
    expect(await committed()).toBe(before.committed + 4_123 - 982)
  })

  test('in parts, each with its own code, until nothing is left; then the voucher is closed', async () => {
    const before = await payable()
    const { sheet, handsOver, voucher } = await aDelivery(programme)
    await handsOver({ quantity: 11, code: sheet.code(1, 1) })
    await handsOver([{ quantity: 12, code: sheet.code(1, 2) }, given({ line: 2, code: sheet.code(2, 1) })])
    expect((await voucher()).state).toBe('open')
    await handsOver({ quantity: 7, code: sheet.code(1, 3) })

    expect((await voucher()).state).toBe('closed')
    expect(await payable()).toBe(before + 4_123)
  })

  test("without a code nothing is owed on the shop's word", async () => {
    const before = await payable()
    const { handsOver } = await aDelivery(programme)
    const { answer, handover } = await handsOver({ quantity: 30 })

    expect(answer.outcome).toBe('accepted')
    expect(handover.lines[0]).toMatchObject({ accepted: null, projectMinor: 0 })
    expect(await payable()).toBe(before)
  })

  test('where staff held the strip it is witnessed, not confirmed by the farmer', async () => {
    const { sheet, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1) }, { staffHeldStrip: true })

    expect(handover.confirmations).toMatchObject([{ side: 'shop' }, { side: 'witness', how: 'staff-held-strip' }])
    expect(handover.lines[0]!.accepted).toBe(30)
  })

  test('damaged goods are counted by the farmer, whatever the code says', async () => {
    const { sheet, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1), condition: 'damaged' })
    expect(handover.lines[0]).toMatchObject({ accepted: null, code: 'qr' })
  })

  test('a substitute that the window allows costs everybody less', async () => {
    const { sheet, handsOver } = await aDelivery(programme)
    const { answer, handover } = await handsOver({
      quantity: 30,
      code: sheet.code(1),
      substitute: { item: 'duckling', unitPrice: 4_500 },
      farmerPaid: 27_000,
    })
    expect(answer.outcome).toBe('accepted')
    expect(handover.lines[0]).toMatchObject({
      item: 'duckling',
      farmerDue: 27_000,
      share: 108_000,
      projectMinor: 2_651,
    })
  })

  test('the fraud of asking the farmer for more than her share is caught, and owes nothing', async () => {
    const before = await payable()
    const { sheet, handsOver } = await aDelivery(programme)
    const { answer, handover } = await handsOver({ quantity: 30, code: sheet.code(1), farmerPaid: 45_000 })

    expect(answer).toMatchObject(disputed({ refused: 'voucher.farmer-share', due: 30_000, currency: 'KHR' }))
    expect(handover).toMatchObject({
      state: 'disputed',
      dispute: 'voucher.farmer-share',
      lines: [{ farmerPaid: 45_000, accepted: null }],
    })
    expect(await payable()).toBe(before)
  })

  test.each<[string, object, string]>([
    ['more than is left', { quantity: 31 }, 'voucher.line-used'],
    ['with a code that was used', { quantity: 5, code: 1 }, 'voucher.code-used'],
    ['with a code of another line', { quantity: 5, code: { n: 2, secret: 'A'.repeat(22) } }, 'voucher.code-wrong'],
    ['a dearer substitute', { quantity: 5, substitute: { item: 'duckling', unitPrice: 5_000 } }, 'voucher.substitute'],
  ])('%s is kept, disputed and unpaid', async (_, changes, reason) => {
    const { sheet, handsOver } = await aDelivery(programme)
    const first = sheet.code(1)
    await handsOver({ quantity: 1, code: first })
    const before = await payable()
    const wanted = 'code' in changes && changes.code === 1 ? { ...changes, code: first } : changes
    const { answer, handover } = await handsOver(wanted)

    expect(answer).toMatchObject(disputed({ refused: reason }))
    expect(handover.state).toBe('disputed')
    expect(await payable()).toBe(before)
  })

  test('a double spend from two phones of one shop is caught and attributed', async () => {
    const { key, sheet, voucher } = await aDelivery(programme)
    const lines = [given({ code: sheet.code(1) })]
    const answers = await Promise.all([1, 2].map(() => programme.as(sokha).ask('voucher.redeem', key, { lines })))

    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'disputed'])
    expect((await voucher()).handovers.map(({ state, by }) => [state, by])).toEqual([
      ['delivered', sokha.key],
      ['disputed', sokha.key],
    ])
  })

  test('half a bird, no bird, a thousand million birds, a line twice: refused by its shape', async () => {
    const { key } = await aDelivery(programme)
    for (const quantity of [0, -1, 0.5, 1e9]) {
      expect(await programme.as(sokha).ask('voucher.redeem', key, { lines: [given({ quantity })] })).toMatchObject(
        refused({ refused: 'input.invalid' }),
      )
    }
    expect(await programme.as(sokha).ask('voucher.redeem', key, { lines: [given(), given()] })).toEqual(
      refused({ refused: 'input.invalid', fields: [{ path: 'lines', problem: 'voucher.line-twice' }] }),
    )
  })

  test('an unknown line is turned down, and a shop that never had the voucher finds nothing', async () => {
    const { key } = await aDelivery(programme)
    expect(await programme.as(sokha).ask('voucher.redeem', key, { lines: [given({ line: 3 })] })).toEqual(
      refused({ refused: 'voucher.line-unknown' }),
    )

    await programme.pool.query(
      `update person set shop = '05-x', grants = jsonb_set(grants, '{0,shop}', '"05-x"') where id = $1`,
      [sokha.key.slice(3)],
    )
    expect(await programme.as(sokha).ask('voucher.redeem', key, { lines: [given()] })).toEqual(
      refused({ refused: 'record.not-found' }),
    )
    await programme.pool.query(
      `update person set shop = $2, grants = jsonb_set(grants, '{0,shop}', to_jsonb($2::text)) where id = $1`,
      [sokha.key.slice(3), sokhasShop],
    )
  })

  test('five wrong digits freeze the voucher, and then nothing more is learnt from trying', async () => {
    const { key, sheet, voucher, handsOver } = await aDelivery(programme)
    const wrong = { n: 1, digits: sheet.digits(1).digits === '123456' ? '123457' : '123456' }
    for (let tries = 1; tries <= 4; tries++) {
      expect((await handsOver({ quantity: 1, code: wrong })).answer).toMatchObject(
        disputed({ refused: 'voucher.code-wrong' }),
      )
      expect(await voucher()).toMatchObject({ state: 'open', wrongDigits: tries })
    }
    await handsOver({ quantity: 1, code: wrong })
    expect(await voucher()).toMatchObject({ state: 'frozen', wrongDigits: 5 })

    expect((await handsOver({ quantity: 1, code: sheet.digits(1) })).answer).toMatchObject(
      disputed({ refused: 'voucher.frozen' }),
    )
    expect((await voucher()).lines[0]!.strip[0]!.state).toBe('open')
    expect(
      await programme.as(dara).does('voucher.unfreeze', key, { seen: 7, why: 'Her grandchild tried' }),
    ).toMatchObject({ state: 'open' })
    expect((await handsOver({ quantity: 1, code: sheet.digits(1) })).handover.lines[0]).toMatchObject({
      code: 'digits',
      accepted: 1,
    })
  })

  test('on the last day it is good, the day after it is kept as disputed; a late report likewise', async () => {
    const start = programme.now().toISOString()
    const { key, sheet, voucher } = await aDelivery(programme)
    const { expiresOn } = await voucher()
    const told = programme.timeSeal.tell(programme.now().toISOString())
    const report = (code: object, askedAt: string) =>
      programme
        .as(sokha)
        .ask(
          'voucher.redeem',
          key,
          { lines: [given({ quantity: 5, code: code as never })] },
          { lastServerTime: told, askedAt },
        )

    programme.at(`${expiresOn}T16:30:00.000Z`)
    expect(await report(sheet.code(1, 1), `${expiresOn}T16:30:00.000Z`)).toMatchObject({ outcome: 'accepted' })
    programme.later(5)
    expect(await report(sheet.code(1, 2), `${expiresOn}T16:40:00.000Z`)).toMatchObject({ outcome: 'accepted' })
    expect(await report(sheet.code(1, 3), programme.now().toISOString())).toMatchObject(
      disputed({ refused: 'voucher.expired' }),
    )
    programme.later(15)
    expect(await report(sheet.code(1, 3), `${expiresOn}T16:40:00.000Z`)).toMatchObject(
      disputed({ refused: 'voucher.late', days: 14 }),
    )
    programme.at(start)
  })

  test('a suspended shop is not paid for what it hands over meanwhile', async () => {
    const { handsOver } = await aDelivery(programme)
    await programme.as(pisey).does('shop.suspend', sokhasShop, { why: 'Looked into' })
    expect((await handsOver({ quantity: 5 })).answer).toMatchObject(disputed({ refused: 'shop.suspended' }))
    await programme.as(pisey).does('shop.reinstate', sokhasShop, {})
    expect((await handsOver({ quantity: 5 })).answer).toMatchObject({ outcome: 'accepted' })
  })
})

describe('voucher.confirm', () => {
  test('from her own phone the farmer says how many she accepts, and the shop is owed for those', async () => {
    const before = await payable()
    const { key, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, condition: 'short' })
    await programme
      .as(bopha)
      .does('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 28 }] })

    const { handovers, lines } = await voucher()
    expect(handovers[0]).toMatchObject({
      lines: [{ accepted: 28 }],
      confirmations: [{ side: 'shop' }, { side: 'farmer', how: 'own-phone' }],
    })
    expect(lines[0]!.quantity - 28).toBe(2)
    expect(await payable()).toBe(before + 2_749)
    // The two that were missing may still be handed over.
    expect((await handsOver({ quantity: 2 })).answer.outcome).toBe('accepted')
  })

  test('with her strip on a worker who holds it, it is witnessed; without it the worker says nothing', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const lines = [{ line: 1, accepted: 30, code: sheet.code(1) }]

    expect(
      await programme
        .as(rithy)
        .ask('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 30 }] }),
    ).toEqual(refused({ refused: 'voucher.code-needed' }))
    expect(await programme.as(sreymom).ask('voucher.confirm', key, { handover: handover.id, lines })).toEqual(
      refused({ refused: 'duty.assisted' }),
    )
    await programme.as(rithy).does('voucher.confirm', key, { handover: handover.id, lines })
    expect((await voucher()).handovers[0]!.confirmations.at(-1)).toMatchObject({
      side: 'witness',
      how: 'staff-held-strip',
      by: rithy.key,
    })
  })

  test('not more than was handed over, not twice, not of a hand-over that is not there', async () => {
    const { key, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 10 })
    const confirm = (id: string, accepted: number) =>
      programme.as(bopha).ask('voucher.confirm', key, { handover: id, lines: [{ line: 1, accepted }] })

    expect(await confirm(handover.id, 11)).toEqual(refused({ refused: 'voucher.more-than-delivered', delivered: 10 }))
    expect(await confirm(programme.id(), 10)).toEqual(refused({ refused: 'voucher.delivery-unknown' }))
    expect(await confirm(handover.id, 10)).toMatchObject({ outcome: 'accepted' })
    expect(await confirm(handover.id, 10)).toEqual(refused({ refused: 'voucher.already-confirmed' }))
  })

  test('wrong digits count towards freezing here too', async () => {
    const { key, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 10 })
    const answer = await programme.as(bopha).ask('voucher.confirm', key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 10, code: { n: 1, digits: '000000' } }],
    })
    expect(answer).toMatchObject(disputed({ refused: 'voucher.code-wrong' }))
    expect(await voucher()).toMatchObject({ wrongDigits: 1 })
  })
})

describe('voucher.callBack', () => {
  test("somebody who had no part in it writes down the household's word", async () => {
    const { key, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const call = (by: typeof malis) =>
      programme.as(by).ask('voucher.callBack', key, {
        handover: handover.id,
        lines: [{ line: 1, accepted: 30 }],
        note: 'Spoke with the head',
      })

    // She helped the household to ask.
    expect(await call(sreymom)).toEqual(refused({ refused: 'duty.assisted' }))
    expect(await call(sokha)).toEqual(refused({ refused: 'actor.not-allowed' }))
    expect(await call(vanna)).toEqual(refused({ refused: 'duty.approved' }))
    expect(await call(malis)).toMatchObject({ outcome: 'accepted' })
    expect((await voucher()).handovers[0]!.confirmations.at(-1)).toMatchObject({
      side: 'farmer',
      how: 'call-back',
      by: malis.key,
    })
  })

  test('keeps what else was asked, and shows it to no shop', async () => {
    const { key, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const answers = { collected: 'yes', condition: 'good', visited: 'no', useful: 'little' } as const
    await programme.as(rithy).does('voucher.callBack', key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 30 }],
      answers,
    })
    const said = (await voucher()).handovers[0]!.confirmations.at(-1)!
    expect(said).toMatchObject({ how: 'call-back', note: null, answers })
    expect(JSON.stringify(forShop(await voucher()))).not.toContain('answers')
  })

  test('whoever stood by as a witness does not also ask the family', async () => {
    const { key, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const lines = [{ line: 1, accepted: 30 }]
    const seen = { photo: 'a'.repeat(64), position: { latitude: 11.6, longitude: 104.2 } }
    await programme.as(rithy).does('voucher.witness', key, { handover: handover.id, lines, ...seen })
    expect(await programme.as(rithy).ask('voucher.callBack', key, { handover: handover.id, lines })).toEqual(
      refused({ refused: 'duty.witnessed' }),
    )
  })

  test('where two sides differ, somebody has to look, and the claim waits', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1) })
    await programme.as(malis).does('voucher.callBack', key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 20 }],
      note: 'Says she got twenty',
    })
    expect((await voucher()).handovers[0]).toMatchObject({
      state: 'disputed',
      dispute: 'voucher.confirmations-differ',
      lines: [{ accepted: 30 }],
    })
  })
})

describe('voucher.witness', () => {
  const seen = { photo, position }

  test('a witness of the commune confirms with a photo and the place; whoever helped may not', async () => {
    const { key, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const say = { handover: handover.id, lines: [{ line: 1, accepted: 30 }], ...seen }

    expect(await programme.as(sreymom).ask('voucher.witness', key, say)).toEqual(refused({ refused: 'duty.assisted' }))
    await programme.as(kunthea).does('voucher.witness', key, say)
    expect((await voucher()).handovers[0]).toMatchObject({
      lines: [{ accepted: 30, projectMinor: 2_945 }],
      confirmations: [{}, { side: 'witness', how: 'photo', by: kunthea.key, photo, position }],
    })
  })

  test('not without the photo', async () => {
    const { key, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    const { photo: _, ...blind } = { handover: handover.id, lines: [{ line: 1, accepted: 30 }], ...seen }
    expect(await programme.as(kunthea).ask('voucher.witness', key, blind as never)).toMatchObject(
      refused({ refused: 'input.invalid' }),
    )
  })
})

describe('voucher.contribute', () => {
  test('cash that came later, up to her share', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1), farmerPaid: 20_000 })
    const pay = (minor: number) =>
      programme.as(sokha).ask('voucher.contribute', key, { handover: handover.id, line: 1, minor })

    expect(await pay(11_000)).toEqual(refused({ refused: 'voucher.farmer-share', due: 10_000, currency: 'KHR' }))
    expect(await pay(10_000)).toMatchObject({ outcome: 'accepted' })
    expect((await voucher()).contributions).toMatchObject([
      { kind: 'cash', handover: handover.id, line: 1, minor: 10_000 },
    ])
  })

  test('not where the contribution is labour', async () => {
    const { key, sheet, handsOver } = await aDelivery(programme, { contribution: 'labour' })
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1) })
    expect(
      await programme.as(sokha).ask('voucher.contribute', key, { handover: handover.id, line: 1, minor: 100 }),
    ).toEqual(refused({ refused: 'voucher.contribution-kind', kind: 'labour' }))
    expect((await handsOver({ line: 2, quantity: 5, farmerPaid: 100 })).answer).toMatchObject(
      disputed({ refused: 'voucher.farmer-share', due: 0 }),
    )
  })
})

describe('voucher.resolve', () => {
  async function aDispute() {
    const delivery = await aDelivery(programme)
    const { handover } = await delivery.handsOver({ quantity: 30, farmerPaid: 45_000 })
    return { ...delivery, handover }
  }
  const resolve = async (
    key: string,
    handover: string,
    outcome: 'stands' | 'dismissed',
    accepted?: number,
    by: typeof sophal = sophal,
  ) => {
    const { version } = await programme.record('voucher', key)
    const lines = accepted === undefined ? [] : [{ line: 1, accepted }]
    return programme.as(by).ask('voucher.resolve', key, { seen: version, handover, outcome, lines, note: 'Asked both' })
  }

  test('it stands as far as somebody other than the shop has confirmed', async () => {
    const { key, handover, voucher } = await aDispute()
    expect(await resolve(key, handover.id, 'stands', 30)).toEqual(refused({ refused: 'voucher.unconfirmed' }))
    await programme
      .as(bopha)
      .does('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 25 }] })
    expect(await resolve(key, handover.id, 'stands', 26)).toEqual(refused({ refused: 'voucher.unconfirmed' }))
    expect(await resolve(key, handover.id, 'stands', 25)).toMatchObject({ outcome: 'accepted' })
    expect((await voucher()).handovers[0]).toMatchObject({
      state: 'delivered',
      lines: [{ accepted: 25 }],
      resolution: { by: sophal.key },
    })
  })

  test('dismissed it counts for nothing, and what was owed for it is taken back', async () => {
    const before = await payable()
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1) })
    expect(await payable()).toBe(before + 2_945)
    await programme.as(malis).does('voucher.callBack', key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 0 }],
      note: 'Never was there',
    })

    expect(await resolve(key, handover.id, 'dismissed')).toMatchObject({ outcome: 'accepted' })
    expect(await payable()).toBe(before)
    expect((await voucher()).handovers[0]).toMatchObject({ state: 'dismissed' })
    expect((await handsOver({ quantity: 30 })).answer.outcome).toBe('accepted')
  })

  test('not what is not disputed, not twice the same goods, not by whoever approved or issued', async () => {
    const { key, handover, handsOver } = await aDispute()
    const { handover: good } = await handsOver({ quantity: 30 })
    expect(await resolve(key, good.id, 'stands')).toEqual(refused({ refused: 'voucher.not-disputed' }))
    await programme
      .as(bopha)
      .does('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 30 }] })
    expect(await resolve(key, handover.id, 'stands', 30)).toEqual(refused({ refused: 'voucher.line-used', left: 0 }))
    expect(await resolve(key, handover.id, 'dismissed', undefined, vanna)).toEqual(
      refused({ refused: 'duty.approved' }),
    )
    expect(await resolve(key, handover.id, 'dismissed', undefined, samnang)).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
  })
})

describe('reads', () => {
  const everywhere = [{ programme: 'story', places: [''] }]
  const ofShop = [{ programme: 'story', places: [], shop: sokhasShop }]

  test("a shop's people see their vouchers without digits, duties or proposal; through no other read", async () => {
    const { key } = await aDelivery(programme)
    const [shown] = (await voucherReads.atShop.run(ofShop, { limit: 100 }, programme.pool)).filter(
      (one) => one.key === key,
    )

    expect(shown).not.toHaveProperty('duties')
    expect(shown).not.toHaveProperty('proposal')
    expect(JSON.stringify(shown)).not.toContain('digitsHash')
    expect(await voucherReads.one.run(ofShop, { key }, programme.pool)).toBeNull()
    expect(await voucherReads.list.run(ofShop, { limit: 10 }, programme.pool)).toEqual([])
    expect(
      await voucherReads.atShop.run(
        [{ programme: 'story', places: [], shop: '05-other' }],
        { limit: 10 },
        programme.pool,
      ),
    ).toEqual([])
  })

  test('one voucher is found by its key or by what is read out from its sheet', async () => {
    const { key, voucher } = await aDelivery(programme)
    const { serial } = await voucher()
    const found = await voucherReads.bySerial.run(
      everywhere,
      { serial: serial.toLowerCase().replaceAll('-', ' ') },
      programme.pool,
    )

    expect(found).toMatchObject([{ key, serial, projectMinor: 4_123 }])
    expect(await voucherReads.bySerial.run(everywhere, { serial: '05-AAAA-AAAA-AA' }, programme.pool)).toEqual([])
    expect(await voucherReads.one.run(everywhere, { key }, programme.pool)).toMatchObject({ key })
    expect(await voucherReads.one.run([{ programme: 'story', places: ['0507'] }], { key }, programme.pool)).toBeNull()
  })

  test('what waits is in the queue, disputes in their own', async () => {
    const { key, handsOver } = await aDelivery(programme)
    await handsOver({ quantity: 30, farmerPaid: 45_000 })
    const queue = await voucherReads.queue.run(everywhere, { matter: 'resolve', limit: 100 }, programme.pool)
    const disputes = await voucherReads.disputes.run(everywhere, { limit: 100 }, programme.pool)
    const waiting = await voucherReads.waiting.run(everywhere, {}, programme.pool)

    expect(queue.map((one) => one.key)).toContain(key)
    expect(disputes).toContainEqual(expect.objectContaining({ key, dispute: 'voucher.farmer-share' }))
    expect(waiting.find(({ matter }) => matter === 'resolve')!.vouchers).toBe(queue.length)
  })

  test('what a household has had, and who says so', async () => {
    const { household, sheet, handsOver } = await aDelivery(programme)
    await handsOver([
      { quantity: 10, code: sheet.code(1) },
      given({ line: 2, quantity: 30, code: sheet.code(2), farmerPaid: 12_000 }),
    ])
    expect(await voucherReads.received.run(everywhere, { household }, programme.pool)).toMatchObject([
      { item: 'chick', unit: 'bird', quantity: 10, share: 40_000, byFarmer: true },
      { item: 'feed', unit: 'kg', quantity: 30, share: 48_000, farmerPaid: 12_000 },
    ])
    expect(await voucherReads.received.run([], { household }, programme.pool)).toEqual([])
  })
})
