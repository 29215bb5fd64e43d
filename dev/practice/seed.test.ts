import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedPractice } from '#dev/practice/seed.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { type Served, serveDatabase } from '#dev/testing/served.ts'
import { readProgrammes } from '#server/programmes.ts'

let served: Served['chamka'] extends infer C ? { chamka: C; url: string; end(): Promise<void> } : never
const programmes = readProgrammes()

beforeAll(async () => {
  served = await serveDatabase(await freshDatabase())
  const t = Date.now()
  await seedPractice({ ...served.chamka, programmes }, { now: () => new Date() })
  console.log('seconds', (Date.now() - t) / 1000)
})
afterAll(() => served.end())

test('people', async () => {
  const { text } = await (await fetch(`${served.url}/`)).text().then((text) => ({ text }))
  console.log(text.match(/waiting[\s\S]{0,80}/g)?.slice(0, 12))
  const { rows } = await served.chamka.pool.query(
    'select name, outcome, reason, count(*)::int from journal where outcome <> $1 group by 1,2,3',
    ['accepted'],
  )
  console.log(rows)
  expect(text).toContain('person')
})
