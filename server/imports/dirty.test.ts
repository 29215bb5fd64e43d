/** One dirty list with every kind of dirt, as CSV and as a workbook: what is taken in, what comes back, and that it comes back clean. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { refusalOf } from '#dev/testing/tables.ts'
import { workbookOf } from '#dev/testing/workbooks.ts'
import { lookAt } from './bringing.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  // Four villages of one name, as there are in every province.
  await play.pool.query(
    `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select code, 'village', left(code, 6), 'ត្រពាំងធំ', 'Trapeang Thum', date '2000-01-01'
     from unnest(array['05080103', '05080104', '05080202', '05070102']) code`,
  )
  lists = listsOf(play)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

const header = [
  'ល.រ',
  'ឈ្មោះ',
  'Name (Latin)',
  'ភេទ',
  'Date of birth',
  'Village code',
  'ភូមិ',
  'ឃុំ',
  'Phone',
  'Card number',
  'Poverty category',
  'Issue date',
]

/** Rows that can only have meant one thing, each with what is odd about it. */
const odd: Record<string, (string | number)[]> = {
  'a lost zero, and a phone without its own': [
    1,
    'សុខ ស្រីនាង',
    'Sok Sreyneang',
    'ស្រី',
    '1980',
    5080101,
    '',
    '',
    12345601,
    '',
    '',
    '',
  ],
  'Khmer digits': ['២', 'ចាន់ ដារ៉ា', '', 'ប', '១៩៧៥', '០៥០៨០១០១', '', '', '០១២ ៣៤៥ ៦០២', '', '', ''],
  'zero-width signs and marks in another order': [
    3,
    'ស\u17d2រ\u17b8\u200bមុំ\u200b កែវ',
    '',
    'ស\u17d2រី\u200b',
    1969,
    '05080101',
    '',
    '',
    '',
    '',
    '',
    '',
  ],
  'a Buddhist year': [4, '', 'Ouk Chanthou', 'F', '01/05/2523', '05080102', '', '', '', '', '', ''],
  'a village by name in its commune': [5, '', 'Nop Savan', 'M', '1988', '', 'ត្រពាំងធំ', 'ឃុំពីរ', '', '', '', ''],
  'a day that proves the order of its column': [
    6,
    '',
    'Mao Sokunthea',
    'F',
    '1971',
    '05080102',
    '',
    '',
    '',
    'KSP-1',
    'ក្រ១',
    '25/12/2020',
  ],
  'a day read by that proof, and the same card': [
    7,
    '',
    'Ros Vichea',
    'M',
    '1964',
    '05080201',
    '',
    '',
    '',
    'KSP-1',
    'poor 2',
    '03/04/2020',
  ],
}

/** Rows that come back: the column, what is wrong with it, and what a person writes instead. */
const wrong: Record<
  string,
  { row: (string | number)[]; column: number | null; code: string; mended: Record<number, string> }
> = {
  '30 February': {
    row: [11, '', 'Prum Dany', 'F', '30/02/1980', '05080101', '', '', '', '', '', ''],
    column: 4,
    code: 'no-such-day',
    mended: { 4: '1980' },
  },
  'a name that fits four villages': {
    row: [12, '', 'Sim Bora', 'M', '1990', '', 'Trapeang Thum', '', '', '', '', ''],
    column: 6,
    code: 'village-several',
    mended: { 5: '05080103' },
  },
  'sex as a number': {
    row: [13, '', 'Hun Thida', '2', '1985', '05080101', '', '', '', '', '', ''],
    column: 3,
    code: 'sex-as-number',
    mended: { 3: 'F' },
  },
  'an old Khmer font': {
    row: [14, 'suxa esckþI', '', 'M', '1985', '05080101', '', '', '', '', '', ''],
    column: 1,
    code: 'legacy-font',
    mended: { 1: 'សុខា សេចក្ដី' },
  },
  'a card that lost its digits': {
    row: [15, '', 'Yin Sopha', 'F', '1959', '05080101', '', '', '', '5.08E+11', 'poor 1', ''],
    column: 9,
    code: 'digits-lost',
    mended: { 9: 'KSP-15' },
  },
  'a village that is not there': {
    row: [16, '', 'Tep Kanha', 'F', '1977', '05089999', '', '', '', '', '', ''],
    column: 5,
    code: 'village-unknown',
    mended: { 5: '05080101' },
  },
  'nobody named': {
    row: [17, '', '', 'F', '1977', '05080101', '', '', '', '', '', ''],
    column: 1,
    code: 'missing',
    mended: { 2: 'Chum Neary' },
  },
  'a child as head': {
    row: [18, '', 'Lay Pisal', 'M', '2015', '05080101', '', '', '', '', '', ''],
    column: 4,
    code: 'refused',
    mended: { 4: '1995' },
  },
}

const rows = [...Object.values(odd), ...Object.values(wrong).map(({ row }) => row)]

