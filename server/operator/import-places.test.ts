import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '#dev/testing/database.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { operation } from './import-places.ts'
import { type Context, WrongArguments } from './operation.ts'

let folder: string
let url: string
let pool: Pool
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(async () => {
  await pool?.end()
  url = await freshDatabase()
  pool = openPool(url, 2)
})
afterAll(() => pool.end())

async function importing(content: string | Uint8Array, ...options: string[]) {
  const file = join(folder, 'list.csv')
  writeFileSync(file, content)
  return imported(file, ...options)
}

async function imported(file: string, ...options: string[]) {
  const printed: string[] = []
  const context = {
    withDatabase: (work: (url: string) => unknown) => work(url),
    print: (line: string) => printed.push(line),
  }
  const code = await operation.run([file, ...options], context as unknown as Context)
  return { code: code ?? 0, printed: printed.join('\n') }
}

const place = async (code: string) => (await pool.query('select * from place where code = $1', [code])).rows[0]
const versions = async () =>
  (await pool.query<{ home: string; version: number }>('select home, version from gazetteer order by home')).rows

// Mondul Kiri is not where the demonstration takes place: of it only the province is built in.
const open = `code,type,parent_code,name_km,name_en,alt_en,lat,lng
11,province,,មណ្ឌលគិរី,Mondulkiri,Mondul Kiri,12.78,107.19
1101,district,11,កែវសីមា,Kaev Seima,Keo Seima|Kev Seima,12.34,106.9
110101,commune,1101,ចុងផ្លាស់,Chong Phlah,,,
11010101,village,110101,ភូមិមួយ,Phum Muoy,,,
11010102,village,110101,"ភូមិ\u200bពីរ","Phum ""Pir""",,,
`

const official = `\ufeffប្រជាពលរដ្ឋ,,,,,,
,,,,,,
Type,Code,Name (Khmer),Name (Latin),Reference,Official Note,Note (by Checker)
ស្រុក,1101,កែវសីមា,Kaev Seima,ប្រកាសលេខ ៤៩៣ ប្រ.ក,,
ឃុំ,110101,ចុងផ្លាស់,Chong Phlah,,,
ភូមិ,11010101,ភូមិមួយ,Phum Muoy,,,
`

describe('a list in the layout of the open gazetteer', () => {
  test('is taken in, with spellings and positions, and says what it changed', async () => {
    const { code, printed } = await importing(open, '--as-of', '2024-10-14')
    expect(printed).toContain('11 Mondulkiri: 4 added, 1 amended, 0 unchanged')
    expect(printed).toContain('5 places as of 2024-10-14, 0 of them unchanged.')
    expect(code).toBe(0)
    expect(await place('1101')).toMatchObject({
      alternatives: ['Keo Seima', 'Kev Seima'],
      latitude: 12.34,
      kind: 'district',
      parent: '11',
    })
    expect(await place('11010102')).toMatchObject({ name_km: 'ភូមិពីរ', name_latin: 'Phum "Pir"' })
  })

  test('changes nothing when it comes again', async () => {
    await importing(open)
    const before = await versions()
    const { printed } = await importing(open)
    expect(printed).toContain('11 Mondulkiri: 5 unchanged')
    expect(await versions()).toEqual(before)
    const { rows } = await pool.query(
      "select count(*)::int as lines from journal where name = 'gazetteer.publish' and home = '11'",
    )
    expect(rows[0].lines).toBe(2)
  })

  test('ends what it no longer names, and names what it renames', async () => {
    await importing(open, '--as-of', '2024-10-14')
    const later = open.replace('Phum Muoy', 'Phum Mouy').split('\n').slice(0, -2).join('\n')
    const { printed } = await importing(later, '--as-of', '2025-01-01')
    expect(printed).toContain('11 Mondulkiri: 1 renamed, 1 ended, 3 unchanged')
    expect(printed).toContain('11010101 Phum Muoy (ភូមិមួយ) is now Phum Mouy')
    expect(printed).toContain('11010102 Phum "Pir" has ended')
    expect(await place('11010102')).toMatchObject({ valid_to: '2024-12-31' })
    expect((await importing(open, '--as-of', '2025-02-01')).printed).toContain('1 renamed, 1 restored, 3 unchanged')
  })

  test('ends nothing when it is only a part', async () => {
    await importing(open)
    const part = open.split('\n').slice(0, 3).join('\n')
    expect((await importing(part, '--partial')).printed).toContain('11 Mondulkiri: 2 unchanged')
  })

  test('is only rehearsed when asked', async () => {
    const { code, printed } = await importing(open, '--rehearse')
    expect([code, printed]).toEqual([0, expect.stringContaining('4 added')])
    expect(await place('1101')).toBeUndefined()
  })
})

