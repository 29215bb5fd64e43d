import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandNamed } from '#capabilities/commands.ts'
import { voucherReads, vouchersToExpire } from '#capabilities/vouchers/voucher.store.ts'
import { bopha, chenda, dara, pisey, samnang, sokha, sokhasShop, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aDelivery, aHousehold, anApproval, aShop, given, openShops, otherShop } from '#dev/testing/deliveries.ts'
import {
  allotment,
  aRegistration,
  aWish,
  chickens,
  type Play,
  programmeCode,
  startProgramme,
} from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import type { Key } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { addDays } from '#door/values.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const refused = (refusal: object) => ({ outcome: 'refused', refusal })
const committed = () => programme.balance(account.committed(allotment))
const available = () => programme.balance(account.available(allotment))

async function issue(proposal: Key, changes: object = {}, by: typeof samnang = samnang) {
  const key = programme.key()
  const { strips } = aSheet(key)
  return programme.as(by).ask('voucher.issue', key, { proposal, shop: sokhasShop, strips, ...changes })
}

describe('voucher.issue', () => {
  test('carries what redemption needs, and its lines add up to what was approved', async () => {
    const { voucher, household } = await aDelivery(programme)

    const issued = await voucher()
    expect(issued).toMatchObject({
      household,
      shop: sokhasShop,
      state: 'open',
      issuedOn: '2021-02-01',
      expiresOn: '2021-04-02',
      currency: 'USD',
      rate: 4_075,
      sheet: 1,
      duties: { assistedBy: sreymom.key, verifiedBy: dara.key, approvedBy: vanna.key, issuedBy: samnang.key },
    })
    expect(issued.lines).toMatchObject([
      {
        n: 1,
        item: 'chick',
        quantity: 30,
        unitPrice: 5_000,
        price: 150_000,
        share: 120_000,
        farmerShare: 30_000,
        projectMinor: 2_945,
      },
      {
        n: 2,
        item: 'feed',
        quantity: 30,
        unitPrice: 2_000,
        price: 60_000,
        share: 48_000,
        farmerShare: 12_000,
        projectMinor: 1_178,
      },
    ])
    expect(issued.lines[0]!.substitutes).toMatchObject([{ item: 'duckling', unitPrice: 4_500 }])
    expect(issued.lines.reduce((sum, { projectMinor }) => sum + projectMinor, 0)).toBe(4_123)
    expect(issued.serial).toMatch(/^05-/)
  })

  test('the alternative recipient whom the household named stands on it', async () => {
    const household = await aHousehold(programme)
    await programme
      .as(sreymom)
      .does('household.nameRecipient', household, { name: 'កូនស្រី', phone: null, relation: 'daughter' })
    const { proposal } = await anApproval(programme, {}, household)
    const key = programme.key()
    const { strips } = aSheet(key)
    expect(
      await programme.as(samnang).does('voucher.issue', key, { proposal, shop: sokhasShop, strips }),
    ).toMatchObject({
      recipients: { alternative: 'កូនស្រី' },
    })
  })

  test('once for a proposal', async () => {
    const { proposal } = await aDelivery(programme)
    expect(await issue(proposal)).toEqual(refused({ refused: 'voucher.exists' }))
  })

  test('only of an approved proposal', async () => {
    const household = await aHousehold(programme)
    const proposal = programme.key()
    await programme.as(sreymom).does('proposal.submit', proposal, {
      household,
      window: chickens,
      package: 'chicks-and-feed',
      quantity: 30,
      place: '05080101',
      contribution: 'cash',
      consent: true,
    })
    expect(await issue(proposal)).toEqual(
      refused({ refused: 'proposal.wrong-state', state: 'submitted', step: 'issue' }),
    )
  })

  test('an officer of another district is told there is no such proposal', async () => {
    const { proposal } = await anApproval(programme)
    expect(await issue(proposal, {}, chenda)).toEqual(refused({ refused: 'proposal.not-found' }))
  })

  test('not by whoever helped with the proposal, nor for a relative', async () => {
    const { proposal, household } = await anApproval(programme)
    await programme.pool.query('update person set relatives = array[$1] where id = $2', [
      household,
      samnang.key.slice(3),
    ])
    expect(await issue(proposal)).toEqual(refused({ refused: 'duty.own-affair' }))
    await programme.pool.query(`update person set relatives = '{}' where id = $1`, [samnang.key.slice(3)])

    await programme.pool.query('update proposal set assisted_by = $1 where id = $2', [samnang.key, proposal.slice(3)])
    expect(await issue(proposal)).toEqual(refused({ refused: 'duty.assisted' }))
  })

  test('not to a family that has its voucher already, as another household: merged into it, or left by its head', async () => {
    const served = await aHousehold(programme)
    const { members, birthYear } = await programme.record('household', served)
    const { proposal } = await anApproval(programme, {}, served)
    const again = programme.key()
    const herself = { nameKm: members[0].nameKm, nameLatin: null, birthYear, phone: null, poverty: null }
    await programme.as(sreymom).does('household.register', again, aRegistration({ member: programme.id(), ...herself }))
    const second = await anApproval(programme, {}, again)
    await programme
      .as(dara)
      .does('household.judge', again, { other: served, verdict: 'different', reason: 'Two sisters-in-law' })
    expect(await issue(second.proposal)).toMatchObject({ outcome: 'accepted' })

    // A card says what nobody had seen; the officer joins them, and the approval of before is worth nothing.
    for (const household of [served, again]) {
      await programme.as(sreymom).does('household.setPoverty', household, {
        category: 'poor2',
        source: 'ministry-list',
        card: 'KSP-0508-4321',
        issuedOn: null,
        expiresOn: null,
        photo: null,
      })
    }
    const later = await programme.record('household', again)
    expect(later.suspects).toEqual([served])
    await programme.as(dara).does('household.judge', again, { other: served, verdict: 'same', reason: 'One card' })
    expect(await issue(proposal)).toEqual(refused({ refused: 'household.served', as: again }))

    const daughter = programme.id()
    const own = programme.key()
    await programme.as(sreymom).does('household.addMember', served, {
      member: daughter,
      nameKm: null,
      nameLatin: 'Uk Romduol',
      sex: 'female',
      birthYear: 1997,
      role: 'child',
      identityNumber: null,
    })
    await programme
      .as(sreymom)
      .does('household.separate', served, { member: daughter, on: '2020-11-02', heir: null, household: own })
    await programme.as(sreymom).does(
      'household.register',
      own,
      aRegistration({
        member: daughter,
        nameKm: null,
        nameLatin: 'Uk Romduol',
        birthYear: 1997,
        phone: null,
        poverty: null,
        partedFrom: served,
      }),
    )
    const hers = programme.key()
    await programme.as(sreymom).does('proposal.submit', hers, aWish({ household: own }))
    await programme
      .as(dara)
      .does('proposal.verify', hers, { seen: 1, how: 'desk', note: null, photo: null, position: null })
    expect(await programme.as(vanna).ask('proposal.approve', hers, { seen: 2, note: null })).toMatchObject(
      refused({ refused: 'household.served', as: served }),
    )
  })

  test('not while the household may be the same as another; a judgement sets it free', async () => {
    const first = await aHousehold(programme)
    const { proposal } = await anApproval(programme, {}, first)
    const { members, birthYear } = await programme.record('household', first)
    const second = programme.key()
    await programme.as(sreymom).does(
      'household.register',
      second,
      aRegistration({
        member: programme.id(),
        nameKm: members[0].nameKm,
        nameLatin: null,
        birthYear,
        phone: null,
        poverty: null,
      }),
    )

    expect(await issue(proposal)).toEqual(refused({ refused: 'household.suspected', with: [second] }))
    await programme
      .as(dara)
      .does('household.judge', second, { other: first, verdict: 'different', reason: 'Two sisters-in-law' })
    expect(await issue(proposal)).toMatchObject({ outcome: 'accepted' })
  })

  test.each<[string, () => Promise<object>, object]>([
    ['a shop that nobody knows', async () => ({ shop: programme.key() }), { refused: 'shop.not-found' }],
    [
      'a suspended shop',
      () => aShopThat(async (shop) => programme.as(pisey).does('shop.suspend', shop, { why: 'x' })),
      { refused: 'shop.suspended' },
    ],
    [
      'a shop of another district',
      () => aShopThat(async () => {}, { serves: ['0507'] }),
      { refused: 'shop.not-serving' },
    ],
    [
      'a shop without the chain',
      () => aShopThat(async () => {}, { chains: ['vegetables'] }),
      { refused: 'shop.not-serving' },
    ],
    [
      'a shop whose contract is over',
      () => aShopThat(async () => {}, { contract: { number: '1', from: '2020-01-01', until: '2020-12-31' } }),
      { refused: 'shop.not-serving' },
    ],
    [
      'too few codes',
      async () => ({ strips: aSheet(programme.key(), 1).strips }),
      { refused: 'input.invalid', fields: [{ path: 'strips', problem: 'voucher.strips' }] },
    ],
  ])('not with %s', async (_, changes, refusal) => {
    const { proposal } = await anApproval(programme)
    expect(await issue(proposal, await changes())).toEqual(refused(refusal))
  })

  test('two officers at once issue one voucher', async () => {
    const { proposal } = await anApproval(programme)
    const answers = await Promise.all([issue(proposal), issue(proposal)])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'refused'])
  })
})

