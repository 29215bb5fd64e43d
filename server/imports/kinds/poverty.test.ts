/** Poverty lists: whom a row surely means, what is left to a person, and that what a person said stays said. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importReads } from '#capabilities/imports/import.store.ts'
import { deletedOn } from '#capabilities/imports/import.ts'
import { chenda, dara, type Player, samnang, sreymom } from '#dev/cast.ts'
import { listsOf, someSettings } from '#dev/testing/lists.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { addDays } from '#door/values.ts'
import { unmatchedFile } from '../corrections.ts'
import { forgetRows } from '../keeping.ts'
import { listBefore } from '../looking.ts'
import { progressOf } from '../progress.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  lists = listsOf(play)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

interface Somebody {
  km?: string | null
  latin?: string | null
  born?: number | null
  village?: string
  sex?: 'female' | 'male'
  card?: string
  identity?: string
}

async function registered(
  { km = null, latin = null, born = null, village = '05080101', sex = 'female', card, identity }: Somebody,
  by: Player = dara,
): Promise<Key> {
  const key = play.key()
  const source = { category: 'poor2', source: 'self-declared', issuedOn: null, expiresOn: null, photo: null } as const
  await play.as(by).does('household.register', key, {
    ...aRegistration({ member: play.id(), nameKm: km, nameLatin: latin, birthYear: born, village, sex }),
    phone: null,
    poverty: card ? { ...source, card } : null,
    ...(identity ? { identityNumber: identity } : {}),
  })
  return key
}

const header = 'ល.រ,ឈ្មោះ,Name (Latin),ភេទ,ឆ្នាំកំណើត,លេខកូដភូមិ,ប័ណ្ណសមធម៌,អត្តសញ្ញាណប័ណ្ណ,កម្រិតក្រីក្រ,ថ្ងៃផុតកំណត់'
const settings = { ...someSettings, povertySource: 'ministry-list' } as const

function brought(list: string, rows: readonly string[], changes: object = {}) {
  const name = `${list.replaceAll(' ', '-')}-${play.id()}.csv`
  const path = lists.file(name, [header, ...rows, ''].join('\n'))
  return lists.takenIn(path, { kind: 'poverty', list, settings, ...changes })
}

async function statuses(key: Key): Promise<object[]> {
  return (await play.record('household', key)).poverty
}

const statusLines = async () => (await play.journal()).filter(({ name }) => name === 'household.setPoverty').length

describe('a row that surely means a household', () => {
  test('sets its status, whatever its number is written in; what stands already is not said once more', async () => {
    const carded = await registered({ latin: 'Prak Chanthou', born: 1971, card: 'KSP-0001' })
    const numbered = await registered({ km: 'ឡេង សុធារ៉ាវី', identity: '012345678' })
    const named = await registered({ km: 'ថាច់ ពិសិដ្ឋរតនៈ', born: 1966, sex: 'male', village: '05080102' })
    const rows = [
      '1,,Prak Chanthou,ស្រី,១៩៧១,5080101,ksp-0001,,ក្រ១,31/12/2024',
      '២,ឡេង\u200b សុធារ៉ាវី,,,,,,០១២៣៤៥៦៧៨,poor 2,',
      '3,,Thach Pisethrathanak,ប,1966,05080102,,,ក្រ ២,',
    ]
    const list = await brought('Sure', rows)

    expect(list).toMatchObject({ state: 'finished', counts: { rows: 3, accepted: 3, possible: 0, unmatched: 0 } })
    expect(await statuses(carded)).toMatchObject([
      { source: 'self-declared' },
      { category: 'poor1', source: 'ministry-list', card: 'KSP-0001', expiresOn: '2024-12-31', recordedBy: dara.key },
    ])
    expect(await statuses(numbered)).toMatchObject([{ category: 'poor2', source: 'ministry-list', card: null }])
    expect(await statuses(named)).toMatchObject([{ category: 'poor2' }])

    const before = await statusLines()
    expect((await brought(' sure', rows)).counts).toMatchObject({ rows: 3, accepted: 0, repeated: 3 })
    // Another list that says the same of them.
    expect((await brought('Sure as well', rows)).counts).toMatchObject({ accepted: 0, repeated: 3 })
    expect(await statusLines()).toBe(before)
  })

  test('is not said again by the same list when something newer was learned', async () => {
    const key = await registered({ latin: 'Nguon Phearom', born: 1959, card: 'KSP-0002' })
    const row = '1,,Nguon Phearom,F,1959,05080101,KSP-0002,,poor 1,'
    await brought('Older', [row])
    await play.as(sreymom).does('household.setPoverty', key, {
      ...{ category: 'poor2', source: 'card-seen', card: 'KSP-0099' },
      ...{ issuedOn: null, expiresOn: null, photo: 'b'.repeat(64) },
    })
    expect((await brought('Older', [row])).counts).toMatchObject({ accepted: 0, repeated: 1 })
    expect(await statuses(key)).toHaveLength(3)
  })

  test('is no proof of what another row of its list says', async () => {
    const key = await registered({ latin: 'Nhem Sarikaputhea', born: 1968 })
    const rows = [
      '1,,Nhem Sarikaputhea,F,1968,05080101,KSP-0004,,poor 1,',
      '2,,Nhem Sarikaputhea,F,,05080102,KSP-0004,,poor 1,',
    ]
    const first = await brought('No proof', rows)
    expect(first.counts).toMatchObject({ accepted: 1, possible: 1 })
    // By now the household bears the card, and it is the list that said so.
    expect((await play.record('household', key)).card).toBe('KSP-0004')
    expect((await brought('No proof', rows)).counts).toMatchObject({ accepted: 0, repeated: 1, possible: 1 })
  })

  test('that stands twice in a list is taken once; rows that differ are both left to a person', async () => {
    const key = await registered({ latin: 'Chhuon Kunthea', born: 1990, card: 'KSP-0003' })
    const row = (category: string, name = 'Chhuon Kunthea') => `1,,${name},F,1990,05080101,KSP-0003,,${category},`
    const twice = await brought('Twice', [row('poor 1'), row('១', 'CHHUON  kunthea')])
    expect(twice.counts).toMatchObject({ accepted: 1, repeated: 1 })

    const differing = await brought('Differing', [row('poor 1'), row('poor 2')])
    expect(differing.counts).toMatchObject({ accepted: 0, possible: 2 })
    expect(await lists.problems(differing)).toMatchObject(
      [2, 3].map((number) => ({
        ...{ row: number, outcome: 'possible' },
        problems: [
          { problem: { code: 'status-otherwise' } },
          { problem: { code: 'to-choose', candidates: [{ household: key }], more: 0 } },
        ],
      })),
    )
  })
})

describe('a row that may mean a household', () => {
  test.each([
    [
      'a card that somebody else bears',
      { latin: 'Yos Veasna', card: 'KSP-0010' },
      ',Kheng Malai,F,,05080101,KSP-0010,,poor 1,',
    ],
    ['a card and no name', { latin: 'Tum Sovanna', card: 'KSP-0011' }, ',,,,,KSP-0011,,poor 1,'],
    [
      'a name and a village without a birth year',
      { latin: 'Bin Chhorvy', born: 1981 },
      ',Bin Chhorvy,F,,05080101,,,poor 1,',
    ],
    [
      'a name and a year without the household’s',
      { latin: 'Duch Sopharith' },
      ',Duch Sopharith,F,1977,05080101,,,poor 1,',
    ],
  ])('by %s is left to a person', async (what, somebody, row) => {
    const key = await registered(somebody)
    const list = await brought(`Possible ${what}`, [`1,${row}`])
    expect(list.counts).toMatchObject({ accepted: 0, possible: 1 })
    expect(await lists.problems(list)).toMatchObject([
      { problems: [{ problem: { code: 'to-choose', candidates: [{ household: key }] } }] },
    ])
  })

  test('is offered those within the area alone; of others nothing is told but whom to ask', async () => {
    const here = await registered({ latin: 'Sruoch Kimsreang', born: 1988, village: '05080201' })
    await registered({ latin: 'Sruoch Kimsreang', born: 1988, village: '05070101' }, chenda)
    const elsewhere = await registered(
      { latin: 'Ouch Bunthoeun', born: 1979, card: 'KSP-0012', village: '05070101' },
      chenda,
    )
    const list = await brought('Elsewhere', [
      '1,,Sruoch Kimsreang,F,1988,05080101,,,poor 1,',
      '2,,Ouch Bunthoeun,F,1979,,KSP-0012,,poor 1,',
    ])
    const [some, only] = await lists.problems(list)
    expect(some!.problems.map(({ problem }) => problem)).toMatchObject([
      { code: 'to-choose', candidates: [{ household: here }], more: 0 },
    ])
    expect(only!.problems.map(({ problem }) => problem)).toEqual([
      { code: 'elsewhere', office: { code: '05', km: expect.any(String), latin: 'Kampong Speu' } },
    ])
    expect(JSON.stringify(only)).not.toContain(elsewhere)
    expect(await lists.corrections(list, 'en')).toContain('ask the office of Kampong Speu')
    expect(await statuses(elsewhere)).toHaveLength(1)
  })

  test('is about nobody who is registered, where nobody is like it', async () => {
    const list = await brought('Nobody', ['1,,Ek Rattanakmony,M,1969,05080101,,,poor 1,'])
    expect(list.counts).toMatchObject({ accepted: 0, unmatched: 1 })
    expect(await lists.problems(list)).toMatchObject([
      { outcome: 'unmatched', problems: [{ problem: { code: 'not-registered' } }] },
    ])
  })
})

describe('somebody chooses', () => {
  const rows = ['1,,Mey Somphors,F,,05080101,,,poor 1,', '2,,Long Chamroeun,M,,05080102,,,poor 2,']
  let [mey, long]: Key[] = []

  test('which household it is: the row is taken in, with its status and its counts', async () => {
    mey = await registered({ latin: 'Mey Somphors', born: 1985 })
    long = await registered({ latin: 'Long Chamroeun', born: 1960, sex: 'male', village: '05080102' })
    const list = await brought('Choosing', rows)
    expect(list.counts).toMatchObject({ possible: 2 })

    const status = {
      category: 'poor1',
      source: 'ministry-list',
      card: null,
      issuedOn: null,
      expiresOn: null,
      photo: null,
    } as const
    // Nobody who was not offered for the row takes it away.
    await play.as(dara).does('household.setPoverty', long!, { ...status, listed: { import: list.key, row: 2 } })
    await play.settle()
    expect(await progressOf(list.key, play.pool)).toMatchObject({ accepted: 0, possible: 2 })

    await play.as(samnang).does('household.setPoverty', mey!, { ...status, listed: { import: list.key, row: 2 } })
    await play.settle()
    expect(await statuses(mey!)).toMatchObject([
      { category: 'poor1', source: 'ministry-list', recordedBy: samnang.key },
    ])
    expect(await progressOf(list.key, play.pool)).toMatchObject({ rows: 2, accepted: 1, possible: 1, unmatched: 0 })
    expect(await lists.problems(list)).toMatchObject([{ row: 3 }])
  })

  test('or that it is none of them, and why', async () => {
    const list = await brought('Choosing', rows)
    expect(list.counts).toMatchObject({ accepted: 0, repeated: 1, possible: 1 })
    await play.as(dara).does('import.setAside', list.key, { row: 3, reason: 'The son, who lives apart' })
    await play.settle()
    expect(await progressOf(list.key, play.pool)).toMatchObject({ repeated: 1, possible: 0, unmatched: 1 })
    expect(await lists.problems(list)).toMatchObject([
      {
        row: 3,
        outcome: 'unmatched',
        problems: [{ problem: { code: 'set-aside', reason: 'The son, who lives apart' } }],
      },
    ])
    expect(await lists.corrections(list, 'en')).toContain('The son, who lives apart')
  })

  test('and brought again, nothing changes and nobody is asked again', async () => {
    const before = await statusLines()
    const again = await brought('Choosing', rows)
    expect(again.counts).toMatchObject({ accepted: 0, repeated: 1, possible: 0, unmatched: 1 })
    expect(await lists.problems(again)).toMatchObject([{ row: 3, problems: [{ problem: { code: 'set-aside' } }] }])
    expect(await statusLines()).toBe(before)
  })

  test('but whoever was registered since is found', async () => {
    await registered({ latin: 'Long Chamroeun', born: 1990, sex: 'male', village: '05080102' })
    const again = await brought('Choosing', rows)
    expect(again.counts).toMatchObject({ possible: 1, unmatched: 0 })
    const [row] = await lists.problems(again)
    expect(JSON.stringify(row)).not.toContain(long)
  })

  test('while rows are read, nobody sets one aside', async () => {
    const list = await lists.prepared(lists.file('running.csv', `${header}\n${rows[1]}\n`), {
      kind: 'poverty',
      list: 'Running',
      settings,
    })
    await play.as(dara).does('import.begin', list.key, {})
    expect(await play.as(dara).ask('import.setAside', list.key, { row: 2, reason: 'None' })).toMatchObject({
      refusal: { refused: 'import.wrong-state', state: 'running' },
    })
  })
})

describe('dirt', () => {
  test.each([
    ['no category', '1,,Kim Sopheap,F,1980,05080101,,,,', { column: 8, code: 'missing' }],
    [
      'a category that is none',
      '1,,Kim Sopheap,F,1980,05080101,,,very poor,',
      { column: 8, code: 'not-a-poverty-category' },
    ],
    ['neither name nor number', '1,,,F,1980,05080101,,,poor 1,', { column: 1, code: 'missing' }],
    ['a name without a village', '1,,Kim Sopheap,F,1980,,,,poor 1,', { column: 5, code: 'missing' }],
    ['an unknown village', '1,,Kim Sopheap,F,1980,09990909,,,poor 1,', { column: 5, code: 'village-unknown' }],
    [
      'a card that lost its digits',
      '1,,Kim Sopheap,F,1980,05080101,5.08E+11,,poor 1,',
      { column: 6, code: 'digits-lost' },
    ],
    [
      'a day that cannot be',
      '1,,Kim Sopheap,F,1980,05080101,KSP-9,,poor 1,30/02/2024',
      { column: 9, code: 'no-such-day' },
    ],
    [
      'an identity number that is none',
      '1,,Kim Sopheap,F,1980,05080101,KSP-9,12,poor 1,',
      { column: 7, code: 'not-an-identity-number' },
    ],
    ['a village out of reach', '1,,Kim Sopheap,F,1980,05070101,KSP-9,,poor 1,', { column: 5, code: 'refused' }],
  ])('%s comes back with its column', async (what, row, { column, code }) => {
    const list = await brought(`Dirt ${what}`, [row])
    expect(list.counts).toMatchObject({ rows: 1, refused: 1 })
    expect(await lists.problems(list)).toMatchObject([
      { outcome: 'refused', problems: [{ column, problem: { code } }] },
    ])
  })

  test('days that can be read two ways are asked about', async () => {
    await registered({ latin: 'Khat Sreyneang', born: 1975, card: 'KSP-0020' })
    const row = '1,,Khat Sreyneang,F,1975,05080101,KSP-0020,,poor 1,03/04/2024'
    const asked = await brought('Days', [row])
    expect(await lists.problems(asked)).toMatchObject([{ problems: [{ problem: { code: 'day-order-unknown' } }] }])
    const told = await brought('Days', [row], { settings: { ...settings, dayOrder: 'day-first' } })
    expect(told.counts).toMatchObject({ accepted: 1 })
  })

  test('the rows that were left over come back corrected, and go in', async () => {
    await registered({ latin: 'Phon Reaksmey', born: 1982 })
    const first = await brought('Corrected', [
      '1,,Phon Reaksmey,F,30 02 82,05080101,,,poor 1,',
      '2,,Phon Reaksmey,F,,05080101,,,poor 1,',
    ])
    expect(first.counts).toMatchObject({ refused: 1, possible: 1 })
    const file = await lists.corrections(first, 'km')
    const corrected = file.replace('30 02 82', '1982').replace('F,,', 'F,1982,')
    const second = await lists.takenIn(lists.file('corrected.csv', corrected), {
      kind: 'poverty',
      list: 'Corrected',
      settings,
    })
    expect(second.counts).toMatchObject({ accepted: 1, repeated: 1, refused: 0, possible: 0 })
  })

  test('a list of households and a poverty list may have one name', async () => {
    expect(
      await listBefore({ programme: 'story', kind: 'households', listKey: 'sure' }, dara.key, play.pool),
    ).toBeUndefined()
  })
})

describe('the report', () => {
  test('tells what became of each row, and holds those who are not registered as they were brought', async () => {
    await registered({ latin: 'Yim Phalkun', born: 1973 })
    const list = await brought('Report', [
      '1,,Yim Phalkun,F,,05080101,,,poor 1,',
      '2,,Suon Rachana,F,1990,05080101,,,poor 1,',
      '3,,Suon Rachana,F,1990,05080101,,,very poor,',
    ])
    const lines = (await lists.corrections(list, 'en')).trim().split('\r\n')
    expect(lines[0]).toMatch(/,What became of it,What to correct$/)
    expect(lines.slice(1).map((line) => /,(to be chosen|not registered|to be corrected),/.exec(line)?.[1])).toEqual([
      'to be chosen',
      'not registered',
      'to be corrected',
    ])

    let unmatched = ''
    for await (const piece of unmatchedFile(list, play.pool)) unmatched += piece
    expect(unmatched.trim().split('\r\n')).toEqual([header, expect.stringContaining('Suon Rachana')])
    // Ready to be brought as households.
    const households = await lists.takenIn(lists.file('unmatched.csv', unmatched), { list: 'Unmatched' })
    expect(households.counts).toMatchObject({ accepted: 1 })
    expect((await brought('Report', ['2,,Suon Rachana,F,1990,05080101,,,poor 1,'])).counts).toMatchObject({
      accepted: 1,
    })
  })

  test('keeps rows for ninety days after its end, and their number for ever', async () => {
    const list = await brought('Kept', ['1,,Keat Monyroth,F,1990,05080101,,,poor 1,'])
    expect(deletedOn(list)).toBe(addDays(play.today(), 90))
    await forgetRows(play.pool, new Date(play.now().getTime() + 89 * 86_400_000))
    expect(await lists.problems(list)).toHaveLength(1)
    await forgetRows(play.pool, new Date(play.now().getTime() + 90 * 86_400_000))
    expect(await lists.problems(list)).toEqual([])
    expect(await progressOf(list.key, play.pool)).toMatchObject({ rows: 1, unmatched: 1 })
  })

  test('offers those who may be meant to whoever reaches them, and to nobody else', async () => {
    const key = await registered({ latin: 'Tith Sokunthea', born: 1990 })
    const list = await brought('Offered', ['1,,Tith Sokunthea,F,,05080101,,,poor 1,'])
    const offeredTo = (places: string[]) =>
      importReads.toChoose.run([{ programme: 'story', places }], { key: list.key, limit: 50 }, play.pool)
    expect(await offeredTo(['0508'])).toMatchObject([
      { row: 2, offered: [{ household: key, place: '05080101', people: [{ nameLatin: 'Tith Sokunthea' }] }] },
    ])
    expect(await offeredTo(['0507'])).toEqual([])
    await play.pool.query(`update household set place = '05070101' where home || '-' || id = $1`, [key])
    expect(await offeredTo(['0508'])).toMatchObject([{ row: 2, offered: [] }])
  })
})
