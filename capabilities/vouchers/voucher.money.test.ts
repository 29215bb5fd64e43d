/** Whatever happens to a voucher, in whatever order: no cent is lost, none is made, and parts add up to the whole. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { voucherCommands } from '#capabilities/vouchers/voucher.commands.ts'
import { asked, committedFor, farmerDue, levelled } from '#capabilities/vouchers/voucher.money.ts'
import { type Handover, leftOf, lineOf, unitsOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { bopha, bophasHousehold, castId, dara, malis, rithy, sokha, sokhasShop } from '#dev/cast.ts'
import { aLine, aVoucher } from '#dev/testing/vouchers.ts'
import type { Actor } from '#door/actor.ts'
import { type Command, isDisputed } from '#door/command.ts'
import { account, type Posting } from '#door/posting.ts'
import { isRefusal } from '#door/refusal.ts'

const available = account.available(aVoucher().allotment)
const committed = account.committed(aVoucher().allotment)
const payable = account.payable(aVoucher().allotment, sokhasShop)

const nobody = { grants: [], household: null, relatives: [], shop: null }
const people: Record<string, Actor> = {
  shop: { ...nobody, id: sokha.key, shop: sokhasShop },
  farmer: { ...nobody, id: bopha.key, household: bophasHousehold },
  monitor: { ...nobody, id: malis.key },
  witness: { ...nobody, id: rithy.key },
  office: { ...nobody, id: dara.key },
}

interface World {
  voucher: Voucher
  ledger: Record<string, number>
  clock: number
  told: number
}

function aWorld(lines: Voucher['lines']): World {
  const promised = lines.reduce((sum, { projectMinor }) => sum + projectMinor, 0)
  return {
    voucher: aVoucher({ lines }),
    ledger: { [available]: 1_000, [committed]: promised, [payable]: 0 },
    clock: Date.parse('2021-02-02T02:00:00.000Z'),
    told: 0,
  }
}

/** What the door does, on one voucher in memory. */
function ask(world: World, verb: keyof typeof voucherCommands, who: string, input: object): string {
  const command = voucherCommands[verb] as Command
  world.clock += 60_000
  world.told += 1
  const at = new Date(world.clock).toISOString()
  const circumstances = {
    actor: people[who]!,
    about: world.voucher.key,
    envelope: castId(world.told),
    at,
    receivedAt: at,
    facts: { shop: { suspensions: [] }, claims: [], available: world.ledger[available] },
  }
  const parsed = command.input.parse(input)
  let decision = command.decide(world.voucher, parsed, circumstances)
  if (isRefusal(decision)) {
    if (!isDisputed(command, decision)) return decision.refused
    decision = command.dispute!(world.voucher, parsed, decision, circumstances)
  }
  expect(decision.record.version).toBe(world.voucher.version + 1)
  for (const { debit, credit, minor } of (decision.post ?? []) as Posting[]) {
    expect(minor).toBeGreaterThan(0)
    // Only these two have looked whether the money is still there.
    if (credit === available) expect(['resolve', 'extend']).toContain(verb)
    world.ledger[debit]! += minor
    world.ledger[credit]! -= minor
  }
  world.voucher = decision.record as Voucher
  return 'accepted'
}

function holds(world: World, total: number) {
  const { voucher, ledger } = world
  expect(Object.values(ledger).every((minor) => minor >= 0)).toBe(true)
  expect(Object.values(ledger).reduce((sum, minor) => sum + minor, 0)).toBe(total)
  expect(ledger[committed]).toBe(voucher.lines.reduce((sum, line) => sum + committedFor(voucher, line), 0))
  const handed = voucher.handovers.flatMap(({ lines }) => lines)
  expect(ledger[payable]).toBe(handed.reduce((sum, { projectMinor }) => sum + projectMinor, 0))

  for (const line of voucher.lines) {
    const { accepted } = unitsOf(voucher, line.n)
    const parts = handed.filter((one) => one.line === line.n)
    const full = (field: 'share' | 'projectMinor') =>
      parts.reduce((sum, one) => sum + one[field] + one.spared[field], 0)
    expect(accepted).toBeLessThanOrEqual(line.quantity)
    if (accepted === line.quantity) {
      expect(full('share')).toBe(line.share)
      expect(full('projectMinor')).toBe(line.projectMinor)
    }
  }
  // An ended voucher keeps no money that nobody can be owed any more.
  const isOver = !['open', 'frozen'].includes(voucher.state)
  const isSettled = voucher.handovers.every(
    ({ state, lines }) =>
      state === 'dismissed' || (state === 'delivered' && lines.every(({ accepted }) => accepted !== null)),
  )
  if (isOver && isSettled) expect(ledger[committed]).toBe(0)
}

