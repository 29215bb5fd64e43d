/**
 * RUSH-IT through the door of a real database: loaded once, cut off in the middle and gone on with, then
 * copied: closed, where nothing moves any more, and open, where each figure is moved by the one command
 * that should move it.
 */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { countFigures, figuresTable, indicatorReads } from '#capabilities/indicators/indicator.store.ts'
import type { AnyKey } from '#capabilities/indicators/indicator.ts'
import type { Person } from '#capabilities/people/person.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Worker } from '#capabilities/workers/worker.ts'
import { chanceOf } from '#dev/chance.ts'
import { play } from '#dev/rush-it/player.ts'
import { code, lastDay, published, readings } from '#dev/rush-it/scenario.ts'
import { type Story, storyOf } from '#dev/rush-it/story.ts'
import { printedSheet } from '#dev/rush-it/strips.ts'
import { copyOf, freshDatabase } from '#dev/testing/database.ts'
import type { Scope } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import { homeOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { systemKey } from '#server/actors.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { recounted } from '#server/operator/recount.ts'
import { replay } from '#server/operator/replay.ts'
import { readProgrammes } from '#server/programmes.ts'
import { openReactions } from '#server/reactions.ts'
import { timeSealWith } from '#server/signatures.ts'

// A busy machine counts slowly.
vi.setConfig({ testTimeout: 120_000 })

const timeSeal = timeSealWith(Buffer.alloc(32, 9))
let story: Story
/** Everything but the closing: nobody is connected to it, so it can be copied. */
let open: string
let closed: Pool

beforeAll(async () => {
  const { definitions, places } = readProgrammes()
  story = storyOf(1, { definition: definitions['rush-it']!, places })
  open = await freshDatabase()
  await cutOff(open)
  await over(open, (pool) => play(allButTheClosing(), { pool, timeSeal }))

  closed = openPool(await copyOf(open), 4)
  await play(story, { pool: closed, timeSeal })
}, 600_000)
afterAll(() => closed?.end())

const allButTheClosing = () => ({ ...story, lines: story.lines.slice(0, -1) })

/** Loads until a third is there; then every connection is cut, as by a power failure. */
async function cutOff(url: string) {
  const pool = openPool(url, 14)
  const stopping = new AbortController()
  let cut: Promise<void> | undefined
  const asked = play(allButTheClosing(), {
    pool,
    timeSeal,
    stopping: stopping.signal,
    onProgress(_, done, total) {
      if (done < total / 3 || stopping.signal.aborted) return
      stopping.abort()
      cut = killConnections(url)
    },
  })
  await expect(asked).rejects.toThrow()
  // Over before the next load begins, or it would cut that one off too.
  await cut
  await pool.end()
}

async function killConnections(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}

async function over<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, 14)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

async function keysBehind(figure: AnyKey, scope: Scope): Promise<string[]> {
  const keys: string[] = []
  for (;;) {
    const after = keys.at(-1)
    const asked = { programme: code, figure, limit: 100, ...(after ? { after } : {}) }
    const page = await indicatorReads.records.run(scope, asked, closed)
    keys.push(...page.map(({ key }) => key))
    if (page.length < 100) return keys
  }
}

