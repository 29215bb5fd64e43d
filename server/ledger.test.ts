import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar } from '#dev/testing/jars.ts'
import type { Key } from '#door/key.ts'
import { account } from '#door/posting.ts'
import type { Answer, Door } from './door.ts'

let cellar: Cellar
let dara: Keeper
let doors: Door[]

beforeAll(async () => {
  cellar = await openCellar()
  dara = await cellar.keeper(['05'])
  doors = [cellar.door, cellar.anotherDoor()]
})
afterAll(() => cellar.close())

const jarsMade = 3
const step = fc.record({
  verb: fc.constantFrom('fund', 'take', 'take', 'giveBack', 'overdraw' as const),
  mine: fc.nat(jarsMade - 1),
  other: fc.nat(jarsMade - 1),
  minor: fc.nat(60),
  server: fc.nat(1),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
// What stands together in an inner list is asked at the same moment.
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 })

test('whatever is asked, in any order, at two servers: every account is the sum of its postings, and none is overspent', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (moments) => {
      const jars = await Promise.all(Array.from({ length: jarsMade }, () => cellar.jar(dara)))
      const expected = new Map<string, number>()
      const book = (id: string, by: number) => expected.set(id, (expected.get(id) ?? 0) + by)

      for (const moment of moments) {
        const told = await Promise.allSettled(moment.map((one) => ask(jars, one)))
        for (const [at, result] of told.entries()) {
          const { verb, mine, other, minor } = moment[at]!
          // An overdraft that the rule forgot is stopped by the constraint; nothing else may throw.
          if (result.status === 'rejected') {
            expect(result.reason).toMatchObject({ constraint: 'a budget line is never overspent' })
            expect(verb).toBe('overdraw')
          } else if (result.value.outcome === 'accepted') {
            const [from, to] = [jars[other]!, jars[mine]!]
            const arrives =
              verb === 'fund'
                ? account.available(to)
                : verb === 'giveBack'
                  ? account.available(from)
                  : account.committed(from)
            const leaves =
              verb === 'fund'
                ? account.granted(to)
                : verb === 'giveBack'
                  ? account.committed(from)
                  : account.available(from)
            book(arrives, minor)
            book(leaves, -minor)
          }
        }
      }

      const { rows } = await cellar.pool.query<{ id: string; balance: number; sum: number }>(
        `select id, balance, coalesce((
           select sum(case when debit = id then minor else -minor end) from posting where home = '05' and id in (debit, credit)
         ), 0)::bigint as sum from account where home = '05' and split_part(id, '/', case when id like 'source/%' then 3 else 2 end) = any($1)`,
        [jars],
      )
      for (const { id, balance, sum } of rows) {
        expect([id, balance]).toEqual([id, sum])
        expect([id, balance]).toEqual([id, expected.get(id) ?? 0])
        if (!id.startsWith('source/')) expect(balance).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 30 },
  )
}, 120_000)

test('the table refuses an overdraft by itself, whoever writes, except of the world outside', async () => {
  const overdraw = (id: string) =>
    cellar.pool.query(`insert into account (home, id, currency, balance) values ('05', $1, 'USD', -1)`, [id])

  await expect(overdraw('allotment/x/available')).rejects.toMatchObject({
    constraint: 'a budget line is never overspent',
  })
  await expect(overdraw('payable/x/y')).rejects.toMatchObject({ constraint: 'a budget line is never overspent' })
  await overdraw('source/x')
  await cellar.pool.query("delete from account where id = 'source/x'")
})

test('an account is kept in one currency', async () => {
  const jar = await cellar.jar(dara)
  await cellar.ask(dara, 'jar.fund', jar, { minor: 10 })
  await cellar.pool.query("update account set currency = 'KHR' where id = $1", [account.available(jar)])
  await expect(cellar.ask(dara, 'jar.fund', jar, { minor: 10 })).rejects.toThrow('another currency')
})

function ask(jars: readonly Key[], { verb, mine, other, minor, server }: Step): Promise<Answer> {
  const input = {
    fund: {},
    take: { from: jars[other] },
    overdraw: { from: jars[other] },
    giveBack: { to: jars[other] },
  }[verb]
  const envelope = cellar.envelope(dara, `jar.${verb}`, jars[mine]!, { ...input, minor })
  return doors[server]!.ask(envelope, dara.key)
}