describe('voucher.reprint', () => {
  test('a new sheet cancels every code that was not used', async () => {
    const { key, sheet, handsOver } = await aDelivery(programme)
    await handsOver({ quantity: 10, code: sheet.code(1) })
    const fresh = aSheet(key, 2, 4, 9)
    const voucher = await programme.as(samnang).does('voucher.reprint', key, { sheet: 1, strips: fresh.strips })

    expect(voucher.sheet).toBe(2)
    expect(voucher.lines[0].strip.map(({ state }: { state: string }) => state)).toEqual([
      'used',
      'cancelled',
      'cancelled',
      'open',
      'open',
      'open',
    ])
    expect((await handsOver({ quantity: 5, code: sheet.code(1, 2) })).answer).toMatchObject({
      outcome: 'disputed',
      refusal: { refused: 'voucher.code-cancelled' },
    })
    expect((await handsOver({ quantity: 5, code: fresh.code(1) })).answer).toMatchObject({ outcome: 'accepted' })
  })

  test('is made from the sheet that is in force', async () => {
    const { key } = await aDelivery(programme)
    await programme.as(samnang).does('voucher.reprint', key, { sheet: 1, strips: aSheet(key, 2, 4).strips })
    expect(
      await programme.as(samnang).ask('voucher.reprint', key, { sheet: 1, strips: aSheet(key, 2, 4).strips }),
    ).toEqual(refused({ refused: 'voucher.sheet-changed', sheet: 2 }))
  })
})