describe('closed as of its last day', () => {
  test('its own figures are the published table, to the unit and the cent', async () => {
    const table = await figuresTable(code, closed)

    expect(table).toMatchObject({ demonstration: true, programme: code, asOf: lastDay })
    expect(table!.figures).toEqual(published)
    expect(table!.readings).toMatchObject({
      proposals_undecided: readings.proposals_undecided,
      proposals_not_yet_verified: readings.proposals_not_yet_verified,
      household_deliveries: readings.household_deliveries,
      deliveries_to_unknown_status: 0,
    })
  })

  test('every cell of every figure is the same when it is counted again from the records', async () => {
    const { cells, differences } = await recounted(code, closed)

    expect(differences).toEqual([])
    expect(cells).toBeGreaterThan(400)
  }, 60_000)

  test.each([
    ['deliveries_to_id_poor', published.deliveries_to_id_poor],
    ['proposals_verified', published.proposals_verified],
    ['households_received_inputs', published.households_received_inputs],
  ] as const)('%s opens into the records behind it, as far as somebody may see', async (figure, count) => {
    const everywhere = [{ programme: code, places: [''] }]
    const keys = await keysBehind(figure, everywhere)
    expect(new Set(keys).size).toBe(count)

    const { cells } = (await indicatorReads.split.run(everywhere, { programme: code, figure, by: 'province' }, closed))!
    const inProvince = await keysBehind(figure, [{ programme: code, places: ['05'] }])
    expect(inProvince).toHaveLength(cells['05'] ?? 0)
    expect(inProvince.every((key) => keys.includes(key))).toBe(true)
    expect(await keysBehind(figure, [{ programme: 'practice', places: [''] }])).toEqual([])
  })

  test('households over months do not sum, and say why; over provinces they do', async () => {
    const everywhere = [{ programme: code, places: [''] }]
    const households = { programme: code, figure: 'household_deliveries' } as const
    const byMonth = await indicatorReads.split.run(
      everywhere,
      { ...households, figure: 'households_trained', by: 'month' },
      closed,
    )
    const byPart = await indicatorReads.split.run(everywhere, { ...households, by: 'part' }, closed)
    const sum = (cells: Readonly<Record<string, number>>) => Object.values(cells).reduce((all, one) => all + one, 0)

    expect(byMonth!.whyNotAdditive).not.toBeNull()
    expect(sum(byMonth!.cells)).toBeGreaterThan(byMonth!.whole)
    expect(byPart).toMatchObject({ whyNotAdditive: null, whole: sum(byPart!.cells) })
  })

  test('small cells are hidden where everybody looks, and poverty is told for the whole country only', async () => {
    const { byProvince } = (await figuresTable(code, closed))!
    const shown = Object.values(byProvince).flatMap((cells) => Object.values(cells))

    expect(shown.filter((cell) => cell !== null && cell > 0 && cell < 10)).toEqual([])
    expect(shown).toContain(null)
    expect(Object.keys(byProvince)).not.toContain('deliveries_to_id_poor')
  })

  test('the door refuses it to everybody, and nothing follows from it', async () => {
    const door = openDoor({ capabilities, stores, pool: closed, timeSeal })
    const people = story.rehearsal.records<Person>('person')
    const holding = (role: string) => people.find(({ grants }) => grants.some((grant) => grant.role === role))!.key
    const proposal = story.rehearsal.records<Proposal>('proposal').find(({ state }) => state === 'verified')!
    const attempts = [
      ['proposal.approve', holding('programme-director'), proposal.key, { seen: proposal.version, note: null }],
      ['proposal.refer', systemKey, proposal.key, { to: 3, why: 'nobody-free' }],
      ['programme.close', holding('programme-director'), story.programme, { asOf: lastDay }],
      ['household.consent', systemKey, proposal.household, { version: '2026-01', given: true }],
    ] as const
    for (const [name, person, about, input] of attempts) {
      expect([name, await door.ask(envelope(person, name, about, input, new Date()), person)]).toEqual([
        name,
        { outcome: 'refused', refusal: { refused: 'programme.closed' } },
      ])
    }
    const reactions = openReactions({ reactions: {}, door, pool: closed })
    expect(await reactions.drain()).toBe(0)
    const { rows } = await closed.query('select count(*)::int as effects from effect')
    expect(rows[0].effects).toBe(0)
  })

  test('what is not of this story is not played over it', async () => {
    const stranger = { ...story, lines: story.lines.slice(0, 50) }

    await expect(play(stranger, { pool: closed, timeSeal })).rejects.toThrow('not of this demonstration')
  })

  test('its journal, told again to an empty database, gives the same table', async () => {
    const into = openPool(await freshDatabase(), 4)
    const replayed = await replay({ from: closed, into, capabilities, stores, timeSeal })
    const [again, before] = [await figuresTable(code, into), await figuresTable(code, closed)]
    await into.end()

    expect(replayed.differences).toEqual([])
    expect(again).toEqual(before)
  }, 400_000)
})

