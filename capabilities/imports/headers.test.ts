import { describe, expect, test } from 'vitest'
import { proposeColumns } from './headers.ts'

const fields = [
  { field: 'nameKm', names: ['name (khmer)', 'name km', 'ឈ្មោះ', 'ឈ្មោះជាអក្សរខ្មែរ'] },
  { field: 'nameLatin', names: ['name', 'name (latin)', 'ឈ្មោះឡាតាំង'] },
  { field: 'sex', names: ['sex', 'gender', 'ភេទ'] },
  { field: 'birth', names: ['birth year', 'year of birth', 'ឆ្នាំកំណើត'] },
  { field: 'village', names: ['village code', 'លេខកូដភូមិ'] },
  { field: 'phone', names: ['phone', 'phone 1', 'លេខទូរសព្ទ'] },
] as const

const propose = (...header: string[]) => proposeColumns(fields, header)

describe('columns are proposed', () => {
  test('by name, in either language, however it is set', () => {
    expect(propose('No.', 'NAME (Khmer)', 'ភេទ​', '3. Birth_Year', 'លេខកូដ ភូមិ', 'Phone:')).toEqual({
      matches: [
        { field: 'nameKm', column: 1, by: 'name' },
        { field: 'sex', column: 2, by: 'name' },
        { field: 'birth', column: 3, by: 'name' },
        { field: 'village', column: 4, by: 'name' },
        { field: 'phone', column: 5, by: 'name' },
      ],
      severalColumns: [],
      severalFields: [],
      unknown: [0],
    })
  })

  test('by close spelling, where nothing else fits', () => {
    expect(propose('Gendre', 'Year of brith', 'vilage code', 'លេខទូរស័ព្ទ').matches).toEqual([
      { field: 'sex', column: 0, by: 'close-spelling' },
      { field: 'birth', column: 1, by: 'close-spelling' },
      { field: 'village', column: 2, by: 'close-spelling' },
      { field: 'phone', column: 3, by: 'close-spelling' },
    ])
    expect(propose('name en', 'set', 'Phone 2', 'village', '').unknown).toEqual([0, 1, 2, 3])
  })

  test('two columns for one field are shown, not chosen', () => {
    const proposal = propose('Sex', 'Gender', 'Name')
    expect(proposal.severalColumns).toEqual([{ field: 'sex', columns: [0, 1] }])
    expect(proposal.matches.map(({ field }) => field)).toEqual(['nameLatin'])
    expect(proposal.unknown).toEqual([])
  })

  test('an exact name beats a close one, which stays unknown', () => {
    const proposal = propose('Gendre', 'Gender')
    expect(proposal.matches).toEqual([{ field: 'sex', column: 1, by: 'name' }])
    expect(proposal.unknown).toEqual([0])
  })

  test('a column that could be two fields is shown, not chosen', () => {
    const twins = [
      { field: 'head', names: ['head name'] },
      { field: 'herd', names: ['herd name'] },
    ]
    expect(proposeColumns(twins, ['hedd name'])).toEqual({
      matches: [],
      severalColumns: [],
      severalFields: [{ column: 0, fields: ['head', 'herd'] }],
      unknown: [],
    })
  })
})