const units = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 40 }))
const pick = fc.nat({ max: 20 })

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('redeem' as const),
      line: fc.integer({ min: 1, max: 2 }),
      units,
      cheap: fc.boolean(),
      pays: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('confirm' as const, 'callBack' as const, 'witness' as const),
      pick,
      units,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resolve' as const), pick, units, stands: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'expire' as const,
        'cancel' as const,
        'close' as const,
        'extend' as const,
        'freeze' as const,
        'unfreeze' as const,
      ),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function play(world: World, one: Step): void {
  const { voucher } = world
  const seen = voucher.version
  const photo = 'a'.repeat(64)
  if (one.do === 'redeem') {
    const line = lineOf(voucher, one.line)!
    const unitPrice = one.cheap ? 4_500 : line.unitPrice
    const due = asked(farmerDue(voucher, line, one.units, unitPrice), line.currency).pay
    ask(world, 'redeem', 'shop', {
      lines: [
        {
          line: one.line,
          quantity: one.units,
          code: null,
          condition: 'good',
          farmerPaid: one.pays ? due : 0,
          ...(one.cheap ? { substitute: { item: 'duckling', unitPrice } } : {}),
        },
      ],
    })
  } else if ('pick' in one) {
    const handover = voucher.handovers[one.pick % Math.max(1, voucher.handovers.length)]
    if (!handover) return
    const lines = handover.lines.map(({ line, quantity }) => ({ line, accepted: Math.min(one.units, quantity) }))
    if (one.do === 'resolve') {
      const outcome = one.stands ? 'stands' : 'dismissed'
      ask(world, 'resolve', 'monitor', {
        seen,
        handover: handover.id,
        outcome,
        lines: one.stands ? lines : [],
        note: 'looked',
      })
    } else if (one.do === 'confirm') ask(world, 'confirm', 'farmer', { handover: handover.id, lines })
    else if (one.do === 'callBack') ask(world, 'callBack', 'monitor', { handover: handover.id, lines, note: 'called' })
    else
      ask(world, 'witness', 'witness', {
        handover: handover.id,
        lines,
        photo,
        position: { latitude: 11, longitude: 104 },
      })
  } else if (one.do === 'expire') {
    world.clock = Math.max(world.clock, Date.parse('2021-05-01T02:00:00.000Z'))
    ask(world, 'expire', 'office', {})
  } else if (one.do === 'extend') {
    ask(world, 'extend', 'monitor', { seen, until: '2021-12-31', why: 'season' })
  } else if (one.do === 'freeze') ask(world, 'freeze', 'monitor', { why: 'look' })
  else ask(world, one.do, 'monitor', { seen, why: 'look' })
}

test('available, committed and payable always sum to what was promised, and the parts of a line to the line', () => {
  const sized = fc.record({
    quantity: fc.integer({ min: 1, max: 40 }),
    projectMinor: fc.integer({ min: 0, max: 5_003 }),
    share: fc.integer({ min: 0, max: 150_000 }),
  })
  fc.assert(
    fc.property(sized, sized, fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (first, second, steps) => {
      const lines = [first, second].map((size, at) =>
        aLine({ ...size, n: at + 1, price: 150_000, farmerShare: 150_000 - size.share }),
      )
      const world = aWorld(lines)
      const total = Object.values(world.ledger).reduce((sum, minor) => sum + minor, 0)
      for (const one of steps) {
        play(world, one)
        holds(world, total)
      }
    }),
    { numRuns: 400 },
  )
})

test('a line handed over and paid for in any parts costs the farmer her share, to the note of 100 riel', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 150_000 }),
      fc.array(units, { minLength: 1, maxLength: 60 }),
      (quantity, farmerShare, parts) => {
        const world = aWorld([aLine({ quantity, farmerShare, price: 150_000, share: 150_000 - farmerShare })])
        for (const part of [...parts, 60]) {
          const line = world.voucher.lines[0]!
          const now = Math.min(part, leftOf(world.voucher, line))
          if (now === 0) break
          const due = asked(farmerDue(world.voucher, line, now, line.unitPrice), 'KHR').pay
          ask(world, 'redeem', 'shop', {
            lines: [{ line: 1, quantity: now, code: null, condition: 'good', farmerPaid: due }],
          })
        }
        const paid = world.voucher.handovers
          .flatMap(({ lines }) => lines)
          .reduce((sum, { farmerPaid }) => sum + farmerPaid, 0)
        expect(paid).toBe(asked(farmerShare, 'KHR').pay)
      },
    ),
    { numRuns: 200 },
  )
})

test('a cent that rounding left when a count was corrected to nothing goes back when the voucher ends', () => {
  // Three cents for two birds: one alone is worth two cents, the second the third. If then the first
  // turns out never to have come, the second still stands at one.
  const handed = (accepted: number, projectMinor: number) => ({
    line: 1,
    quantity: 1,
    item: 'chick',
    unitPrice: 5_000,
    condition: 'good' as const,
    code: 'none' as const,
    codeNumber: null,
    replaces: null,
    farmerDue: 0,
    rounding: 0,
    farmerPaid: 0,
    accepted,
    share: 0,
    projectMinor,
    spared: { share: 0, projectMinor: 0 },
  })
  const handover = (id: string, accepted: number, projectMinor: number) =>
    ({
      id,
      shop: sokhasShop,
      state: 'delivered',
      lines: [handed(accepted, projectMinor)],
      confirmations: [],
    }) as unknown as Handover
  const voucher = aVoucher({
    state: 'closed',
    lines: [aLine({ quantity: 2, projectMinor: 3 })],
    handovers: [handover('a', 0, 0), handover('b', 1, 1)],
  })

  const { voucher: ended, post } = levelled(voucher)

  expect(post).toEqual([{ debit: available, credit: committed, currency: 'USD', minor: 2 }])
  expect(committedFor(ended, ended.lines[0]!)).toBe(0)
  expect(levelled(ended).post).toEqual([])
})
