import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimReads } from '#capabilities/claims/claim.store.ts'
import type { Claim } from '#capabilities/claims/claim.ts'
import type { InputOf } from '#capabilities/commands.ts'
import { kosal, malis, rithy, sokha, sokhasShop, sophal, vanna } from '#dev/cast.ts'
import { aDelivery, type Delivery, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { allotment, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { addDays } from '#door/values.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openDoor } from '#server/door.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const evidence = 'e'.repeat(64)
const photo = 'f'.repeat(64)
const refused = (refusal: object) => ({ outcome: 'refused', refusal })
const everywhere = [{ programme: 'story', places: [''] }]

/** Everything the allotment ever had is in one of these, to the cent. */
async function accounts() {
  const of = (id: string) => programme.balance(id)
  return {
    available: await of(account.available(allotment)),
    committed: await of(account.committed(allotment)),
    payable: await of(account.payable(allotment, sokhasShop)),
    paid: await of(account.paid(allotment)),
    exchange: await of(account.exchange(allotment)),
    rounding: await of(account.rounding(allotment)),
  }
}
const total = (balances: Awaited<ReturnType<typeof accounts>>) =>
  Object.values(balances).reduce((sum, minor) => sum + minor, 0)

type Bill = InputOf<'claim.submit'>['lines'][number]

/** Thirty chicks received, and paid for by the farmer: the project owes 120,000 riel. */
async function received(farmerPaid = 30_000): Promise<Delivery & { bill: Bill }> {
  const delivery = await aDelivery(programme)
  const { handover } = await delivery.handsOver({ quantity: 30, code: delivery.sheet.code(1), farmerPaid })
  return { ...delivery, bill: { voucher: delivery.key, handover: handover.id, line: 1, quantity: 30, minor: 120_000 } }
}

async function submit(lines: Bill[], by: Parameters<Play['as']>[0] = sokha) {
  const key = programme.key()
  const answer = await programme
    .as(by)
    .ask('claim.submit', key, { invoice: 'INV-7', invoicedOn: programme.today(), lines })
  return { key, answer, claim: (await programme.record('claim', key)) as Claim }
}

function pay(key: Key, changes: Partial<InputOf<'claim.pay'>> = {}, by: Parameters<Play['as']>[0] = kosal) {
  return programme.as(by).ask('claim.pay', key, {
    seen: 1,
    lines: [1],
    method: 'bank',
    currency: 'USD',
    reference: 'TRX-1',
    evidence,
    ...changes,
  })
}

describe('claim.submit', () => {
  test('a line that was ordered, received and billed alike matches, and a clock for its payment runs', async () => {
    const { bill } = await received()
    const { claim } = await submit([bill])

    expect(claim).toMatchObject({
      state: 'submitted',
      shop: sokhasShop,
      place: '05',
      dueOn: addDays(programme.today(), 30),
      vouchers: [bill.voucher],
    })
    expect(claim.lines).toMatchObject([
      {
        n: 1,
        item: 'chick',
        ordered: { quantity: 30, share: 120_000 },
        received: { quantity: 30, share: 120_000 },
        billed: { quantity: 30, minor: 120_000 },
        difference: 0,
        state: 'matched',
        agreed: 120_000,
        budget: { currency: 'USD', owed: 2_945, agreed: 2_945 },
      },
    ])
  })

  test('the fraud of billing the full price of a co-financed line is caught; its neighbour goes on', async () => {
    const [fair, greedy] = [await received(), await received()]
    const { claim } = await submit([fair.bill, { ...greedy.bill, minor: 150_000 }])

    expect(claim.lines).toMatchObject([
      { state: 'matched' },
      {
        state: 'disputed',
        mismatch: 'above-match',
        difference: 30_000,
        agreed: 0,
        billed: { minor: 150_000 },
        received: { share: 120_000 },
      },
    ])
    expect(await pay(claim.key)).toMatchObject({ outcome: 'accepted' })
    expect(await programme.record('claim', claim.key)).toMatchObject({ state: 'part-paid' })
    expect(await pay(claim.key, { seen: 2, lines: [2] })).toEqual(
      refused({ refused: 'claim.wrong-state', state: 'disputed', step: 'pay' }),
    )
  })

  test('only what was confirmed, and only once her contribution is recorded', async () => {
    const unconfirmed = await aDelivery(programme)
    const { handover } = await unconfirmed.handsOver({ quantity: 30, farmerPaid: 30_000 })
    const billed = { voucher: unconfirmed.key, handover: handover.id, line: 1, quantity: 30, minor: 120_000 }
    const unpaid = await received(20_000)
    const good = await received()

    expect((await submit([billed])).answer).toEqual(refused({ refused: 'claim.nothing-to-claim' }))
    const { claim } = await submit([billed, unpaid.bill, good.bill])
    expect(claim.lines.map(({ state, mismatch }) => [state, mismatch])).toEqual([
      ['rejected', 'not-confirmed'],
      ['rejected', 'contribution-missing'],
      ['matched', null],
    ])

    await programme
      .as(sokha)
      .does('voucher.contribute', unpaid.key, { handover: unpaid.bill.handover, line: 1, minor: 10_000 })
    expect((await submit([unpaid.bill])).claim.lines).toMatchObject([{ state: 'matched' }])
  })

  test('labour counts once a visit has seen it', async () => {
    const delivery = await aDelivery(programme, { contribution: 'labour' })
    const { handover } = await delivery.handsOver({ quantity: 30, code: delivery.sheet.code(1) })
    const bill = { voucher: delivery.key, handover: handover.id, line: 1, quantity: 30, minor: 120_000 }

    expect((await submit([bill])).answer).toEqual(refused({ refused: 'claim.nothing-to-claim' }))
    await programme.as(rithy).does('voucher.check', delivery.key, {
      verdict: 'in-order',
      findings: [{ line: 1, found: 30 }],
      photo,
      position: { latitude: 11.7, longitude: 104.3 },
      contribution: { kind: 'labour', description: 'A coop' },
    })
    expect((await submit([bill])).claim.lines).toMatchObject([{ state: 'matched' }])
  })

  test('a hand-over is billed once, however many invoices come at the same time', async () => {
    const { bill } = await received()
    const answers = (await Promise.all([submit([bill]), submit([bill]), submit([bill])])).map(({ answer }) => answer)

    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'refused', 'refused'])
    expect(answers).toContainEqual(refused({ refused: 'claim.already-claimed', delivery: bill.handover }))
    const other = await received()
    const { claim } = await submit([bill, other.bill])
    expect(claim.lines.map(({ mismatch }) => mismatch)).toEqual(['already-claimed', null])
  })

  test('nor where two servers decide about it at the same moment', async () => {
    const { bill } = await received()
    const { pool, timeSeal, now } = programme
    const doors = [programme.door, openDoor({ capabilities, stores, pool, timeSeal, now })]
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => {
        const input = { invoice: 'INV-8', invoicedOn: programme.today(), lines: [bill] }
        return doors[at % 2]!.ask(programme.envelope(sokha.key, 'claim.submit', programme.key(), input), sokha.key)
      }),
    )
    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
  })

  test('a disputed hand-over, an open loss, another quantity: each says why', async () => {
    const [differing, lossy, counted] = [await received(), await received(), await received()]
    await programme.as(malis).does('voucher.callBack', differing.key, {
      handover: differing.bill.handover,
      lines: [{ line: 1, accepted: 20 }],
      note: 'x',
    })
    // Bopha lives in the household of the last story: the worker claims for the others.
    await programme.as(rithy).does('voucher.claimMortality', lossy.key, {
      handover: lossy.bill.handover,
      line: 1,
      dead: 3,
      diedOn: programme.today(),
      photo,
    })
    const { claim } = await submit([differing.bill, lossy.bill, { ...counted.bill, quantity: 29 }])

    expect(claim.lines.map(({ state, mismatch }) => [state, mismatch])).toEqual([
      ['rejected', 'delivery-disputed'],
      ['disputed', 'loss-open'],
      ['disputed', 'quantity'],
    ])
  })

  test("another shop's hand-over is nothing to this one, whether it exists or not", async () => {
    const { bill } = await received()
    expect((await submit([{ ...bill, voucher: programme.key() }])).answer).toEqual(
      refused({ refused: 'claim.line-unknown' }),
    )
    expect((await submit([{ ...bill, handover: programme.id() }])).answer).toEqual(
      refused({ refused: 'claim.line-unknown' }),
    )

    await atShop(otherShop, async () => {
      expect((await submit([bill])).answer).toEqual(refused({ refused: 'claim.line-unknown' }))
    })
  })

  test('not of tomorrow, nor a line twice, nor by somebody without a shop', async () => {
    const { bill } = await received()
    expect((await submit([bill, bill])).answer).toMatchObject(refused({ refused: 'input.invalid' }))
    expect((await submit([bill], vanna)).answer).toEqual(refused({ refused: 'actor.not-allowed' }))
    const key = programme.key()
    const invoicedOn = addDays(programme.today(), 1)
    expect(await programme.as(sokha).ask('claim.submit', key, { invoice: '8', invoicedOn, lines: [bill] })).toEqual(
      refused({ refused: 'day.in-future', field: 'invoicedOn' }),
    )
  })
})