function csv(separator: string): string {
  const quoted = (cell: string | number) =>
    /[,;"\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)
  return [header, ...rows].map((row) => row.map(quoted).join(separator)).join('\r\n')
}

/** With a title above, a hidden sheet beside, merged cells, a formula, and a day as spreadsheets count it. */
function workbook(): Buffer {
  const cells = rows.map((row, at) =>
    row.map((cell, column) => {
      if (cell === '') return null
      if (at === 0 && column === 4) return { xml: '<f>2021-41</f><v>1980</v>' }
      if (at === 5 && column === 11) return { xml: '<v>44190</v>', attributes: 's="1"' }
      return cell
    }),
  )
  return workbookOf({
    formats: ['dd/mm/yyyy'],
    sheets: [
      {
        name: 'ចាស់',
        state: 'hidden',
        rows: [
          ['secret', 'rows'],
          ['x', 'y'],
        ],
      },
      {
        name: 'បញ្ជី',
        rows: [['បញ្ជីគ្រួសារក្រីក្រ ឆ្នាំ ២០២១'], header, ...cells],
        after: '<mergeCells count="1"><mergeCell ref="A1:L1"/></mergeCells>',
      },
    ],
  })
}

describe.each([
  ['CSV in UTF-16 with semicolons', () => lists.file('dirty.csv', Buffer.from(`\ufeff${csv(';')}`, 'utf16le')), {}],
  ['a workbook', () => lists.file('dirty.xlsx', workbook()), { dayOrder: 'day-first' }],
] as const)('%s', (list, write, settings) => {
  const named = {
    list,
    settings: {
      dayOrder: null,
      listYear: null,
      consentVersion: '2020-10',
      consentDeclared: true,
      povertySource: 'self-declared',
      ...settings,
    },
  } as const

  test('valid rows go in, the others come back with what to do, and go in corrected', async () => {
    const taken = await lists.takenIn(write(), named)
    expect(await lists.problems(taken)).toMatchObject(
      Object.values(wrong).map(({ row, column, code }) => ({
        cells: expect.arrayContaining([String(row[0])]),
        problems: [{ column, problem: { code } }],
      })),
    )
    expect(taken.counts).toMatchObject({
      rows: rows.length,
      accepted: Object.keys(odd).length,
      refused: Object.keys(wrong).length,
    })

    const file = await lists.corrections(taken, 'en')
    expect(file).toContain('05080103 (')
    const corrected = mended(file)
    const again = await lists.takenIn(lists.file('corrected.csv', corrected), named)
    expect(await lists.problems(again)).toEqual([])
    expect(again.counts).toMatchObject({ accepted: Object.keys(wrong).length, repeated: 0, refused: 0 })

    // The whole file once more: what was taken in is known, and what was corrected is told, not taken twice.
    const before = await count()
    await lists.takenIn(write(), named)
    expect(await count()).toBe(before)
  })
})

/** What a person does to the file that came back: writes over cells, and leaves the last column as it is. */
function mended(file: string): string {
  const [titles, ...lines] = file.replace('\ufeff', '').trimEnd().split('\r\n').map(cellsOf)
  const corrections = Object.values(wrong).map(({ row, mended }) => [String(row[0]), mended] as const)
  const corrected = lines.map((line) => {
    const mended = corrections.find(([number]) => number === line[0])![1]
    return line.map((cell, column) => mended[column] ?? cell)
  })
  return [titles!, ...corrected]
    .map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\n')
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

async function count(): Promise<number> {
  return (await play.pool.query('select count(*)::int as count from household')).rows[0].count
}

test('a column of days that proves nothing is asked about, and its rows say so until somebody answers', async () => {
  const text = 'Name,Sex,Village code,Card,Poverty,Issue date\nSok Dara,M,05080101,K-1001,poor 1,03/04/2020\n'
  const path = lists.file('order.csv', text)
  const seen = await lookAt(lists.brought(path, { list: 'Order' }), lists.parts)
  expect(seen).toMatchObject({ look: { days: [{ column: 5, found: { order: 'asked', example: '03/04/2020' } }] } })
  const asked = await lists.takenIn(path, { list: 'Order' })
  expect((await lists.problems(asked))[0]).toMatchObject({ problems: [{ problem: { code: 'day-order-unknown' } }] })

  const settings = { ...asked.settings, dayOrder: 'month-first' } as const
  const told = await lists.takenIn(path, { list: 'Order', settings })
  expect(told.counts).toMatchObject({ accepted: 1, refused: 0 })
  const { rows } = await play.pool.query(`select poverty from household where card = 'K-1001'`)
  expect(rows[0].poverty[0].issuedOn).toBe('2020-03-04')
})

test('a file under a password is refused before anything else', async () => {
  const container = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(600),
  ])
  expect(await refusalOf(lists.file('locked.xlsx', container))).toEqual({ refused: 'password' })
})
