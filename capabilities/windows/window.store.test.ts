import { afterAll, beforeAll, expect, test } from 'vitest'
import { ceilingOf, rateOn } from '#capabilities/windows/window.ts'
import { castId, kosal, sophal, vanna } from '#dev/cast.ts'
import { chickens, type Play, someTerms, startProgramme } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'

let programme: Play

beforeAll(async () => {
  programme = await startProgramme()
})
afterAll(() => programme.end())

test('window.publish wants a line of its own currency, dates in order and items it knows', async () => {
  const publish = (changes: object) =>
    programme.as(sophal).ask('window.publish', programme.key('00'), { ...someTerms(), ...changes })

  expect(await publish({ budgetLine: keyOf('00', castId(999)) })).toMatchObject({
    refusal: { refused: 'budget.not-found' },
  })
  expect(await publish({ currency: 'KHR' })).toMatchObject({ refusal: { refused: 'budget.currency' } })
  expect(await publish({ closesOn: '2020-12-31' })).toMatchObject({ refusal: { refused: 'window.dates' } })
  expect(await publish({ closesOn: '2021-02-30' })).toMatchObject({
    refusal: { refused: 'input.invalid', fields: [{ path: 'closesOn' }] },
  })
  expect(await publish({ items: someTerms().items.slice(0, 2) })).toMatchObject({
    refusal: { refused: 'window.item-unknown', item: 'feed' },
  })
  expect(await publish({})).toMatchObject({ outcome: 'accepted' })
})

test('window.price and window.rate add to the history; a day keeps the price of that day', async () => {
  await programme.as(sophal).does('window.price', chickens, {
    prices: [{ item: 'chick', province: null, currency: 'KHR', minor: 6_000, from: '2021-04-01', source: 'quotation' }],
  })
  const window = await programme
    .as(sophal)
    .does('window.rate', chickens, { from: '2021-04-01', rielPerDollar: 4_050, source: 'National Bank' })

  expect(['2021-03-31', '2021-04-01'].map((day) => ceilingOf(window, 'chick', '05080101', day)?.minor)).toEqual([
    5_000, 6_000,
  ])
  expect(['2021-03-31', '2021-04-01'].map((day) => rateOn(window, day))).toEqual([4_075, 4_050])
  expect(
    await programme.as(sophal).ask('window.price', chickens, {
      prices: [{ item: 'tractor', province: null, currency: 'KHR', minor: 1, from: '2021-04-01', source: 'a friend' }],
    }),
  ).toMatchObject({ refusal: { refused: 'window.item-unknown' } })
})

test("window.extend and window.close are the director's", async () => {
  expect(await programme.as(vanna).ask('window.close', chickens, {})).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })
  expect(await programme.as(sophal).does('window.extend', chickens, { closesOn: '2021-07-31' })).toMatchObject({
    closesOn: '2021-07-31',
  })
  expect(await programme.as(sophal).does('window.close', chickens, {})).toMatchObject({ state: 'closed' })
  expect(await programme.as(kosal).ask('window.close', chickens, {})).toMatchObject({ outcome: 'refused' })
})
