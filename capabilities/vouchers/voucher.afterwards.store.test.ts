import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { handoverReads } from '#capabilities/vouchers/handover.store.ts'
import { voucherReads } from '#capabilities/vouchers/voucher.store.ts'
import { bopha, dara, kunthea, malis, rithy, samnang, sokha, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { aDelivery, given, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { addDays } from '#door/values.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const photo = 'd'.repeat(64)
const position = { latitude: 11.7, longitude: 104.3 }
const refused = (refusal: object) => ({ outcome: 'refused', refusal })
const disputed = (refusal: object) => ({ outcome: 'disputed', refusal })
const everywhere = [{ programme: 'story', places: [''] }]

describe('voucher.report', () => {
  test('"no stock" gets a day by which the office answers, and shows in its list', async () => {
    const { key, voucher } = await aDelivery(programme)
    await programme.as(bopha).does('voucher.report', key, { kind: 'no-stock', note: 'គ្មានកូនមាន់' })

    expect((await voucher()).reports).toMatchObject([
      { kind: 'no-stock', by: bopha.key, dueOn: addDays(programme.today(), 5), answer: null },
    ])
    const open = await voucherReads.reports.run(everywhere, { limit: 100 }, programme.pool)
    expect(open).toContainEqual(expect.objectContaining({ key, report: expect.objectContaining({ kind: 'no-stock' }) }))
  })

  test('once until it is answered, and not about a voucher that is over', async () => {
    const { key } = await aDelivery(programme)
    await programme.as(sreymom).does('voucher.report', key, { kind: 'shop-closed' })
    expect(await programme.as(bopha).ask('voucher.report', key, { kind: 'shop-closed' })).toEqual(
      refused({ refused: 'voucher.report-open' }),
    )
    expect(await programme.as(bopha).ask('voucher.report', key, { kind: 'no-stock' })).toMatchObject({
      outcome: 'accepted',
    })
    await programme.as(vanna).does('voucher.cancel', key, { seen: 3, why: 'x' })
    expect(await programme.as(bopha).ask('voucher.report', key, { kind: 'no-stock' })).toEqual(
      refused({ refused: 'voucher.wrong-state', state: 'cancelled', step: 'report' }),
    )
  })
})

describe('voucher.answerReport', () => {
  test('where the shop has stock again, nothing else is needed', async () => {
    const { key, voucher } = await aDelivery(programme)
    const { reports } = await programme.as(bopha).does('voucher.report', key, { kind: 'no-stock' })
    const answer = { report: reports[0].id, how: 'restocked', note: 'From Friday on' } as const
    await programme.as(dara).does('voucher.answerReport', key, answer)

    expect((await voucher()).reports).toMatchObject([{ answer: { how: 'restocked', by: dara.key } }])
    expect(await programme.as(dara).ask('voucher.answerReport', key, answer)).toEqual(
      refused({ refused: 'voucher.report-unknown' }),
    )
  })
})

describe('voucher.claimMortality', () => {
  async function thirtyChicks() {
    const delivery = await aDelivery(programme)
    const { handover } = await delivery.handsOver([
      { quantity: 30, code: delivery.sheet.code(1), farmerPaid: 30_000 },
      given({ line: 2, code: delivery.sheet.code(2) }),
    ])
    const claim = (dead: number, diedOn = programme.today(), line = 1) =>
      programme
        .as(bopha)
        .ask('voucher.claimMortality', delivery.key, { handover: handover.id, line, dead, diedOn, photo })
    return { ...delivery, handover, claim }
  }

  test('within the days of the item, up to what was accepted and still lives', async () => {
    const { claim, voucher } = await thirtyChicks()
    expect(await claim(5)).toMatchObject({ outcome: 'accepted' })
    expect(await claim(26)).toEqual(refused({ refused: 'voucher.more-than-delivered', delivered: 25 }))
    expect(await claim(1, addDays(programme.today(), 1))).toEqual(
      refused({ refused: 'day.in-future', field: 'diedOn' }),
    )
    expect(await claim(1, programme.today(), 2)).toEqual(refused({ refused: 'voucher.not-living', item: 'feed' }))
    expect((await voucher()).losses).toMatchObject([{ dead: 5, state: 'open' }])
    programme.later(9)
    expect(await claim(1)).toEqual(refused({ refused: 'voucher.mortality-late', days: 7 }))
  })

  test('upheld, the shop owes as many living ones, free of charge, and no more', async () => {
    const { key, claim, voucher, handsOver } = await thirtyChicks()
    await claim(5)
    const { losses } = await voucher()
    const loss = losses[0]!.id
    await programme
      .as(vanna)
      .does('voucher.decideMortality', key, { loss, outcome: 'upheld', note: 'Seen on the photo' })

    expect((await handsOver({ quantity: 6, replaces: loss })).answer).toMatchObject(
      disputed({ refused: 'voucher.replacement', owed: 5 }),
    )
    expect((await handsOver({ quantity: 5, replaces: loss, farmerPaid: 100 })).answer).toMatchObject(
      disputed({ refused: 'voucher.farmer-share', due: 0 }),
    )
    const { answer, handover } = await handsOver({ quantity: 5, replaces: loss })
    expect(answer.outcome).toBe('accepted')
    await programme.as(bopha).does('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 5 }] })
    expect((await voucher()).handovers.at(-1)!.lines[0]).toMatchObject({ accepted: 5, share: 0, projectMinor: 0 })
    expect((await handsOver({ quantity: 1, replaces: loss })).answer).toMatchObject(
      disputed({ refused: 'voucher.replacement', owed: 0 }),
    )
  })
})

describe('voucher.decideMortality', () => {
  test('refused with a note; not twice, not by the district that knows her', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30, code: sheet.code(1) })
    await programme.as(sreymom).does('voucher.claimMortality', key, {
      handover: handover.id,
      line: 1,
      dead: 30,
      diedOn: programme.today(),
      photo,
    })
    const { losses } = await voucher()
    const decide = (by: typeof vanna) =>
      programme.as(by).ask('voucher.decideMortality', key, {
        loss: losses[0]!.id,
        outcome: 'refused',
        note: 'A photo of another coop',
      })

    expect(await decide(samnang)).toEqual(refused({ refused: 'actor.not-allowed' }))
    expect(await decide(vanna)).toMatchObject({ outcome: 'accepted' })
    expect(await decide(vanna)).toEqual(refused({ refused: 'voucher.loss-unknown' }))
  })
})

