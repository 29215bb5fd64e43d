import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bophasHousehold, castId, dara, sreymom } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { aRegistration, type Play, programmeCode, startProgramme, village } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'
import { operation } from './import-attendance.ts'
import type { Context } from './operation.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  const programme = keyOf('00', castId(300))
  const { definition } = await play.record('programme', programme)
  const names = { km: 'ជីកំប៉ុស្ត', en: 'Compost' }
  const taught = {
    topics: [{ code: 'compost', names, chain: null, requires: [] }],
    instruments: [{ code: 'public-service', names, reading: null }],
  }
  await play.as('system').does('programme.revise', programme, { definition: { ...definition, ...taught } })
  await play.as(dara).does('household.register', bophasHousehold, aRegistration())
  lists = listsOf(play)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

const printed: string[] = []
function run(...args: string[]) {
  printed.length = 0
  const context = {
    withDatabase: (work: (url: string) => unknown) => work(play.url),
    print: (line: string) => printed.push(line),
    config: { dataFolder: lists.folder },
  } as unknown as Context
  return operation.run(args, context)
}

function said(path: string, errors: string): string[] {
  return [
    path,
    '--programme',
    programmeCode,
    '--list',
    'Sheet',
    '--as',
    dara.email!,
    '--area',
    '0508',
    '--errors',
    errors,
  ]
}

const session = [
  ...['--held-on', '2021-01-20', '--village', village, '--topic', 'compost', '--kind', 'class'],
  ...['--instrument', 'public-service', '--trainer', sreymom.key],
]

describe('an attendance sheet', () => {
  const sheet = 'Name,Sex\nសុខ បុប្ផា,F\nGuest Somebody,M\n'

  test('is rehearsed, then taken in, with its session said once', async () => {
    const path = lists.file('sheet.csv', sheet)
    const errors = join(lists.folder, 'to-correct.csv')
    expect(await run(...said(path, errors), ...session, '--rehearse')).toBe(3)
    expect(printed.join('\n')).toContain('2 rows: 1 taken in, 0 known already, 1 not registered, 0 refused')
    expect((await play.journal()).filter(({ name }) => name === 'training.hold')).toEqual([])

    expect(await run(...said(path, errors), ...session)).toBe(3)
    expect((await play.journal()).filter(({ name }) => name === 'training.hold')).toMatchObject([{ author: dara.key }])
    expect(readFileSync(errors, 'utf8')).toContain('Nobody like this is registered')
  })

  test('corrected, it needs not be told of its session again', async () => {
    const path = join(lists.folder, 'to-correct.csv')
    expect(await run(...said(path, join(lists.folder, 'left.csv')), '--rehearse')).toBe(3)
    expect(printed.join('\n')).toContain('1 rows: 0 taken in, 0 known already, 1 not registered, 0 refused')
  })

  test.each<[string, string[], string]>([
    ['a kind of training that there is not', ['--kind', 'party'], '--kind is one of: class'],
    ['a day that there is not', ['--held-on', '2021-02-30'], '--held-on'],
    [
      'a trainer whom nobody knows',
      ['--trainer', 'nobody@example.org'],
      'Nobody active is known as nobody@example.org',
    ],
  ])('with %s is not looked at', async (_, args, told) => {
    const path = lists.file('wrong.csv', sheet)
    await expect(run(...said(path, join(lists.folder, 'wrong-left.csv')), ...args)).rejects.toThrow(told)
  })
})
