import { describe, expect, test } from 'vitest'
import { forHousehold, forShop } from '#capabilities/vouchers/voucher.documents.ts'
import { farmerDue } from '#capabilities/vouchers/voucher.money.ts'
import { handedOver, objectionTo } from '#capabilities/vouchers/voucher.redeeming.ts'
import {
  allVoucherSteps,
  mattersOf,
  take,
  type Voucher,
  type VoucherState,
  voucherStepsFrom,
} from '#capabilities/vouchers/voucher.ts'
import { bophasHousehold, sokha, sokhasShop } from '#dev/cast.ts'
import { aLine, aSheet, aVoucher, voucherKey } from '#dev/testing/vouchers.ts'
import type { Actor } from '#door/actor.ts'
import { isRefusal } from '#door/refusal.ts'

const at = '2021-02-10T02:00:00.000Z'
const envelope = '01930000-0000-7000-8000-000000000901'
const shopkeeper: Actor = { id: sokha.key, grants: [], household: null, relatives: [], shop: sokhasShop }
const moment = { actor: shopkeeper, envelope, at, receivedAt: at }
const shop = { suspensions: [] } as never

function given(changes: object = {}) {
  return { lines: [{ line: 1, quantity: 10, code: null, condition: 'good' as const, farmerPaid: 0, ...changes }] }
}

test.each<[VoucherState, string[]]>([
  ['open', ['freeze', 'reprint', 'fold', 'carry', 'transfer', 'extend', 'complete', 'close', 'cancel', 'expire']],
  ['frozen', ['unfreeze', 'reprint', 'fold', 'transfer', 'extend', 'complete', 'cancel', 'expire']],
  ['expired', ['revive']],
  ['closed', []],
  ['cancelled', []],
])('from %s a voucher can: %j', (state, expected) => {
  expect(voucherStepsFrom(state)).toEqual(expected)

  for (const step of allVoucherSteps)
    expect(isRefusal(take(step, aVoucher({ state }), at))).toBe(!expected.includes(step))
})

describe("the farmer's part in cash", () => {
  const line = aLine()
  const owes = (voucher: Voucher, quantity: number, unitPrice = 5_000) => farmerDue(voucher, line, quantity, unitPrice)

  test('is her part of what is handed over, and of a cheaper substitute less', () => {
    expect(owes(aVoucher(), 30)).toBe(30_000)
    expect(owes(aVoucher(), 10)).toBe(10_000)
    expect(owes(aVoucher(), 10, 4_500)).toBe(9_000)
  })

  test('counts what she has paid before: whoever paid for all and took part owes nothing for the rest', () => {
    const paid = handedOver(aVoucher(), given({ farmerPaid: 10_000 }), moment).voucher
    expect(owes(paid, 20)).toBe(20_000)
    const ahead = {
      ...paid,
      contributions: [
        { kind: 'cash', handover: envelope, line: 1, minor: 20_000, description: null, by: sokha.key, at } as const,
      ],
    }
    expect(owes(ahead, 20)).toBe(0)
  })

  test('is nothing where the contribution is labour or material', () => {
    expect(owes(aVoucher({ contribution: 'labour' }), 30)).toBe(0)
  })

  test('is asked in notes of 100 riel, and the rounding is shown', () => {
    const odd = aVoucher({ lines: [aLine({ farmerShare: 10_007, share: 139_993 })] })
    const [handed] = handedOver(odd, given({ quantity: 30 }), moment).voucher.handovers[0]!.lines
    expect(handed).toMatchObject({ farmerDue: 10_007, rounding: -7 })
    expect(objectionTo(odd, given({ quantity: 30, farmerPaid: 10_000 }), shop, moment)).toBeUndefined()
    expect(objectionTo(odd, given({ quantity: 30, farmerPaid: 10_100 }), shop, moment)).toMatchObject({
      refused: 'voucher.farmer-share',
      due: 10_000,
    })
  })
})