describe('voucher.check', () => {
  const visit: InputOf<'voucher.check'> = { verdict: 'in-order', findings: [{ line: 1, found: 30 }], photo, position }

  test('the worker of the next commune checks; whoever helped, verified, issued or stood by may not', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    const { handover } = await handsOver([given({ code: sheet.code(1) }), given({ line: 2 })])
    await programme
      .as(kunthea)
      .does('voucher.witness', key, { handover: handover.id, lines: [{ line: 2, accepted: 30 }], photo, position })
    const check = (by: typeof rithy) => programme.as(by).ask('voucher.check', key, visit)

    expect(await check(sreymom)).toEqual(refused({ refused: 'duty.assisted' }))
    expect(await check(dara)).toEqual(refused({ refused: 'duty.verified' }))
    expect(await check(samnang)).toEqual(refused({ refused: 'duty.issued' }))
    expect(await check(kunthea)).toEqual(refused({ refused: 'actor.not-allowed' }))
    expect(await check(rithy)).toMatchObject({ outcome: 'accepted' })
    expect((await voucher()).checks).toMatchObject([
      { by: rithy.key, verdict: 'in-order', findings: [{ line: 1, found: 30 }], dispute: null },
    ])
  })

  test('whoever called the household back has had a hand in it', async () => {
    const { key, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 30 })
    await programme
      .as(malis)
      .does('voucher.callBack', key, { handover: handover.id, lines: [{ line: 1, accepted: 30 }], note: 'x' })
    expect(await programme.as(malis).ask('voucher.check', key, visit)).toEqual(refused({ refused: 'duty.witnessed' }))
  })

  test('a visit that was faster than the report of the shop is kept all the same', async () => {
    const { key, voucher } = await aDelivery(programme)
    expect(
      await programme
        .as(rithy)
        .ask('voucher.check', key, { ...visit, verdict: 'not-in-order', findings: [{ line: 1, found: 0 }] }),
    ).toMatchObject(disputed({ refused: 'voucher.nothing-delivered' }))
    expect((await voucher()).checks).toMatchObject([{ dispute: 'voucher.nothing-delivered' }])
  })

  test('labour or material is recorded by whoever has seen it', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme, { contribution: 'labour' })
    await handsOver({ quantity: 30, code: sheet.code(1) })
    const seen = (kind: 'labour' | 'material') =>
      programme
        .as(rithy)
        .ask('voucher.check', key, { ...visit, contribution: { kind, description: 'A coop of bamboo' } })

    expect(await seen('material')).toEqual(refused({ refused: 'voucher.contribution-kind', kind: 'labour' }))
    expect(await seen('labour')).toMatchObject({ outcome: 'accepted' })
    expect((await voucher()).contributions).toMatchObject([
      { kind: 'labour', description: 'A coop of bamboo', by: rithy.key },
    ])
    expect(await seen('labour')).toEqual(refused({ refused: 'voucher.contribution-recorded' }))
  })
})

