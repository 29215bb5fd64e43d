import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bophasHousehold, castId, dara, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'
import { readConfig } from '#server/config.ts'
import { operation as figures } from './figures.ts'
import type { Context, Operation } from './operation.ts'
import { operation as recount } from './recount.ts'
import { operation as seed } from './seed.ts'

let programme: Play
let folder: string
let printed: string[]

beforeEach(async () => {
  programme = await startProgramme()
  folder = mkdtempSync(join(tmpdir(), 'chamka-figures-'))
  printed = []
})
afterEach(async () => {
  await programme.end()
  rmSync(folder, { recursive: true, force: true })
})

function run(operation: Operation, ...args: string[]) {
  const context = {
    config: readConfig({ CHAMKA_DATA: folder, LOG: 'silent' }),
    report: { progress() {}, stopping: new AbortController().signal },
    print: (line: string) => printed.push(line),
    withDatabase: (work: (url: string) => Promise<unknown>) => work(programme.url),
  } as unknown as Context
  return operation.run(args, context)
}

async function approveOne() {
  const proposal = programme.key()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  await programme.as(sreymom).does('proposal.submit', proposal, aWish())
  const look = { seen: 1, how: 'desk', note: null, photo: null, position: null } as const
  await programme.as(dara).does('proposal.verify', proposal, look)
  await programme.as(vanna).does('proposal.approve', proposal, { seen: 2, note: null })
}

test('the table is printed once the programme is closed, as text and as data', async () => {
  await approveOne()
  await expect(run(figures, programmeCode)).rejects.toThrow('published when the programme is closed')
  await programme.as(sophal).does('programme.close', keyOf('00', castId(300)), { asOf: programme.today() })

  await run(figures, programmeCode)
  expect(printed.join('\n')).toMatch(/proposals_approved_value_usd +41\.23/)
  printed = []
  await run(figures, programmeCode, '--json')
  expect(JSON.parse(printed.join('\n'))).toMatchObject({ demonstration: true, figures: { households_registered: 1 } })
})

test('a second counting agrees, and names the cell that a row written by other hands makes wrong', async () => {
  await approveOne()
  expect(await run(recount, programmeCode)).toBe(0)
  expect(printed.at(-1)).toMatch(/^\d+ cells were counted twice and agree\.$/)

  await programme.pool.query('update proposal set project_minor = project_minor + 1')
  expect(await run(recount, programmeCode)).toBe(1)
  expect(printed.join('\n')).toContain(
    'proposals_approved_value_usd, province 05: counted 4123, and from the records 4124.',
  )
})

test('a demonstration is never loaded beside a real programme, and knows only its own words', async () => {
  await programme.pool.query('update programme set demonstration = false')

  await expect(run(seed, 'rush-it')).rejects.toThrow('never stands beside another programme')
  await expect(run(seed, 'harvest')).rejects.toThrow('What can be loaded is rush-it or practice.')
  await expect(run(seed, 'rush-it', '--seed', '0')).rejects.toThrow('A seed is a whole number from 1 on.')
  await expect(run(seed, 'practice', '--seed', '3')).rejects.toThrow('Only rush-it has a seed.')
})