describe('claim.settle', () => {
  test('finance settles a disputed line at what matches, never above', async () => {
    const { bill } = await received()
    const { key } = await submit([{ ...bill, minor: 150_000 }])
    const settle = (minor: number) =>
      programme
        .as(kosal)
        .ask('claim.settle', key, { seen: 1, line: 1, minor, note: "The farmer's share is hers to pay" })

    expect(await settle(120_001)).toEqual(refused({ refused: 'claim.above-match', match: 120_000, currency: 'KHR' }))
    expect(await settle(120_000)).toMatchObject({ outcome: 'accepted' })
    expect(await programme.record('claim', key)).toMatchObject({
      lines: [{ state: 'matched', agreed: 120_000, budget: { agreed: 2_945 } }],
    })
  })

  test('with nothing it is rejected, and may be billed anew', async () => {
    const { bill } = await received()
    const { key } = await submit([{ ...bill, minor: 150_000 }])
    await programme.as(kosal).does('claim.settle', key, { seen: 1, line: 1, minor: 0, note: 'Bill your own part' })

    expect(await programme.record('claim', key)).toMatchObject({ state: 'rejected' })
    expect((await submit([bill])).claim.lines).toMatchObject([{ state: 'matched' }])
  })

  test('for less than matches, the rest returns to the available money when it is paid', async () => {
    const before = await accounts()
    const { bill } = await received()
    const { key } = await submit([bill])
    await programme.as(kosal).does('claim.settle', key, { seen: 1, line: 1, minor: 60_000, note: 'Half were bantams' })
    await pay(key, { seen: 2 })

    const after = await accounts()
    // 14.73 of 29.45; the feed is still committed.
    expect(after.paid - before.paid).toBe(1_473)
    expect(after.payable).toBe(before.payable)
    expect(before.available - after.available).toBe(4_123 - (2_945 - 1_473))
    expect(total(after)).toBe(total(before))
  })

  test('not by the shop, not twice from one look', async () => {
    const { bill } = await received()
    const { key } = await submit([{ ...bill, minor: 150_000 }])
    expect(await programme.as(sokha).ask('claim.settle', key, { seen: 1, line: 1, minor: 1, note: 'x' })).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
    expect(await programme.as(kosal).ask('claim.settle', key, { seen: 9, line: 1, minor: 1, note: 'x' })).toEqual(
      refused({ refused: 'record.changed' }),
    )
    expect(await programme.as(kosal).ask('claim.settle', key, { seen: 1, line: 4, minor: 1, note: 'x' })).toEqual(
      refused({ refused: 'claim.line-unknown' }),
    )
  })
})

