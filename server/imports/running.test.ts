import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dara, vanna } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { begin } from './bringing.ts'
import { keepList, TooLarge } from './keeping.ts'
import { runImport } from './running.ts'
import { alone } from './worker.ts'

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

const header = 'No,Name in Khmer,Name (Latin),Sex,Year of birth,Village code,Phone,Spouse name,IDPoor,Card number'

function csv(...rows: string[]): string {
  return [header, ...rows, ''].join('\r\n')
}

async function households(): Promise<any[]> {
  const { rows } = await play.pool.query(
    `select home || '-' || id as key, place, members, phones, poverty, version from household order by registered_on, id`,
  )
  return rows
}

describe('a list of households', () => {
  const rows = [
    '1,សុខ វណ្ណា,Sok Vanna,F,1980,5080101,12345678,Chan Dara,poor 1,0508-0001',
    '2,កែវ សុភា,,ប្រុស,១៩៧៥,05080102,012 999 888,,,',
    '3,,Long Sreymom,ស្រី,30 February,05080101,,,,',
    '4,,Meas Bora,M,1990,09990909,,,,',
  ]

  test('is taken in through the door; what is wrong comes back with row, column, value and what to do', async () => {
    const list = await lists.takenIn(lists.file('first.csv', csv(...rows)), { list: 'First' })

    expect(list).toMatchObject({ state: 'finished', counts: { rows: 4, accepted: 2, repeated: 0, refused: 2 } })
    const taken = await households()
    expect(taken).toHaveLength(2)
    expect(taken.find(({ phones }) => phones[0].number === '+85512345678')).toMatchObject({
      place: '05080101',
      version: 2,
      members: [
        { nameKm: 'សុខ វណ្ណា', nameLatin: 'Sok Vanna', sex: 'female', birthYear: 1980, role: 'head' },
        { nameLatin: 'Chan Dara', sex: 'male', role: 'spouse' },
      ],
      poverty: [{ category: 'poor1', source: 'self-declared', card: '0508-0001' }],
    })
    expect(await lists.problems(list)).toMatchObject([
      { row: 4, problems: [{ column: 4, text: '30 February', problem: { code: 'not-a-year' } }] },
      { row: 5, problems: [{ column: 5, text: '09990909', problem: { code: 'village-unknown' } }] },
    ])
  })

  test('brought again it changes nothing', async () => {
    const before = await households()
    const lines = (await play.journal()).filter(({ name }) => name.startsWith('household.')).length
    const list = await lists.takenIn(lists.file('again.csv', csv(...rows)), { list: 'first' })

    expect(list.counts).toMatchObject({ rows: 4, accepted: 0, repeated: 2, refused: 2 })
    expect(await households()).toEqual(before)
    expect((await play.journal()).filter(({ name }) => name.startsWith('household.'))).toHaveLength(lines)
  })

  test('its corrected file is taken in, and nothing else is touched', async () => {
    const first = await lists.takenIn(lists.file('third.csv', csv(...rows)), { list: 'First' })
    const file = await lists.corrections(first, 'km')
    expect(file).toContain('អ្វីដែលត្រូវកែ')
    const corrected = file.replace('30 February', '1985').replace('"=""09990909"""', '05080201')
    const list = await lists.takenIn(lists.file('corrected.csv', corrected), { list: 'First' })

    expect(list.counts).toMatchObject({ rows: 2, accepted: 2, repeated: 0, refused: 0 })
    expect(await households()).toHaveLength(4)
    const whole = csv(...rows)
      .replace('30 February', '1985')
      .replace('09990909', '05080201')
    const again = await lists.takenIn(lists.file('whole.csv', whole), { list: 'First' })
    expect(again.counts).toMatchObject({ rows: 4, accepted: 0, repeated: 4, refused: 0 })
  })

  test('a row that says something else than when it was taken in is told, not taken', async () => {
    const changed = csv(rows[0]!.replace('1980', '1981'))
    const list = await lists.takenIn(lists.file('changed.csv', changed), { list: 'First' })

    expect(list.counts).toMatchObject({ accepted: 0, repeated: 0, refused: 1 })
    expect((await lists.problems(list))[0]).toMatchObject({ problems: [{ problem: { code: 'changed-since' } }] })
  })

  test('whoever is not allowed a place is told so row by row', async () => {
    const list = await lists.takenIn(lists.file('far.csv', csv('9,,Chea Far,F,1980,05070101,,,,')), { list: 'Far' })

    expect((await lists.problems(list))[0]).toMatchObject({
      problems: [{ column: 5, text: '05070101', problem: { refusal: { refused: 'actor.out-of-reach' } } }],
    })
  })

  test('two that look the same are both taken in, and somebody judges', async () => {
    const list = await lists.takenIn(
      lists.file(
        'twins.csv',
        csv('1,,Prak Theary,F,1979,05080101,,,poor 2,KSP-777', '2,,Prak Thearie,F,1979,05080101,,,poor 2,KSP-777'),
      ),
      { list: 'Twins' },
    )
    expect(list.counts).toMatchObject({ accepted: 2, suspected: 1 })
  })
})

