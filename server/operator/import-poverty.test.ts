import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { dara } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { operation } from './import-poverty.ts'
import { type Context, WrongArguments } from './operation.ts'

let play: Play
let lists: ReturnType<typeof listsOf>
let household: Key
let said: string[]
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  lists = listsOf(play)
  household = play.key()
  const named = { member: play.id(), nameKm: null, nameLatin: 'Prak Chanthou', birthYear: 1971, village: '05080101' }
  await play.as(dara).does('household.register', household, aRegistration({ ...named, phone: null, poverty: null }))
  const list = [
    'Name,Gender,Born,Village code,IDPoor',
    'Prak Chanthou,F,1971,5080101,poor 1',
    'Prak Chanthou,F,,5080101,poor 1',
    'Ek Rattanakmony,M,1969,05080101,poor 2',
    'Ek Rattanakmony,M,1969,05080101,rich',
  ]
  const path = lists.file('idpoor.csv', list.join('\n'))
  said = [path, '--programme', programmeCode, '--list', 'IDPoor', '--as', dara.email!, '--area', '0508']
  said.push('--map', 'Born=birthYear', '--errors', join(lists.folder, 'left.csv'))
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

async function poverty() {
  return ((await play.record('household', household)) as Household).poverty
}

const counted = '1 may be somebody who is registered: choose, 1 not registered, 1 refused'

test('how the list knows who is poor has to be said', async () => {
  await expect(importing(...said)).rejects.toThrow(WrongArguments)
})

test('a rehearsal says whom rows mean, and sets nothing', async () => {
  const { code, printed } = await importing(...said, '--poverty', 'ministry-list', '--rehearse')
  expect(code).toBe(3)
  expect(printed).toContain(`4 rows: 1 taken in, 0 known already, ${counted}`)
  expect(readFileSync(join(lists.folder, 'left.csv'), 'utf8')).toContain('to be chosen')
  expect(await poverty()).toEqual([])
})

test('in earnest it sets what is sure', async () => {
  const { code, printed } = await importing(...said, '--poverty', 'ministry-list')
  expect(code).toBe(3)
  expect(printed).toContain(`4 rows: 1 taken in, 0 known already, ${counted}`)
  expect(await poverty()).toMatchObject([{ category: 'poor1', source: 'ministry-list' }])

  const again = await importing(...said, '--poverty', 'ministry-list')
  expect(again.printed).toContain(`4 rows: 0 taken in, 1 known already, ${counted}`)
  expect(await poverty()).toHaveLength(1)
})
