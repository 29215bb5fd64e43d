import { describe, expect, test } from 'vitest'
import type { TableNote } from '#capabilities/imports/table.ts'
import {
  explainCell,
  explainContradiction,
  explainTable,
  explainTableNote,
  explainUnderstanding,
} from './explain-import.ts'

describe('a list in words', () => {
  test('a problem says what is wrong with the value and what to do', () => {
    expect(explainCell({ code: 'not-a-place-code', text: '99080101', digits: 8 }, 'en')).toBe(
      '“99080101” is not a code of 8 digits in the list of places. Look the place up, and write its code as text.',
    )
    expect(explainCell({ code: 'legacy-font', text: 'esckþI' }, 'km')).toContain('យូនីកូដ')
    expect(explainCell({ code: 'too-many-letters', text: 'Sok', most: 80 }, 'en')).toContain('80')
  })

  test('a refused file says what it is instead', () => {
    expect(explainTable({ refused: 'not-a-table', looksLike: 'pdf' }, 'en')).toBe(
      'This is a PDF, not a list. Save the list as .xlsx or as “CSV UTF-8”.',
    )
    expect(explainTable({ refused: 'sheet-missing', sheet: 'A', sheets: ['B', 'C'] }, 'km')).toContain('B, C')
  })

  test('notes name their places', () => {
    const merged: TableNote = { note: 'merged-cells', ranges: ['A3:A4'], count: 2, inHeader: false }
    expect(explainTableNote(merged, 'en')).toBe(
      'Merged cells: 2 (A3:A4, …). Only the first cell of each has the value; the others are empty.',
    )
    expect(explainTableNote({ ...merged, inHeader: true }, 'km')).toContain('ឈ្មោះជួរឈរ')
    expect(explainUnderstanding('buddhist-era', { text: '1/5/2563', value: '2020-05-01' }, 'en')).toContain(
      '2020-05-01',
    )
    expect(
      explainContradiction({ order: 'contradictory', dayFirst: '25/12/2020', monthFirst: '12/26/2020' }, 'en'),
    ).toContain('12/26/2020')
  })
})