describe('the ministry’s own file', () => {
  test('is read below its title, by Khmer kinds, for a province that has no line', async () => {
    const { code, printed } = await importing(official)
    expect([code, printed]).toEqual([0, expect.stringContaining('3 added, 1 unchanged')])
    expect(await place('1101')).toMatchObject({ legal_act: 'ប្រកាសលេខ ៤៩៣ ប្រ.ក', kind: 'district' })
  })

  test('gets its leading zeros back', async () => {
    const lost = official.replaceAll(/,11(\d)/g, ',9$1').replaceAll('ភូមិ,', 'ភូមិ,')
    const { printed } = await importing(lost, '--partial')
    expect(printed).toContain('09 Koh Kong: 3 added')
    expect(await place('09010101')).toMatchObject({ parent: '090101', kind: 'village' })
  })

  test('takes away nothing that the other layout told', async () => {
    await importing(open, '--as-of', '2024-10-14')
    await importing(official, '--as-of', '2025-01-01', '--partial')
    expect(await place('1101')).toMatchObject({
      alternatives: ['Keo Seima', 'Kev Seima'],
      latitude: 12.34,
      legal_act: 'ប្រកាសលេខ ៤៩៣ ប្រ.ក',
    })
  })
})

describe('a list that cannot be right is taken in by no line', () => {
  test.each([
    [
      'a code with letters',
      open.replace('1101,district', '11O1,district'),
      'line 3, code “11O1”: a code has two digits for each level, at most eight.',
    ],
    [
      'a code twice',
      `${open}11010102,village,110101,ភូមិ,Phum,,,\n`,
      'line 7, code “11010102”: the same code stands in line 6: take one of them out.',
    ],
    [
      'an unknown kind',
      open.replace('commune,1101', 'hamlet,1101'),
      'line 4, type “hamlet”: this is no kind of place: write for example ឃុំ or commune.',
    ],
    [
      'a village with the code of a commune',
      open.replace('commune,1101', 'village,1101'),
      'line 4, type “village”: a village does not have a code of 6 digits: correct one of them.',
    ],
    [
      'another parent',
      open.replace('village,110101,ភូមិមួយ', 'village,110102,ភូមិមួយ'),
      'line 5, parent_code “110102”: a place lies in the one whose code its own begins with, 110101.',
    ],
    ['no Khmer name', open.replace('ចុងផ្លាស់', ''), 'line 4, name_km: a place has a name in Khmer.'],
    ['half a position', open.replace('12.34,106.9', '12.34,'), 'line 3, lng: a position has both numbers or none.'],
    [
      'a position beyond the poles',
      open.replace('12.34,106.9', '120.34,106.9'),
      'line 3, lat “120.34”: degrees are written as a number, for example 11.71839.',
    ],
    [
      'an impossible day',
      open.replace('lat,lng', 'valid_from,valid_to').replace('12.78,107.19', '2023-02-30,').replace('12.34,106.9', ','),
      'line 2, valid_from “2023-02-30”: there is no such day: write it as 2023-01-09.',
    ],
    ['no headings', 'a,b\n1,2\n', 'no line of headings was found'],
  ])('%s', async (_, content, sentence) => {
    const { code, printed } = await importing(content)
    expect(printed).toContain(sentence)
    expect(code).toBe(1)
    expect((await pool.query('select from place')).rowCount).toBe(0)
  })

  test('a file in another encoding, and no file', async () => {
    expect(await importing(Buffer.from(open, 'utf16le'))).toMatchObject({
      code: 1,
      printed: expect.stringContaining('UTF-8'),
    })
    expect(await imported(join(folder, 'nowhere.csv'))).toEqual({
      code: 1,
      printed: `There is no file ${join(folder, 'nowhere.csv')}.`,
    })
  })

  test('a place whose parent is missing is said by the door', async () => {
    const { code, printed } = await importing(open.replace(/110101,commune.*\n/, ''))
    expect([code, printed]).toEqual([
      1,
      expect.stringContaining('NOT taken in: 11010101 cannot be right (parent-missing)'),
    ])
  })

  test('a list that was cut off asks whether it is meant', async () => {
    const villages = Array.from({ length: 40 }, (_, at) => `110101${at + 10},village,110101,ភូមិ,Village ${at},,,\n`)
    await importing(open + villages.join(''))
    const cut = await importing(open)
    expect([cut.code, cut.printed]).toEqual([
      1,
      expect.stringContaining('40 of its 45 places would end. If that is meant, add --ends 11=40'),
    ])
    expect((await importing(open, '--ends', '11=40')).printed).toContain('40 ended')
  })
})

