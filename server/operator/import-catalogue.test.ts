import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemKey } from '#capabilities/catalogue/item.ts'
import { sophal } from '#dev/cast.ts'
import { listsOf } from '#dev/testing/lists.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { operation } from './import-catalogue.ts'
import type { Context } from './operation.ts'

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

test('a catalogue is rehearsed, then taken in; what is left over lies in a file', async () => {
  const path = lists.file(
    'items.csv',
    'code,name_km,name_en,unit,Cost,price date\nhoe,ចប,Hoe,piece,$4.50,2020-05-10\nrake,រនាស់,Rake,piece,3,2020-05-10\n',
  )
  const errors = join(lists.folder, 'to-correct.csv')
  const printed: string[] = []
  const context = {
    withDatabase: (work: (url: string) => unknown) => work(play.url),
    print: (line: string) => printed.push(line),
    config: { dataFolder: lists.folder },
  } as unknown as Context
  const said = [path, '--programme', programmeCode, '--list', 'Items', '--as', sophal.email!, '--errors', errors]
  const args = [...said, '--map', 'Cost=price']

  expect(await operation.run([...args, '--rehearse'], context)).toBe(3)
  expect(printed.join('\n')).toContain('2 rows: 1 taken in, 0 known already, 1 refused')
  expect(await play.record('item', itemKey(programmeCode, 'hoe'))).toBeUndefined()

  expect(await operation.run(args, context)).toBe(3)
  expect(await play.record('item', itemKey(programmeCode, 'hoe'))).toMatchObject({
    quotations: [{ currency: 'USD', minor: 450, source: 'Items' }],
  })
  expect(readFileSync(errors, 'utf8')).toContain('“currency” is empty')
})