describe('claim.pay', () => {
  test('what was owed is paid, with its evidence, and every account agrees', async () => {
    const before = await accounts()
    const { bill } = await received()
    const { key } = await submit([bill])
    expect(await pay(key)).toMatchObject({ outcome: 'accepted' })

    const claim: Claim = await programme.record('claim', key)
    expect(claim).toMatchObject({
      state: 'paid',
      lines: [{ state: 'paid' }],
      payments: [
        { by: kosal.key, method: 'bank', currency: 'USD', minor: 2_945, rounding: 0, reference: 'TRX-1', evidence },
      ],
    })
    const after = await accounts()
    expect(after).toMatchObject({
      payable: before.payable,
      paid: before.paid + 2_945,
      committed: before.committed + 1_178,
    })
    expect(total(after)).toBe(total(before))
    expect(await pay(key, { seen: 2 })).toEqual(refused({ refused: 'claim.wrong-state', state: 'paid', step: 'pay' }))
  })

  test('in riel at the rate of the day: the difference belongs to the exchange account', async () => {
    const before = await accounts()
    const [cheap, dear] = [await received(), await received()]
    const { key } = await submit([cheap.bill, dear.bill])

    expect(await pay(key, { currency: 'KHR' })).toEqual(refused({ refused: 'claim.rate-needed' }))
    await pay(key, { currency: 'KHR', rielPerDollar: 4_100 })
    const first = await accounts()
    // 120,000 riel cost 29.27 at 4,100 and not 29.45 as at approval.
    expect(first.paid - before.paid).toBe(2_927)
    expect(first.exchange - before.exchange).toBe(18)
    await pay(key, { seen: 2, lines: [2], currency: 'KHR', rielPerDollar: 4_000 })
    const second = await accounts()
    expect(second.paid - first.paid).toBe(3_000)
    expect(second.exchange - first.exchange).toBe(-55)
    expect(second.payable).toBe(before.payable)
    expect(total(second)).toBe(total(before))
  })

  test('cash in riel is paid in notes of 100, and the rounding is booked', async () => {
    const before = await accounts()
    const delivery = await aDelivery(programme)
    // 7 of 30 chicks: 28,000 riel; the substitute at 4,490 makes it odd: 25,144 riel.
    const { handover } = await delivery.handsOver({
      quantity: 7,
      code: delivery.sheet.code(1),
      substitute: { item: 'duckling', unitPrice: 4_490 },
      farmerPaid: 6_300,
    })
    expect(handover.lines[0]).toMatchObject({ share: 25_144, projectMinor: 617 })
    const { key } = await submit([
      { voucher: delivery.key, handover: handover.id, line: 1, quantity: 7, minor: 25_144 },
    ])
    expect(await pay(key, { method: 'cash', currency: 'KHR', rielPerDollar: 4_075 })).toMatchObject({
      outcome: 'accepted',
    })

    expect((await programme.record('claim', key)).payments).toMatchObject([
      { minor: 25_100, rounding: -44, currency: 'KHR' },
    ])
    const after = await accounts()
    expect(after.paid - before.paid).toBe(616)
    expect(after.rounding - before.rounding).toBe(1)
    expect(total(after)).toBe(total(before))
  })

  test('not by whoever approved, nor for a relative, nor for the own shop', async () => {
    const { bill, household } = await received()
    const { key } = await submit([bill])
    expect(await pay(key, {}, vanna)).toEqual(refused({ refused: 'actor.not-allowed' }))

    const kosalWith = (columns: string) =>
      programme.pool.query(`update person set ${columns} where id = $1`, [kosal.key.slice(3)])
    await kosalWith(`relatives = array['${household}']`)
    expect(await pay(key)).toEqual(refused({ refused: 'duty.own-affair' }))
    await kosalWith(`relatives = '{}', shop = '${sokhasShop}'`)
    expect(await pay(key)).toEqual(refused({ refused: 'duty.shop' }))
    await kosalWith('shop = null')
    await programme.pool.query(
      `update voucher set duties = jsonb_set(duties, '{approvedBy}', to_jsonb($1::text)) where id = $2`,
      [kosal.key, bill.voucher.slice(3)],
    )
    expect(await pay(key)).toEqual(refused({ refused: 'duty.approved' }))
  })

  test('not what somebody has begun to doubt since it was billed; and what was billed is not taken back behind it', async () => {
    const { key: voucher, bill } = await received()
    const { key } = await submit([bill])
    await programme
      .as(malis)
      .does('voucher.callBack', voucher, { handover: bill.handover, lines: [{ line: 1, accepted: 10 }], note: 'Ten' })

    expect(await pay(key)).toEqual(refused({ refused: 'claim.delivery-disputed', delivery: bill.handover }))
    const { version } = await programme.record('voucher', voucher)
    const resolve: InputOf<'voucher.resolve'> = {
      seen: version,
      handover: bill.handover,
      outcome: 'stands',
      lines: [{ line: 1, accepted: 10 }],
      note: 'x',
    }
    expect(await programme.as(sophal).ask('voucher.resolve', voucher, resolve)).toEqual(
      refused({ refused: 'claim.already-claimed', delivery: bill.handover }),
    )

    await programme.as(kosal).does('claim.settle', key, { seen: 1, line: 1, minor: 0, note: 'Until it is clear' })
    expect(await programme.as(sophal).ask('voucher.resolve', voucher, resolve)).toMatchObject({ outcome: 'accepted' })
  })

  test('an older look, an unknown line, a currency that is neither', async () => {
    const { bill } = await received()
    const { key } = await submit([bill])
    expect(await pay(key, { seen: 3 })).toEqual(refused({ refused: 'record.changed' }))
    expect(await pay(key, { lines: [1, 2] })).toEqual(refused({ refused: 'claim.line-unknown' }))
    expect(await pay(key, { evidence: 'none' })).toMatchObject(refused({ refused: 'input.invalid' }))
    expect(await pay(key, { reference: '' })).toMatchObject(refused({ refused: 'input.invalid' }))
  })
})