test.each([
  [[]],
  [['a.csv', 'b.csv']],
  [['a.csv', '--as-of', '2024-02-30']],
  [['a.csv', '--ends', '40']],
  [['a.csv', '--what']],
])('arguments that do not fit are said so: %j', async (args) => {
  await expect(operation.run(args, {} as Context)).rejects.toThrow(WrongArguments)
})

describe('the whole country', () => {
  /** As many places as there are, most of which do not exist. Some bear codes that are built in, under other names. */
  function invented(): string {
    const two = (number: number) => String(number).padStart(2, '0')
    const lines = ['code,type,parent_code,name_km,name_en,alt_en,lat,lng']
    for (let province = 1; province <= 25; province++) {
      const inProvince = two(province)
      lines.push(`${inProvince},province,,ខេត្ត,Province ${province},,,`)
      for (let district = 1; district <= 8; district++) {
        const inDistrict = inProvince + two(district)
        lines.push(`${inDistrict},district,${inProvince},ស្រុក,District ${district},,11.5,104.5`)
        for (let commune = 1; commune <= 8; commune++) {
          const inCommune = inDistrict + two(commune)
          lines.push(`${inCommune},commune,${inDistrict},ឃុំ,Commune ${commune},,11.5,104.5`)
          for (let village = 1; village <= 10; village++)
            lines.push(`${inCommune}${two(village)},village,${inCommune},ភូមិ${village},Village ${village},,,`)
        }
      }
    }
    return `${lines.slice(0, 16_466).join('\n')}\n`
  }

  const made = () => {
    const file = join(folder, 'country.csv')
    writeFileSync(file, invented())
    return file
  }
  // A real list may be tried as well: TEST_GAZETTEER names the file.
  const files: [string, () => string][] = [['an invented list', made]]
  if (process.env.TEST_GAZETTEER) files.push(['the list that TEST_GAZETTEER names', () => process.env.TEST_GAZETTEER!])

  test.each(files)(
    '%s of 16,465 places is taken in within ten seconds, and again without a change',
    async (_, file) => {
      const path = file()
      const begun = performance.now()
      const first = await imported(path, '--partial')
      const firstSeconds = (performance.now() - begun) / 1000
      const before = await versions()
      const again = await imported(path, '--partial')
      expect(first.printed).toContain('16465 places')
      expect(again.printed).toContain('16465 places as of')
      expect(again.printed).toContain('16465 of them unchanged')
      expect(await versions()).toEqual(before)
      expect(firstSeconds).toBeLessThan(10)
    },
    60_000,
  )
})
