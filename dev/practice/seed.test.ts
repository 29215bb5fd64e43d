import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bopha,
  bophasHousehold,
  cast,
  dara,
  kosal,
  malis,
  type Player,
  practiceProgramme,
  rithy,
  sophal,
  vanna,
} from '#dev/cast.ts'
import { seedPractice } from '#dev/practice/seed.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { serveDatabase } from '#dev/testing/served.ts'
import { addDays, dayOf } from '#door/values.ts'
import { checkLedger } from '#server/audit/ledger.ts'
import { reads } from '#server/capabilities.ts'
import { readersOver } from '#server/http/reader.ts'
import { readProgrammes } from '#server/programmes.ts'
import { waitingFor } from '#server/waiting.ts'

const programmes = readProgrammes()
const ten = cast.slice(0, 10)
const day = 86_400_000
const firstStart = new Date()
const today = dayOf(firstStart.toISOString())
let served: Awaited<ReturnType<typeof serveDatabase>>

/** Cut off on the first day, and gone on with on the next. */
beforeAll(async () => {
  served = await serveDatabase(await freshDatabase())
  const parts = { ...served.chamka, programmes }
  const cutOff = new AbortController()
  const onProgress = (_: unknown, done: number) => void (done === 120 && cutOff.abort())
  const first = seedPractice(parts, { now: () => firstStart, stopping: cutOff.signal, onProgress })
  await expect(first).rejects.toThrow(/abort/i)

  const tomorrow = () => new Date(firstStart.getTime() + day)
  expect(await seedPractice(parts, { now: tomorrow })).toBe(true)
})
afterAll(() => served.end())

async function rows<T>(sql: string, ...values: unknown[]): Promise<T[]> {
  return (await served.chamka.pool.query(sql, values)).rows as T[]
}

const reader = async ({ key }: Player) => (await readersOver(served.chamka.pool, () => firstStart)(key))!
const waits = async (player: Player) => waitingFor(await reader(player), reads, served.chamka.pool, today)

/** What somebody with a permission finds. */
async function finds<T>(player: Player, permission: string, read: string, input: object): Promise<T[]> {
  const { grants } = await reader(player)
  const scope = grants.filter(({ permissions }) => permissions.includes(permission))
  return (await reads[read]!.run(scope, reads[read]!.input.parse(input), served.chamka.pool)) as T[]
}

describe('the season', () => {
  test('is told in its own time: from 75 days before the first start until the day before', async () => {
    const [told] = await rows<{ first: string; last: string }>(
      `select min(received_at) as first, max(received_at) as last from journal where name <> 'person.linkAccount'`,
    )
    expect([dayOf(told!.first), dayOf(told!.last)]).toEqual([addDays(today, -75), addDays(today, -1)])
  })

  test('was asked of the door, which turned down or doubted only what it should', async () => {
    const odd = await rows(
      `select name, reason from journal where outcome <> 'accepted' order by received_at, position`,
    )
    expect(odd).toEqual([
      { name: 'voucher.redeem', reason: 'voucher.code-wrong' },
      { name: 'voucher.issue', reason: 'household.suspected' },
      { name: 'voucher.redeem', reason: 'voucher.farmer-share' },
    ])
    expect(await rows(`select reaction, state from reaction_state where state <> 'done'`)).toEqual([])
    expect(await rows('select 1 from quarantine')).toEqual([])
  })

  test('moved money only by postings, and left enough to go on with', async () => {
    const found: unknown[] = []
    const client = await served.chamka.pool.connect()
    const { postings } = await checkLedger(client as never, (finding) => found.push(finding))
    client.release()
    expect(found).toEqual([])
    expect(postings).toBeGreaterThan(0)
    const [left] = await rows<{ balance: number }>(
      `select balance from account where home = '05' and id like '%/available'`,
    )
    expect(left!.balance).toBeGreaterThan(300_000)
  })

  test('is a demonstration, in a programme of its own whose windows are open', async () => {
    expect(await rows('select programme, state, demonstration from programme')).toEqual([
      { programme: practiceProgramme, state: 'open', demonstration: true },
    ])
    const windows = await rows<{ opens_on: string; closes_on: string }>(
      'select opens_on, closes_on from funding_window',
    )
    expect(windows.every(({ opens_on, closes_on }) => opens_on < today && closes_on > today)).toBe(true)
    expect(await rows('select 1 from person where not sample')).toEqual([])
  })

  test('is loaded once', async () => {
    const counted = () => rows('select count(*)::int from journal')
    const before = await counted()
    expect(await seedPractice({ ...served.chamka, programmes }, { now: () => new Date() })).toBe(false)
    expect(await counted()).toEqual(before)
  })
})