describe('voucher.fold', () => {
  const unfolded = async () => {
    const scope = [{ programme: programmeCode, places: [''] }]
    const rows = (await voucherReads.unfolded.run(scope, { limit: 100 }, programme.pool)) as { key: string }[]
    return rows.map(({ key }) => key)
  }

  test('a sheet waits to be printed until somebody has closed it, and the one after it waits again', async () => {
    const { key } = await aDelivery(programme)
    expect(await unfolded()).toContain(key)
    const closed = await programme.as(samnang).does('voucher.fold', key, { sheet: 1 })
    expect(closed).toMatchObject({ folded: { by: samnang.key }, state: 'open' })
    expect(await unfolded()).not.toContain(key)
    expect(await programme.as(samnang).ask('voucher.fold', key, { sheet: 1 })).toEqual(
      refused({ refused: 'voucher.folded' }),
    )

    await programme.as(samnang).does('voucher.reprint', key, { sheet: 1, strips: aSheet(key, 2, 4).strips })
    expect(await unfolded()).toContain(key)
    expect(await programme.as(samnang).ask('voucher.fold', key, { sheet: 1 })).toEqual(
      refused({ refused: 'voucher.sheet-changed', sheet: 2 }),
    )
  })

  test('sheets belong to the district office: no other role may issue, print or close them', () => {
    const roles = JSON.parse(readFileSync('programmes/roles.json', 'utf8')) as Record<string, { permissions: string[] }>
    const printing = ['issue', 'reprint', 'fold'].map((verb) => commandNamed(`voucher.${verb}`)!.permission)
    expect(new Set(printing)).toEqual(new Set([voucherReads.unfolded.permission]))
    const holders = Object.keys(roles).filter((role) => roles[role]!.permissions.includes(printing[0]!))
    expect(holders).toEqual(['district-officer'])
  })
})

