import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read } from './source.ts'

const list = read('docs/complaints.md')
const rows = [...list.matchAll(/^\| (\d+) \|.*$/gm)].map(([line, number]) => ({
  number: Number(number),
  tests: [...line.matchAll(/`([^`]+)`: “([^”]+)”/g)].map(([, file, name]) => ({ file: file!, name: name! })),
}))

test('every complaint of users of other systems that a phone could give cause for is answered by a test', () => {
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 19, 22, 23, 24])
  expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([])
})

test.each(rows.flatMap(({ number, tests }) => tests.map((one) => ({ number, ...one }))))(
  '$number: $file has the test that its row names',
  ({ file, name }) => {
    expect(existsSync(file)).toBe(true)
    expect(read(file)).toContain(`test('${name}'`)
  },
)