describe('who signs in', () => {
  test('is shown on ten cards, in order, each with something to do', async () => {
    const { text } = await served.browser().get('/', { 'accept-language': 'en' })
    const names = [...text.matchAll(/someone__name">([^<]+)</g)].map(([, name]) => name)
    expect(names).toEqual(ten.map(({ nameLatin }) => nameLatin))
    expect(text).not.toContain('data-nothing')
  })

  test.each(ten.map((player) => [player.nameLatin, player] as const))(
    '%s enters with one tap, and finds two things or more',
    async (_, player) => {
      const browser = served.browser()
      const form = { 'content-type': 'application/x-www-form-urlencoded', origin: served.url }
      expect((await browser.request('POST', '/enter', `person=${player.key}`, form)).status).toBe(303)
      expect((await browser.get('/api/me')).body).toMatchObject({ person: { key: player.key }, demonstration: true })
      expect(await waits(player)).toBeGreaterThanOrEqual(2)
    },
  )

  test('finds one thing near its day, and one past it', async () => {
    const near = addDays(today, 3)
    const vouchers = async (player: Player, permission: string, matter: string) => {
      const queue = await finds<{ dueOn: string }>(player, permission, 'voucher.queue', { matter })
      return {
        past: queue.some((one) => one.dueOn < today),
        near: queue.some((one) => one.dueOn >= today && one.dueOn <= near),
      }
    }
    const both = { past: true, near: true }
    expect(await vouchers(rithy, 'voucher.check', 'check')).toEqual(both)
    expect(await vouchers(malis, 'voucher.callBack', 'confirm')).toEqual(both)
    expect(await vouchers(vanna, 'voucher.decide', 'resolve')).toEqual(both)
    expect(await vouchers(vanna, 'voucher.decide', 'loss')).toEqual(both)
    expect(await vouchers(dara, 'voucher.move', 'redeem')).toEqual(both)
    expect((await vouchers(dara, 'voucher.move', 'answer')).past).toBe(true)

    const claims = await finds<{ dueOn: string; lines: object }>(kosal, 'claim.pay', 'claim.list', { waiting: true })
    expect(claims.map((one) => one.dueOn)).toEqual([addDays(today, -6), addDays(today, 3), addDays(today, 27)])
    expect(claims[1]!.lines).toEqual({ matched: 1, disputed: 1 })

    const deadline = async (player: Player, permission: string, state: string, days: number) => {
      const queue = await finds<{ since: string }>(player, permission, 'proposal.queue', { state })
      const due = queue.map(({ since }) => addDays(dayOf(since), days))
      return { past: due.some((on) => on < today), near: due.some((on) => on >= today && on <= near) }
    }
    expect(await deadline(dara, 'proposal.verify', 'submitted', 10)).toEqual(both)
    expect(await deadline(vanna, 'proposal.decide', 'verified', 10)).toEqual(both)
    const unissued = await finds<{ since: string }>(dara, 'voucher.issue', 'proposal.unissued', {})
    expect(unissued.map(({ since }) => addDays(dayOf(since), 5))).toEqual(
      [-2, 3, 4].map((days) => addDays(today, days)),
    )
    expect((await deadline(sophal, 'proposal.decide', 'appealed', 14)).past).toBe(true)
  })

  test('judges two likely duplicates: a name that was misheard, and a card that was shown twice', async () => {
    const suspected = await finds(dara, 'household.judge', 'household.list', { suspected: true })
    expect(suspected).toHaveLength(2)
  })

  test('Bopha has a voucher to collect and to confirm, and a proposal that came back', async () => {
    const vouchers = await finds<{ matters: string[]; dueOn: string }>(bopha, 'voucher.read', 'voucher.queue', {})
    expect(vouchers.map(({ matters, dueOn }) => [[...matters].sort(), dueOn])).toEqual([
      [['check', 'confirm', 'redeem'], addDays(today, 3)],
    ])
    const proposals = await finds<{ state: string; household: string }>(bopha, 'proposal.read', 'proposal.list', {})
    expect(proposals.map(({ state }) => state).sort()).toEqual(['approved', 'returned'])
    expect(proposals.every(({ household }) => household === bophasHousehold)).toBe(true)
  })
})