describe('handover.hold', () => {
  test('a list of a day on which many received, laid beside what the shop reported of each', async () => {
    const [one, two] = [await aDelivery(programme), await aDelivery(programme)]
    const event = programme.key()
    await programme.as(sreymom).does('handover.hold', event, {
      shop: sokhasShop,
      place: '050801',
      heldOn: programme.today(),
      vouchers: [one.key, two.key],
      witness: 'Nuon Kunthea',
      photo,
    })
    await one.handsOver({ quantity: 30, code: one.sheet.code(1) }, { event })

    const found = await handoverReads.one.run(everywhere, { key: event }, programme.pool)
    expect(found!.listed).toMatchObject([
      { voucher: one.key, state: 'delivered' },
      { voucher: two.key, handover: null },
    ])
    expect(
      await handoverReads.one.run([{ programme: 'story', places: ['0507'] }], { key: event }, programme.pool),
    ).toBeNull()
    expect(
      (await handoverReads.list.run(everywhere, { limit: 10 }, programme.pool)).map(({ key }: { key: Key }) => key),
    ).toContain(event)
  })

  test('not tomorrow, not of a shop that nobody knows, nobody twice', async () => {
    const { key } = await aDelivery(programme)
    const list = {
      shop: sokhasShop,
      place: '050801',
      heldOn: programme.today(),
      vouchers: [key],
      witness: 'Kunthea',
      photo,
    }
    const hold = (changes: object) =>
      programme.as(sreymom).ask('handover.hold', programme.key(), { ...list, ...changes })

    expect(await hold({ heldOn: addDays(programme.today(), 1) })).toEqual(
      refused({ refused: 'day.in-future', field: 'heldOn' }),
    )
    expect(await hold({ shop: programme.key() })).toEqual(refused({ refused: 'shop.not-found' }))
    expect(await hold({ place: '050701' })).toEqual(refused({ refused: 'actor.out-of-reach' }))
    expect(await hold({ vouchers: [key, key] })).toMatchObject(refused({ refused: 'input.invalid' }))
    expect(await programme.as(sokha).ask('handover.hold', programme.key(), list)).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
    expect(await hold({ shop: otherShop })).toMatchObject({ outcome: 'accepted' })
  })
})
