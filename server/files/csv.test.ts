import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRows } from '#server/files/csv.ts'

const cells = (text: string) => csvRows(new TextEncoder().encode(text)).map((row) => row.cells)

test('cells are parted by commas and rows by line ends of either kind', () => {
  expect(cells('a,b\r\nc,d\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  expect(cells('a,b\nc,d')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('an empty cell is a cell, also the last one', () => {
  expect(cells('a,,\n,b,\n')).toEqual([
    ['a', '', ''],
    ['', 'b', ''],
  ])
  expect(cells('a,')).toEqual([['a', '']])
  expect(cells('\n')).toEqual([['']])
  expect(cells('')).toEqual([])
})

test('quotation marks hold commas, line ends and themselves', () => {
  expect(cells('"a,b","c\r\nd","e""f"\n')).toEqual([['a,b', 'c\r\nd', 'e"f']])
})

test('the mark before the text is left out', () => {
  expect(cells('\ufeffcode,name\n')).toEqual([['code', 'name']])
})

test('a row knows its line, also after a cell of several lines', () => {
  const rows = csvRows(new TextEncoder().encode('a\n"b\nc"\nd\n'))
  expect(rows.map(({ line }) => line)).toEqual([1, 2, 4])
})

test.each([
  ['a"b\n', 'A quotation mark stands inside a cell without quotation marks, in line 1.'],
  ['a\n"b', 'A quotation mark is opened and never closed, in line 2.'],
  ['"a"b\n', 'Something follows a closing quotation mark, in line 1.'],
  ['a\rb\n', 'A line ends in an unknown way, in line 1.'],
])('%j is refused', (text, sentence) => {
  expect(() => cells(text)).toThrow(sentence)
})

test('another encoding is refused', () => {
  expect(() => csvRows(Uint8Array.of(0xff, 0xfe, 0x61, 0x00))).toThrow('UTF-8')
})

test('whatever is written is read back', () => {
  const written = (rows: string[][]) =>
    rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 }), (rows) => {
      expect(cells(written(rows))).toEqual(rows)
    }),
  )
})