describe('what a hand-over meets', () => {
  const sheet = aSheet(voucherKey, 1)
  const objection = (voucher: Voucher, changes: object, more: object = {}) =>
    objectionTo(voucher, given(changes), shop, { ...moment, ...more })?.refused

  test.each<[string, Partial<Voucher>, object, object, string | undefined]>([
    ['nothing', {}, {}, {}, undefined],
    ['its right code', {}, { code: sheet.code(1) }, {}, undefined],
    ['a line that is not on it', {}, { line: 2 }, {}, 'voucher.line-unknown'],
    ['more than is left', {}, { quantity: 31 }, {}, 'voucher.line-used'],
    ['a wrong code', {}, { code: { ...sheet.code(1), n: 2 } }, {}, 'voucher.code-wrong'],
    ['wrong digits', {}, { code: { n: 1, digits: '000000' } }, {}, 'voucher.code-wrong'],
    ['a substitute that is not allowed', {}, { substitute: { item: 'feed', unitPrice: 1 } }, {}, 'voucher.substitute'],
    ['a dearer substitute', {}, { substitute: { item: 'duckling', unitPrice: 4_501 } }, {}, 'voucher.substitute'],
    ['an allowed substitute', {}, { substitute: { item: 'duckling', unitPrice: 4_500 } }, {}, undefined],
    ["more than the farmer's share", {}, { farmerPaid: 10_001 }, {}, 'voucher.farmer-share'],
    ['its last day', {}, {}, { at: '2021-04-02T16:59:59.000Z', receivedAt: '2021-04-02T17:00:00.000Z' }, undefined],
    [
      'the day after',
      {},
      {},
      { at: '2021-04-02T17:00:00.000Z', receivedAt: '2021-04-03T02:00:00.000Z' },
      'voucher.expired',
    ],
    ['a late report', {}, {}, { receivedAt: '2021-02-25T02:00:00.000Z' }, 'voucher.late'],
    ['a frozen voucher', { state: 'frozen' }, {}, {}, 'voucher.frozen'],
    ['a cancelled voucher', { state: 'cancelled' }, {}, {}, 'voucher.wrong-state'],
    ['a closed voucher', { state: 'closed' }, {}, {}, 'voucher.wrong-state'],
    [
      "the shopkeeper's own household",
      {},
      {},
      { actor: { ...shopkeeper, household: bophasHousehold } },
      'duty.own-affair',
    ],
    ['a stranger without a shop', {}, {}, { actor: { ...shopkeeper, shop: null } }, 'actor.out-of-reach'],
    ['a shop it was taken from', { shop: '05-other', formerShops: [sokhasShop] }, {}, {}, 'voucher.wrong-shop'],
  ])('%s', (_, changes, line, more, expected) => {
    expect(objection(aVoucher(changes), line, more)).toBe(expected)
  })

  test("a shop's own document is enough to say the same, but for digits", () => {
    const onPhone = forShop(aVoucher())
    expect(objectionTo(onPhone, given({ code: sheet.code(1) }), shop, moment)).toBeUndefined()
    expect(objectionTo(onPhone, given({ code: sheet.digits(1) }), shop, moment)).toEqual({
      refused: 'fact.unknown',
      what: 'digits',
    })
    expect(objectionTo(onPhone, given({ quantity: 31 }), shop, moment)?.refused).toBe('voucher.line-used')
  })
})

describe('what is still to be done', () => {
  test('an open voucher waits to be redeemed, then to be confirmed, then to be checked', () => {
    expect(mattersOf(aVoucher())).toEqual([{ matter: 'redeem', dueOn: '2021-03-03' }])

    const handed = handedOver(aVoucher(), given(), moment).voucher
    expect(mattersOf(handed).map(({ matter }) => matter)).toEqual(['confirm', 'check', 'redeem'])
  })
})

describe('documents', () => {
  const reported = handedOver(
    aVoucher(),
    given({ code: aSheet(voucherKey, 1).code(1), farmerPaid: 10_000 }),
    moment,
  ).voucher
  const documents = [forShop(reported), forHousehold(reported)].map((document) => JSON.stringify(document))

  test('hold no hash that could be guessed back to a code', () => {
    for (const document of documents) {
      expect(document).not.toContain('digitsHash')
      for (const { digitsHash } of aLine().strip) expect(document).not.toContain(digitsHash)
    }
  })

  test.each([
    'poor',
    'percent',
    'category',
    'poverty',
    'exception',
    'phone',
    'card',
    'identity',
    'Village chicken 2021',
  ])('say nothing of %s', (word) => {
    for (const document of documents) expect(document.toLowerCase()).not.toContain(word.toLowerCase())
  })

  test('a shop is not told who decided, who complained, what a visit found', () => {
    const full: Voucher = {
      ...reported,
      reports: [
        { id: envelope, kind: 'shop-closed', by: sokha.key, at, dueOn: '2021-02-15', note: 'ច្រក', answer: null },
      ],
      remarks: [{ step: 'freeze', why: 'suspicion', by: sokha.key, at, from: null }],
    }
    const shown = JSON.stringify(forShop(full))

    for (const field of ['duties', 'reports', 'remarks', 'checks', 'proposal', 'window'])
      expect(forShop(full)).not.toHaveProperty(field)
    expect(shown).not.toContain('suspicion')
    expect(shown).not.toContain(full.duties.approvedBy)
  })
})