describe('counted, not composed: on an open copy', () => {
  let pool: Pool
  let door: ReturnType<typeof openDoor>
  const chance = chanceOf(7, 'counted')
  const clock = new Date(`${lastDay}T13:00:00.000Z`)
  let rehearsal: Story['rehearsal']

  beforeAll(async () => {
    rehearsal = story.rehearsal
    pool = openPool(await copyOf(open), 4)
    door = openDoor({ capabilities, stores, pool, timeSeal, now: () => clock })
  }, 120_000)
  afterAll(() => pool?.end())

  const newKey = (home: string): Key => keyOf(home, uuidv7(clock.getTime(), chance.bytes(10)))

  async function does(person: Key, name: string, about: Key, input: object) {
    const asked = envelope(person, name, about, input, clock)
    const answer = await door.ask(asked, person)
    if (answer.outcome !== 'accepted') throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return asked.id
  }

  /** What moved, by how much, while something was done. */
  async function moved(work: () => Promise<unknown>): Promise<Partial<Record<AnyKey, number>>> {
    const before = await countFigures(code, lastDay, pool)
    await work()
    const after = await countFigures(code, lastDay, pool)
    return Object.fromEntries(
      Object.entries(after)
        .map(([key, value]) => [key, value - before[key as AnyKey]] as const)
        .filter(([, by]) => by !== 0),
    )
  }

  const now = async <R extends Subject>(noun: string, key: Key) =>
    (await stores[noun]!.find([key], false, pool))[0] as R
  const people = () => rehearsal.records<Person>('person')
  const working = (role: string, place: string, except: readonly (Key | null | undefined)[] = []) =>
    people().find(
      ({ key, grants }) =>
        !except.includes(key) &&
        grants.some((grant) => grant.role === role && grant.places.some((one) => place.startsWith(one))),
    )!.key
  const untouched = new Set<Key>()
  /** A proposal in a state, of a category, that no earlier test has used. */
  function aProposal(
    state: string,
    categories: readonly string[],
    fits: (one: Proposal) => boolean = () => true,
  ): Proposal {
    const found = rehearsal
      .records<Proposal>('proposal')
      .find((one) => one.state === state && categories.includes(one.category) && !untouched.has(one.key) && fits(one))!
    untouched.add(found.key)
    return found
  }
  const isSupplied = (household: Key) =>
    rehearsal
      .records<Voucher>('voucher')
      .some((voucher) => voucher.household === household && voucher.handovers.length > 0)
  const suspected = (household: Key) =>
    rehearsal
      .records<Subject & { suspects: Key[] }>('household')
      .some(({ key, suspects }) => (key === household ? suspects.length > 0 : suspects.includes(household)))
  const decides = (proposal: Proposal) =>
    proposal.projectMinor > 15_000
      ? working('programme-director', '')
      : working('provincial-approver', proposal.place, [proposal.verification?.by])

  test.each(['female', 'male'] as const)('the last required course makes a trained worker, %s', async (sex) => {
    const required = readProgrammes().definitions['rush-it']!.requiredOfWorkers
    const lacks = (worker: Worker) => required.filter((course) => !worker.passed.some(({ topic }) => topic === course))
    const worker = rehearsal.records<Worker>('worker').find((one) => one.sex === sex && lacks(one).length > 0)!
    const approver = working('provincial-approver', worker.place)
    const pass = (topic: string) =>
      does(approver, 'worker.passTraining', worker.key, { topic, on: lastDay, by: 'Test' })
    const missing = lacks(worker)
    const nothing = await moved(async () => {
      for (const topic of missing.slice(0, -1)) await pass(topic)
    })

    expect(nothing).toEqual({})
    expect(await moved(() => pass(missing.at(-1)!))).toEqual({
      extension_workers_trained: 1,
      ...(sex === 'female' ? { extension_workers_trained_women: 1 } : {}),
    })
  })

  test('a registration counts a household, and finding it to be another one takes it back', async () => {
    const like = rehearsal
      .records<any>('household')
      .find(({ state, suspects }) => state === 'active' && suspects.length === 0)
    const worker = working('cew', like.place)
    const household = newKey(like.place.slice(0, 2))
    const { nameKm, nameLatin, sex } = like.members[0]
    const again = { programme: code, member: newKey('05').slice(3), nameKm, nameLatin, sex, birthYear: like.birthYear }

    expect(
      await moved(() =>
        does(worker, 'household.register', household, {
          ...again,
          village: like.place,
          phone: null,
          poverty: null,
          consent: '2020-10',
        }),
      ),
    ).toEqual({ households_registered: 1 })
    expect(
      await moved(() =>
        does(working('district-officer', like.place, [worker]), 'household.judge', household, {
          other: like.key,
          verdict: 'same',
          reason: 'One family',
        }),
      ),
    ).toEqual({ households_registered: -1 })
  })

  test('a proposal is received, waits, is verified', async () => {
    const like = rehearsal
      .records<Proposal>('proposal')
      .find(({ state, assistedBy, projectMinor }) => state === 'submitted' && assistedBy && projectMinor < 9_000)!
    const household = rehearsal
      .records<any>('household')
      .find(
        ({ key, place, state }) =>
          state === 'active' && place.slice(0, 6) === like.place.slice(0, 6) && key !== like.household,
      )
    const proposal = newKey(homeOf(like.key))
    const { window, quantity, contribution } = like
    const wish = {
      household: household.key,
      window,
      package: like.package,
      quantity,
      place: household.place,
      contribution,
      consent: true,
    }

    expect(await moved(() => does(working('cew', household.place), 'proposal.submit', proposal, wish))).toEqual({
      proposals_received: 1,
      proposals_undecided: 1,
      proposals_not_yet_verified: 1,
    })
    const officer = working('district-officer', household.place)
    const seen = { seen: 1, how: 'visit', note: null, photo: 'a'.repeat(64), position: null }
    expect(await moved(() => does(officer, 'proposal.verify', proposal, seen))).toEqual({
      proposals_verified: 1,
      proposals_not_yet_verified: -1,
    })
  })

  test('a rejection is one more that was ever rejected, and one fewer that waits', async () => {
    const proposal = aProposal('verified', ['general'])
    const input = { seen: proposal.version, code: 'incomplete', note: null }

    expect(await moved(() => does(decides(proposal), 'proposal.reject', proposal.key, input))).toEqual({
      proposals_rejected: 1,
      proposals_answered: 1,
      proposals_undecided: -1,
      proposals_verified: -1,
    })
  })

  test.each([
    ['poor1 poor2', 'deliveries_to_id_poor'],
    ['general', 'deliveries_to_non_id_poor'],
    ['unknown', 'deliveries_to_unknown_status'],
  ] as const)(
    'approved and handed over to %s: its amount, its household, its delivery',
    async (categories, delivery) => {
      const proposal = aProposal(
        'verified',
        categories.split(' '),
        ({ household }) => !isSupplied(household) && !suspected(household),
      )
      const { place } = proposal
      // The last quarter's money is spent but for a little: the nation sets more aside.
      const line = rehearsal.records<Subject>('budget')[0]!.key
      await does(working('secretariat-finance', ''), 'budget.allot', line, { to: homeOf(proposal.key), minor: 30_000 })
      await does(systemKey, 'allotment.receive', keyOf(homeOf(proposal.key), line.slice(3)), { line, minor: 30_000 })

      const approval = await moved(() =>
        does(decides(proposal), 'proposal.approve', proposal.key, { seen: proposal.version, note: null }),
      )
      expect(approval).toEqual({
        proposals_approved: 1,
        proposals_approved_value_usd: (await now<Proposal>('proposal', proposal.key)).projectMinor,
        proposals_answered: 1,
        proposals_undecided: -1,
        proposals_verified: -1,
      })

      const voucher = newKey(homeOf(proposal.key))
      const { secrets, strips } = printedSheet(chance, voucher, proposal.lines.length, 3)
      const shop = rehearsal
        .records<Subject & { state: string }>('shop')
        .find((one) => homeOf(one.key) === homeOf(voucher))!.key
      const officer = working('district-officer', place, [proposal.assistedBy])
      const issuing = () => does(officer, 'voucher.issue', voucher, { proposal: proposal.key, shop, strips })
      expect(await moved(issuing)).toEqual({})

      const keeper = people().find((one) => one.shop === shop)!.key
      const part = (coded: boolean, n: number) => ({
        lines: proposal.lines.map((_, at) => ({
          ...{ line: at + 1, quantity: 1, condition: 'good', farmerPaid: 0 },
          code: coded ? { n, secret: secrets[at]![n - 1] } : null,
        })),
      })
      // On the shop's word alone nothing is received.
      expect(await moved(() => does(keeper, 'voucher.redeem', voucher, part(false, 1)))).toEqual({})
      expect(await moved(() => does(keeper, 'voucher.redeem', voucher, part(true, 1)))).toEqual({
        households_received_inputs: 1,
        household_deliveries: 1,
        [delivery]: 1,
      })
      if (proposal.lines.some(({ quantity }) => quantity < 3)) return
      // The same household once more: a delivery, and no further household.
      expect(await moved(() => does(keeper, 'voucher.redeem', voucher, part(true, 2)))).toEqual({
        household_deliveries: 1,
        [delivery]: 1,
      })
    },
  )

  test('a session counts the households that were there for the first time', async () => {
    const taught = new Set(
      rehearsal
        .records<any>('training')
        .flatMap(({ attendance }) => attendance.filter((one: any) => one.present).map((one: any) => one.household)),
    )
    const households = rehearsal.records<any>('household')
    const [new1, new2] = households.filter(({ key, state }) => state === 'active' && !taught.has(key))
    const known = households.find(({ key, place }) => taught.has(key) && place.slice(0, 6) === new1.place.slice(0, 6))
    const worker = rehearsal
      .records<Worker>('worker')
      .find((one) => one.passed.length > 3 && one.communes.includes(new1.place.slice(0, 6)))!
    const there = (household: any, present = true) => ({
      household: household.key,
      member: household.members[0].id,
      present,
    })
    const session = {
      ...{ place: new1.place, topic: 'farm-diary', kind: 'class', instrument: 'direct-public-service' },
      ...{ heldOn: lastDay, trainer: worker.key },
      attendance: [there(new1), there(known), there(new2, false)],
    }

    expect(await moved(() => does(worker.key, 'training.hold', newKey(homeOf(new1.key)), session))).toEqual({
      households_trained: 1,
    })
  })

  test('a won appeal takes nothing back of what was ever rejected', async () => {
    const proposal = aProposal(
      'rejected',
      ['general'],
      (one) => one.appeal === null && one.doubts.length === 0 && one.assistedBy !== null,
    )
    const officers = [proposal.rejections[0]!.by]
    const appealing = () => does(proposal.assistedBy!, 'proposal.appeal', proposal.key, { note: 'There is a well now' })
    expect(await moved(appealing)).toEqual({
      proposals_under_appeal: 1,
      proposals_answered: -1,
      proposals_undecided: 1,
    })

    const hearing = working('programme-director', '', officers)
    const { version } = await now<Proposal>('proposal', proposal.key)
    const input = { seen: version, outcome: 'overturned', reply: 'The well was seen' }
    expect(await moved(() => does(hearing, 'proposal.decideAppeal', proposal.key, input))).toEqual({
      proposals_under_appeal: -1,
      proposals_not_yet_verified: 1,
    })
  })
})

function envelope(person: Key, name: string, about: Key, input: object, at: Date) {
  const id = uuidv7(at.getTime(), crypto.getRandomValues(new Uint8Array(10)))
  const asked = { id, home: homeOf(about), name, about, input: input as Record<string, unknown>, person }
  return { ...asked, device: null, n: 0, askedAt: at.toISOString(), lastServerTime: null, after: [], signature: null }
}
