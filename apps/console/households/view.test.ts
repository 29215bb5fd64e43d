import { expect, test } from 'vitest'
import { sreymom } from '#dev/cast.ts'
import { addressOf, askedOf, everybody, viewIn } from './view.ts'

test('a link is the view: what an address says comes back as it was', () => {
  const view = {
    ...everybody,
    search: '012',
    show: 'suspected',
    place: '0508',
    from: '2021-01-01',
    helper: sreymom.key,
    columns: [],
  } as const

  expect(viewIn(addressOf(view))).toEqual(view)
})

test('the usual view needs nothing in its address, and what nobody knows is as usual', () => {
  expect(addressOf(everybody)).toEqual({})
  expect(
    viewIn({ show: 'everything', place: 'x', from: '2021-02-30', helper: 'Sreymom', columns: 'members poverty' }),
  ).toEqual({
    ...everybody,
    columns: ['members'],
  })
})

test('a number that an address gives as such is a word like others', () => {
  expect(askedOf(viewIn({ search: 12345678 }), 'aspire')).toMatchObject({ search: '12345678', programme: 'aspire' })
})