describe('reads', () => {
  test('a shop and finance see the same clock; another shop and another province see nothing', async () => {
    const { bill } = await received()
    const { key } = await submit([bill])
    const list = async (scope: Parameters<typeof claimReads.list.run>[0]) =>
      (await claimReads.list.run(scope, { waiting: true, limit: 100 }, programme.pool)).filter((row) => row.key === key)
    const ofShop = (shop: Key) => [{ programme: 'story', places: [], shop }]

    expect(await list(everywhere)).toMatchObject([
      { nameKm: 'ហាងសុខា', dueOn: addDays(programme.today(), 30), lines: { matched: 1 }, agreed: { KHR: 120_000 } },
    ])
    expect(await list(ofShop(sokhasShop))).toHaveLength(1)
    expect(await list(ofShop(otherShop))).toEqual([])
    expect(await list([{ programme: 'story', places: ['07'] }])).toEqual([])
    expect(await claimReads.one.run(ofShop(otherShop), { key }, programme.pool)).toBeNull()
    expect(await claimReads.one.run(ofShop(sokhasShop), { key }, programme.pool)).toMatchObject({ key })
    expect((await claimReads.waiting.run(everywhere, {}, programme.pool)).map(({ state }) => state)).toContain(
      'submitted',
    )
  })

  test('what may be billed is what was accepted and not yet billed', async () => {
    const { key, bill } = await received()
    const ofShop = [{ programme: 'story', places: [], shop: sokhasShop }]
    const claimable = async () =>
      (await claimReads.claimable.run(ofShop, { limit: 300 }, programme.pool)).filter(({ voucher }) => voucher === key)

    expect(await claimable()).toMatchObject([
      { handover: bill.handover, line: 1, quantity: 30, currency: 'KHR', minor: 120_000 },
    ])
    await submit([bill])
    expect(await claimable()).toEqual([])
  })
})

test('a shop that lost a voucher is still paid for what it handed over before', async () => {
  const { key, bill } = await received()
  const { version } = await programme.record('voucher', key)
  await programme
    .as(vanna)
    .does('voucher.transfer', key, { seen: version, shop: otherShop, why: 'The rest from elsewhere' })
  const { claim } = await submit([bill])

  expect(claim.lines).toMatchObject([{ state: 'matched' }])
})

/** Sokha works at another shop while something is told. */
async function atShop(shop: Key, told: () => Promise<void>) {
  const move = (to: Key) =>
    programme.pool.query(
      `update person set shop = $1, grants = jsonb_set(grants, '{0,shop}', to_jsonb($1::text)) where id = $2`,
      [to, sokha.key.slice(3)],
    )
  await move(shop)
  await told()
  await move(sokhasShop)
}
