import { expect, test } from 'vitest'
import { faultOf, withoutPeople } from './logs.ts'

test('an error of the database keeps its code and constraint, and loses what it repeats', () => {
  class DatabaseError extends Error {}
  const error = Object.assign(new DatabaseError('duplicate key value violates "persons by phone"'), {
    code: '23505',
    constraint: 'persons by phone',
    detail: 'Key (phone)=(+85512000001) already exists.',
    where: 'unnamed portal with parameters: $1 = Bopha',
  })
  const told = JSON.stringify(faultOf(error))
  expect(told).toContain('23505')
  expect(told).toContain('persons by phone')
  expect(told).not.toContain('85512000001')
  expect(told).not.toContain('Bopha')
})

test('an error of a parser loses the piece of the body it choked on', () => {
  let caught: unknown
  try {
    JSON.parse('{"name": Bopha}')
  } catch (error) {
    caught = error
  }
  const told = JSON.stringify(faultOf(caught))
  expect(told).toContain('SyntaxError')
  expect(told).not.toContain('Bopha')
})

test('an error of ours keeps its sentence and its place, and the cause of it', () => {
  const error = new Error('no store keeps the noun hamster', { cause: new TypeError('x is not a function') })
  expect(faultOf(error)).toMatchObject({
    kind: 'Error',
    said: 'no store keeps the noun hamster',
    at: expect.arrayContaining([expect.stringContaining('logs.test.ts')]),
    cause: { kind: 'TypeError', said: 'x is not a function' },
  })
})

test('whatever looks like a number, an address or Khmer writing is left out', () => {
  expect(withoutPeople('+855 12 000 001 and 012000001 of សុខ បុប្ផា at bopha@example.org in 2021')).toBe(
    '… and … of … … at …@… in 2021',
  )
})
