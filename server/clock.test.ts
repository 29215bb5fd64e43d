import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aDelivery, openShops } from '#dev/testing/deliveries.ts'
import { type Cellar, openCellar } from '#dev/testing/jars.ts'
import { allotment, type Play, startProgramme } from '#dev/testing/programme.ts'
import { account } from '#door/posting.ts'
import { addDays } from '#door/values.ts'
import { type Clock, type Job, jobsOver, openClock } from './clock.ts'

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

describe('expire-vouchers', () => {
  let programme: Play
  beforeEach(async () => {
    programme = await startProgramme()
    await openShops(programme)
  })
  afterEach(() => programme.end())

  const run = () =>
    jobsOver({
      ...programme,
      seals: { seal: () => Promise.reject(new Error('not asked for')) },
      uploads: { forgetUnfinished: () => Promise.reject(new Error('not asked for')) },
    })
      .find(({ name }) => name === 'expire-vouchers')!
      .run()
  const asked = async () => (await programme.journal()).filter(({ name }) => name === 'voucher.expire').length

  test('asks on the day after the last, once, and what is left flows back', async () => {
    const { key, voucher } = await aDelivery(programme)
    const { expiresOn, lateDays } = await voucher()

    programme.at(addDays(expiresOn, lateDays))
    await run()
    expect(await asked()).toBe(0)

    programme.at(addDays(expiresOn, lateDays + 1))
    await run()
    await run()
    expect(await asked()).toBe(1)
    expect(await programme.record('voucher', key)).toMatchObject({ state: 'expired' })
    expect(await programme.balance(account.committed(allotment))).toBe(0)
  })

  test('asks nothing about a programme that is closed', async () => {
    await aDelivery(programme)
    programme.at('2022-01-01')
    await programme.pool.query("update programme set state = 'closed', as_of = '2021-12-31', version = version + 1")
    await run()
    expect(await asked()).toBe(0)
  })
})