describe('voucher.transfer', () => {
  test('the new shop may redeem it, and a report about the old one is answered by it', async () => {
    const { key, voucher } = await aDelivery(programme)
    await programme.as(bopha).does('voucher.report', key, { kind: 'no-stock' })
    await programme.as(dara).does('voucher.transfer', key, { seen: 2, shop: otherShop, why: 'No chicks before April' })

    expect(await voucher()).toMatchObject({
      shop: otherShop,
      formerShops: [sokhasShop],
      reports: [{ answer: { how: 'transferred', by: dara.key } }],
      remarks: [{ step: 'transfer', from: sokhasShop }],
    })
  })

  test('what the first shop handed over before it heard of it is kept, and can stand', async () => {
    const { key, voucher } = await aDelivery(programme)
    const told = programme.timeSeal.tell(programme.now().toISOString())
    programme.later(1)
    const handedAt = programme.now().toISOString()
    programme.later(1)
    await programme.as(dara).does('voucher.transfer', key, { seen: 1, shop: otherShop, why: 'Closed for a funeral' })
    const answer = await programme
      .as(sokha)
      .ask('voucher.redeem', key, { lines: [given({ quantity: 10 })] }, { lastServerTime: told, askedAt: handedAt })

    expect(answer).toMatchObject({ outcome: 'disputed', refusal: { refused: 'voucher.wrong-shop' } })
    const { handovers } = await voucher()
    expect(handovers[0]).toMatchObject({ state: 'disputed', shop: sokhasShop, at: handedAt })
    const handover = handovers[0]!.id
    await programme.as(bopha).does('voucher.confirm', key, { handover, lines: [{ line: 1, accepted: 10 }] })
    await programme.as(sophal).does('voucher.resolve', key, {
      seen: 4,
      handover,
      outcome: 'stands',
      lines: [{ line: 1, accepted: 10 }],
      note: 'Before the move',
    })
    expect((await voucher()).handovers[0]).toMatchObject({
      state: 'delivered',
      lines: [{ accepted: 10, projectMinor: 982 }],
    })
  })

  test('what it hands over afterwards can never stand', async () => {
    const { key } = await aDelivery(programme)
    await programme.as(dara).does('voucher.transfer', key, { seen: 1, shop: otherShop, why: 'Closed' })
    await programme.as(sokha).ask('voucher.redeem', key, { lines: [given()] })
    const { handovers } = await programme.record('voucher', key)
    await programme
      .as(bopha)
      .does('voucher.confirm', key, { handover: handovers[0].id, lines: [{ line: 1, accepted: 30 }] })

    expect(
      await programme.as(sophal).ask('voucher.resolve', key, {
        seen: 4,
        handover: handovers[0].id,
        outcome: 'stands',
        lines: [{ line: 1, accepted: 30 }],
        note: 'x',
      }),
    ).toEqual(refused({ refused: 'voucher.wrong-shop' }))
  })

  test('not to the same shop, nor from an older look', async () => {
    const { key } = await aDelivery(programme)
    expect(await programme.as(dara).ask('voucher.transfer', key, { seen: 1, shop: sokhasShop, why: 'x' })).toEqual(
      refused({ refused: 'shop.same' }),
    )
    expect(await programme.as(dara).ask('voucher.transfer', key, { seen: 7, shop: otherShop, why: 'x' })).toEqual(
      refused({ refused: 'record.changed' }),
    )
  })
})

describe('voucher.extend', () => {
  test('gives more time, never less', async () => {
    const { key } = await aDelivery(programme)
    expect(
      await programme.as(dara).does('voucher.extend', key, { seen: 1, until: '2021-05-31', why: 'Late chicks' }),
    ).toMatchObject({
      expiresOn: '2021-05-31',
      state: 'open',
    })
    expect(await programme.as(dara).ask('voucher.extend', key, { seen: 2, until: '2021-05-01', why: 'x' })).toEqual(
      refused({ refused: 'voucher.expired', on: '2021-05-31' }),
    )
  })
})

describe('voucher.freeze', () => {
  test('a frozen voucher hands over nothing that is paid', async () => {
    const { key, handsOver } = await aDelivery(programme)
    await programme.as(dara).does('voucher.freeze', key, { why: 'The sheet was seen for sale' })
    expect((await handsOver({ quantity: 5 })).answer).toMatchObject({
      outcome: 'disputed',
      refusal: { refused: 'voucher.frozen' },
    })
  })
})

