import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dara } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { operation } from './import-households.ts'
import { type Context, WrongArguments } from './operation.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
let path: string
let errors: string
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  lists = listsOf(play)
  const list = [
    'Household head,M/F,Born,Phum code,Remarks',
    'Sok Chanda,F,1980,5080101,a',
    'Keo Vuthy,M,1970,05080102,b',
    'Long Dara,F,1990,05070101,c',
    'Meas Bopha,F,1990,x,d',
  ]
  path = lists.file('members.csv', list.join('\n'))
  errors = join(lists.folder, 'to-correct.csv')
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

async function importing(...args: string[]) {
  const printed: string[] = []
  const context = {
    withDatabase: (work: (url: string) => unknown) => work(play.url),
    print: (line: string) => printed.push(line),
    config: { dataFolder: lists.folder },
  }
  const code = await operation.run(args, context as unknown as Context)
  return { code, printed: printed.join('\n') }
}

const named = () => ['--programme', programmeCode, '--list', 'Members', '--area', '0508', '--errors', errors]
const said = () => [
  path,
  ...named(),
  '--as',
  dara.email!,
  '--consent',
  '2020-10',
  '--agreed',
  '--map',
  'Born=birthYear',
]

async function households(): Promise<number> {
  return (await play.pool.query('select count(*)::int as count from household')).rows[0].count
}

test('a rehearsal shows how the list is read and what would be refused, and writes nothing', async () => {
  const { code, printed } = await importing(...said(), '--rehearse')

  expect(code).toBe(3)
  expect(printed).toContain('“Household head” is name (name)')
  expect(printed).toContain('“Born” is birthYear (year or date of birth)')
  expect(printed).toContain('“Remarks” is not read')
  expect(printed).toContain('2: Sok Chanda | F | 1980 | 5080101 | a')
  expect(printed).toContain('4 rows: 2 taken in, 0 known already, 2 refused')
  expect(readFileSync(errors, 'utf8')).toContain('“x” is not a code of 8 digits')
  expect(await households()).toBe(0)
  expect(existsSync(join(lists.folder, 'imports'))).toBe(false)
  expect((await play.journal()).filter(({ name }) => name.startsWith('import.'))).toEqual([])
})

test('taken in: counts, speed, memory, and where the refused rows lie', async () => {
  const { code, printed } = await importing(...said())

  expect(code).toBe(3)
  expect(printed).toMatch(/4 rows: 2 taken in, 0 known already, 2 refused\./)
  expect(printed).toMatch(/\d rows a second, at most \d+ MB of memory\./)
  expect(printed).toContain(`The rows that were left over are in ${errors}`)
  expect(readFileSync(errors, 'utf8').split('\r\n')).toHaveLength(4)
  expect(await households()).toBe(2)
  expect(readdirSync(join(lists.folder, 'imports'))).toEqual([])
})

test('the corrected file alone is taken in, and then there is nothing to correct', async () => {
  const text = readFileSync(errors, 'utf8')
  const corrected = lists.file(
    'corrected.csv',
    text.replace('"=""05070101"""', '05080201').replace(',x,', ',05080101,'),
  )
  const { code, printed } = await importing(corrected, ...said().slice(1))

  expect(printed).toContain('2 rows: 2 taken in, 0 known already, 0 refused')
  expect(code).toBe(0)
  expect(existsSync(errors)).toBe(false)
  expect(await households()).toBe(4)
})

test.each([
  [[], 'One file'],
  [['nowhere.csv'], 'There is no file'],
  [['FILE', '--programme', 'x', '--list', 'y', '--as', 'z'], '--consent'],
  [['FILE', '--programme', 'x', '--list', 'y', '--as', 'z', '--consent', 'v', '--map', 'Born=nothing'], '--map'],
  [['FILE', '--programme', 'x', '--list', 'y', '--as', 'z', '--consent', 'v', '--date-order', 'x'], '--date-order'],
])('arguments that do not fit: %j', async (args, sentence) => {
  const given = args.map((one) => (one === 'FILE' ? path : one))
  await expect(importing(...given)).rejects.toThrow(WrongArguments)
  await expect(importing(...given)).rejects.toThrow(sentence)
})

test('nobody is known by that name', async () => {
  const { code, printed } = await importing(path, ...named(), '--as', 'nobody@example.org', '--consent', 'v')
  expect(code).toBe(1)
  expect(printed).toBe('Nobody active is known as nobody@example.org.')
})
