import { describe, expect, test } from 'vitest'
import { itemKey, latestQuotation, type Quotation, quotedOn, standing } from '#capabilities/catalogue/item.ts'
import { sophal } from '#dev/cast.ts'
import { isKey } from '#door/key.ts'

const quoted = (from: string, minor: number, changes: Partial<Quotation> = {}): Quotation => ({
  ...{ province: null, currency: 'KHR', minor, from, source: 'Sokha', by: sophal.key },
  at: `${from}T03:00:00.000Z`,
  ...changes,
})

test('an item has one key in its programme', () => {
  expect(itemKey('aspire', 'chick')).toBe(itemKey('aspire', 'chick'))
  expect(isKey(itemKey('aspire', 'chick'))).toBe(true)
  expect(new Set([itemKey('aspire', 'chick'), itemKey('rush-it', 'chick'), itemKey('aspire', 'hen')]).size).toBe(3)
})

describe('what was asked on a day', () => {
  const quotations = [
    quoted('2021-01-01', 5_000),
    quoted('2021-03-01', 5_400),
    quoted('2021-02-01', 5_900, { province: '05' }),
    quoted('2021-03-01', 5_200, { source: 'Monourom' }),
  ]

  test.each([
    ['before anybody was asked', null, '2020-12-31', undefined],
    ['on the day itself', null, '2021-01-01', 5_000],
    ['until the next', null, '2021-02-28', 5_000],
    ['of one day, as it was written down last', null, '2021-03-01', 5_200],
    ["in a province, its own before the country's", '05', '2021-03-01', 5_900],
    ['in a province where nobody asked yet', '05', '2021-01-31', 5_000],
    ['in another province', '06', '2021-03-01', 5_200],
  ])('%s', (_, province, day, minor) => {
    expect(quotedOn({ quotations }, province, day)?.minor).toBe(minor)
  })

  test('a correction stands for what it corrects, which is kept', () => {
    const corrected = [...quotations, quoted('2021-03-01', 5_100, { source: ' monourom' })]
    expect(quotedOn({ quotations: corrected }, null, '2021-03-01')?.minor).toBe(5_100)
    expect(standing(corrected).map(({ minor }) => minor)).toEqual([5_000, 5_400, 5_900, 5_100])
    expect(latestQuotation({ quotations: corrected })?.minor).toBe(5_100)
  })

  test('nothing was asked of an item without quotations', () => {
    expect(latestQuotation({ quotations: [] })).toBeUndefined()
  })
})