describe('voucher.unfreeze', () => {
  test('sets it free, with its wrong digits forgotten', async () => {
    const { key, handsOver } = await aDelivery(programme)
    await programme.as(dara).does('voucher.freeze', key, { why: 'x' })
    expect(
      await programme.as(dara).does('voucher.unfreeze', key, { seen: 2, why: 'Found under the bed' }),
    ).toMatchObject({ state: 'open', wrongDigits: 0 })
    expect((await handsOver({ quantity: 5 })).answer).toMatchObject({ outcome: 'accepted' })
  })
})

describe('voucher.cancel', () => {
  test('what was not delivered flows back; what waits for a word keeps its money', async () => {
    const before = { committed: await committed(), available: await available() }
    const { key, handsOver } = await aDelivery(programme)
    const { handover } = await handsOver({ quantity: 10 })
    await programme.as(vanna).does('voucher.cancel', key, { seen: 2, why: 'Moved away' })

    // A third of 29.45 is kept for the ten chicks that the farmer has still to confirm.
    expect(await committed()).toBe(before.committed + 982)
    expect(await available()).toBe(before.available - 982)
    await programme.as(bopha).does('voucher.confirm', key, { handover: handover.id, lines: [{ line: 1, accepted: 8 }] })
    expect(await committed()).toBe(before.committed)
    expect(await available()).toBe(before.available - 785)
  })

  test('an officer of the district may not', async () => {
    const { key } = await aDelivery(programme)
    expect(await programme.as(dara).ask('voucher.cancel', key, { seen: 1, why: 'x' })).toEqual(
      refused({ refused: 'actor.not-allowed' }),
    )
  })
})

describe('voucher.close', () => {
  test('a short delivery stays short, and the rest flows back', async () => {
    const { key, sheet, handsOver, voucher } = await aDelivery(programme)
    await handsOver([{ quantity: 28, code: sheet.code(1) }, given({ line: 2, quantity: 30, code: sheet.code(2) })])
    const before = await available()
    await programme.as(vanna).does('voucher.close', key, { seen: 2, why: 'No more chicks this season' })

    expect((await voucher()).state).toBe('closed')
    // 2 of 30 chicks: 29.45 less the running total for 28, 27.49.
    expect(await available()).toBe(before + 196)
  })

  test('not while somebody has still to speak', async () => {
    const { key, handsOver } = await aDelivery(programme)
    expect(await programme.as(vanna).ask('voucher.close', key, { seen: 1, why: 'x' })).toEqual(
      refused({ refused: 'voucher.nothing-delivered' }),
    )
    await handsOver({ quantity: 5 })
    expect(await programme.as(vanna).ask('voucher.close', key, { seen: 2, why: 'x' })).toEqual(
      refused({ refused: 'voucher.unconfirmed' }),
    )
  })
})

describe('voucher.expire', () => {
  test('not before the last report can have arrived; then its money is free again, and it can be revived', async () => {
    const { key } = await aDelivery(programme)
    const before = { committed: await committed(), available: await available() }
    const { expiresOn, lateDays } = await programme.record('voucher', key)
    expect(await programme.as('system').ask('voucher.expire', key, {})).toEqual(
      refused({ refused: 'voucher.not-expired', on: addDays(expiresOn, lateDays) }),
    )
    const start = programme.now().toISOString()
    programme.at(`${expiresOn}T02:00:00.000Z`)
    expect(await vouchersToExpire(programme.today(), 100, programme.pool)).not.toContain(key)
    programme.later(15)
    expect(await vouchersToExpire(programme.today(), 100, programme.pool)).toContain(key)
    await programme.as('system').does('voucher.expire', key, {})
    expect(await committed()).toBe(before.committed - 4_123)
    expect(await available()).toBe(before.available + 4_123)

    const until = '2021-12-31'
    await programme.as(dara).does('voucher.extend', key, { seen: 2, until, why: 'The chicks are here' })
    expect(await programme.record('voucher', key)).toMatchObject({ state: 'open', expiresOn: until })
    expect(await committed()).toBe(before.committed)
    programme.at(start)
  })

  test('is asked by the programme alone', async () => {
    const { key } = await aDelivery(programme)
    expect(await programme.as(vanna).ask('voucher.expire', key, {})).toEqual(refused({ refused: 'actor.not-allowed' }))
  })
})

async function aShopThat(then: (shop: Key) => Promise<unknown>, changes: object = {}): Promise<{ shop: Key }> {
  const shop = programme.key()
  await programme.as(pisey).does('shop.register', shop, aShop(changes))
  await then(shop)
  return { shop }
}