test('a run that was cut off goes on as if it had not been', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, at) => `${at},,Yim Number${at},F,${1950 + at},05080101,,Sun Spouse${at},,`,
  )
  const list = await lists.prepared(lists.file('cut.csv', csv(...rows)), { list: 'Cut' })
  await begin(list, lists.parts)
  // The door decides the stretch, and the process ends before that is written down.
  let asked = 0
  const door = {
    ...lists.parts.door,
    async askAll(...given: Parameters<typeof play.door.askAll>) {
      asked += 1
      await play.door.askAll(given[0].slice(0, 31), given[1])
      throw new Error('cut')
    },
  }
  await expect(runImport(list.key, { ...lists.parts, door })).rejects.toThrow('cut')
  expect(asked).toBe(1)

  expect(await runImport(list.key, lists.parts)).toBe('finished')
  const { counts } = await play.record('import', list.key)
  expect(counts).toMatchObject({ rows: 40, accepted: 40, repeated: 0, refused: 0 })
  const cut = (await households()).filter(({ members }) => members[0].nameLatin?.startsWith('Yim'))
  expect(cut.map(({ members }) => members.length)).toEqual(Array(40).fill(2))
})

test('whoever brought it is shut out: it stops before anything is laid aside for nothing', async () => {
  const list = await lists.prepared(lists.file('out.csv', csv('1,,Out Somebody,F,1980,05080101,,,,')), { list: 'Out' })
  await begin(list, lists.parts)
  await play.pool.query(`update person set state = 'revoked' where name_latin = 'Heng Dara'`)
  expect(await runImport(list.key, lists.parts)).toBe('stopped')
  expect(await play.record('import', list.key)).toMatchObject({ state: 'stopped', stoppedWhy: 'bringer-shut-out' })
  await play.pool.query(`update person set state = 'active' where name_latin = 'Heng Dara'`)
})

test('a list without its file stops and says so', async () => {
  const list = await lists.prepared(lists.file('gone.csv', csv('1,,Gone Body,F,1980,05080101,,,,')), { list: 'Gone' })
  await begin(list, lists.parts)
  expect(await runImport(list.key, { ...lists.parts, dataFolder: '/nowhere' })).toBe('stopped')
  expect(await play.record('import', list.key)).toMatchObject({ stoppedWhy: 'file-gone' })
})

test('one process at a time goes through a list', async () => {
  const key = play.key('00')
  const outcome = await alone(key, play.pool, () => alone(key, play.pool, async () => 'mine'))
  expect(outcome).toBe('elsewhere')
  expect(await alone(key, play.pool, async () => 'mine')).toBe('mine')
})

test('somebody without the right brings nothing', async () => {
  await expect(lists.prepared(lists.file('no.csv', csv()), { by: vanna.key, list: 'No' })).rejects.toThrow(
    'actor.not-allowed',
  )
})

describe('the file of a list', () => {
  test('that is larger than lists are is not taken, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chamka-keeping-'))
    const megabyte = new Uint8Array(1_000_000)
    async function* endless() {
      for (;;) yield megabyte
    }
    await expect(keepList(folder, dara.key, endless())).rejects.toThrow(TooLarge)
    expect(readdirSync(join(folder, 'imports'))).toEqual([])
    rmSync(folder, { recursive: true })
  })
})
