import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cellar, openCellar } from '#dev/testing/jars.ts'
import { type Clock, type Job, openClock } from './clock.ts'

let cellar: Cellar
let clocks: Clock[]
let ran: string[]
let troubles: (string | null)[]

beforeEach(async () => {
  cellar = await openCellar()
  clocks = []
  ran = []
  troubles = []
})
afterEach(async () => {
  await Promise.all(clocks.map((clock) => clock.stop()))
  await cellar.close()
})

const job = (name: string, run = async () => void ran.push(name)): Job => ({
  name,
  summary: name,
  cron: '0 * * * *',
  run,
})

async function started(jobs: readonly Job[]): Promise<void> {
  const clock = openClock({ databaseUrl: cellar.url, jobs, onTrouble: ({ job }) => troubles.push(job) })
  clocks.push(clock)
  await clock.start()
}

test('each job stands in the plan at its hour in Cambodia, and runs once when the server starts', async () => {
  await started([job('one'), job('two')])
  await expect.poll(() => [...ran].sort(), { timeout: 10_000 }).toEqual(['one', 'two'])

  const { rows } = await cellar.pool.query('select name, cron, timezone from pgboss.schedule order by name')
  expect(rows).toEqual([
    { name: 'one', cron: '0 * * * *', timezone: 'Asia/Phnom_Penh' },
    { name: 'two', cron: '0 * * * *', timezone: 'Asia/Phnom_Penh' },
  ])
})

test('of two servers that start together one runs a job; one that is no longer planned is forgotten', async () => {
  await started([job('gone')])
  await Promise.all([started([job('kept')]), started([job('kept')])])
  await expect.poll(() => ran, { timeout: 10_000 }).toContain('kept')

  expect(ran.filter((name) => name === 'kept')).toEqual(['kept'])
  expect((await cellar.pool.query('select name from pgboss.schedule')).rows).toEqual([{ name: 'kept' }])
})

test('a job that fails is reported, and ends nothing', async () => {
  await started([
    job('bad', async () => {
      throw new Error('no')
    }),
    job('good'),
  ])
  await expect.poll(() => troubles, { timeout: 10_000 }).toEqual(['bad'])
  await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['good'])
})
