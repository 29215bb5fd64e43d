import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Cellar, jarCommands, type Keeper, openCellar } from '#dev/testing/jars.ts'
import type { Key } from '#door/key.ts'
import { system, systemKey } from './actors.ts'
import { retryReaction, systemReads } from './dead-letters.ts'
import type { Door } from './door.ts'
import { attemptsMax, idFrom, openReactions, type Reaction, type ReactionLine, type Reactions } from './reactions.ts'

let cellar: Cellar
let dara: Keeper
let jar: Key
/** What the reactions do in a test. */
let does: Record<string, Reaction>
let reactions: Reactions
let woken: { home: string; due: number }[]
let troubles: unknown[]

beforeEach(async () => {
  does = {}
  woken = []
  troubles = []
  const follow = { 'jar.drop': ['jar.follow'], 'jar.label': ['jar.follow', 'jar.tell'] }
  cellar = await openCellar({
    capabilities: { jar: { commands: jarCommands, reactions: follow } },
    onWritten: (home, due) => woken.push({ home, due }),
  })
  dara = await cellar.keeper(['05', '08'])
  jar = await cellar.jar(dara)
  reactions = opened()
})
afterEach(async () => {
  await reactions.stop()
  await cellar.close()
})

function opened(door: Pick<Door, 'ask'> = cellar.door): Reactions {
  const named =
    (name: string): Reaction =>
    (line, tools) =>
      does[name]!(line, tools)
  return openReactions({
    reactions: { 'jar.follow': named('jar.follow'), 'jar.tell': named('jar.tell') },
    door,
    pool: cellar.pool,
    now: () => new Date(cellar.time),
    onTrouble: ({ error }) => troubles.push(error),
  })
}

function pass(seconds: number) {
  cellar.time = new Date(Date.parse(cellar.time) + seconds * 1000).toISOString()
}

async function states() {
  const { rows } = await cellar.pool.query(
    'select reaction, state, attempts, error from reaction_state order by stream, seq, reaction',
  )
  return rows
}

async function version(key = jar): Promise<number> {
  const { rows } = await cellar.pool.query('select version from jar where id = $1', [key.slice(3)])
  return rows[0].version
}

test('what follows from a line is told the line, with what was asked and answered', async () => {
  const seen: ReactionLine[] = []
  does = { 'jar.follow': async (line) => void seen.push(line), 'jar.tell': async () => {} }
  await cellar.ask(dara, 'jar.label', jar, { label: 'Rice' })

  expect(woken).toEqual([
    { home: '05', due: 0 },
    { home: '05', due: 2 },
  ])
  expect(await reactions.drain()).toBe(2)
  expect(seen).toMatchObject([
    {
      home: '05',
      stream: 'field/jars/0508',
      seq: 2,
      name: 'jar.label',
      about: jar,
      author: dara.key,
      input: { label: 'Rice' },
      answer: { outcome: 'accepted', version: 2 },
    },
  ])
  expect((await states()).map(({ state }) => state)).toEqual(['done', 'done'])
  expect(await reactions.drain()).toBe(0)
})

test('nothing follows from a refusal', async () => {
  await cellar.ask(dara, 'jar.label', jar, { label: '' })
  expect(await states()).toEqual([])
})

describe('a reaction that asks', () => {
  test('asks in the name of the programme, and is answered alike when it runs again', async () => {
    const answers: unknown[] = []
    does['jar.follow'] = async (line, { ask }) => {
      answers.push(await ask('jar.close', line.about, {}))
      if (answers.length === 1) throw new Error('cut off after it asked')
    }
    await cellar.ask(dara, 'jar.drop', jar)
    await reactions.drain()
    pass(60)
    await reactions.drain()

    expect(answers).toEqual([
      { outcome: 'accepted', version: 3 },
      { outcome: 'accepted', version: 3 },
    ])
    const { rows } = await cellar.pool.query("select author, carrier, outcome from journal where name = 'jar.close'")
    expect(rows).toEqual([{ author: systemKey, carrier: systemKey, outcome: 'accepted' }])
  })

  test('is told what was decided the first time, though it would word it differently now', async () => {
    const answers: unknown[] = []
    does = {
      'jar.tell': async () => {},
      'jar.follow': async (line, { ask }) => {
        if (line.author === systemKey) return
        answers.push(await ask('jar.label', line.about, { label: `Try ${answers.length}` }))
        if (answers.length === 1) throw new Error('cut off after it asked')
      },
    }
    await cellar.ask(dara, 'jar.drop', jar)
    await reactions.drain()
    pass(60)
    await reactions.drain()

    expect(answers).toEqual([
      { outcome: 'accepted', version: 3 },
      { outcome: 'accepted', version: 3 },
    ])
    expect(await version()).toBe(3)
  })

  test('may ask the same thing twice, and different things in any order', async () => {
    does['jar.follow'] = async (line, { ask }) => {
      await Promise.all([
        ask('jar.fund', line.about, { minor: 1 }),
        ask('jar.fund', line.about, { minor: 1 }),
        ask('jar.close', line.about, {}),
      ])
    }
    await cellar.ask(dara, 'jar.drop', jar)
    await reactions.drain()
    expect(await version()).toBe(5)
  })

  test('that is refused decides for itself what that means', async () => {
    does['jar.follow'] = async (line, { ask }) => {
      const answer = await ask('jar.take', line.about, { from: line.about, minor: 5 })
      return { cancel: `not taken: ${answer.outcome}` }
    }
    await cellar.ask(dara, 'jar.drop', jar)
    await reactions.drain()
    expect(await states()).toEqual([
      { reaction: 'jar.follow', state: 'done', attempts: 1, error: 'not taken: refused' },
    ])
  })

  test('starts what follows from that in turn', async () => {
    does = {
      'jar.follow': async ({ name, about }, { ask }) =>
        void (name === 'jar.drop' && (await ask('jar.label', about, { label: 'Followed' }))),
      'jar.tell': async () => {},
    }
    await cellar.ask(dara, 'jar.drop', jar)
    expect(await reactions.drain()).toBe(3)
  })
})

test('an effect is made once for each key (121 #7307)', async () => {
  const made: unknown[] = []
  does['jar.follow'] = async (_, { effect }) => {
    made.push(await effect('sms to somebody', 'sms', { words: 'jar_dropped' }))
    if (made.length < 2) throw new Error('once more')
  }
  await cellar.ask(dara, 'jar.drop', jar)
  await reactions.drain()
  pass(60)
  await reactions.drain()

  expect(made).toEqual(['made', 'already'])
  expect((await cellar.pool.query('select home, kind, body, state from effect')).rows).toEqual([
    { home: '05', kind: 'sms', body: { words: 'jar_dropped' }, state: 'due' },
  ])
})

describe('a reaction that fails', () => {
  beforeEach(async () => {
    does['jar.follow'] = async () => {
      throw new Error('the gateway is away')
    }
    await cellar.ask(dara, 'jar.drop', jar)
  })

  test('is tried again after a wait that doubles', async () => {
    const waits: number[] = []
    for (let attempt = 1; attempt <= 4; attempt++) {
      await reactions.drain()
      const { rows } = await cellar.pool.query('select after from reaction_state')
      const wait = (Date.parse(rows[0].after) - Date.parse(cellar.time)) / 1000
      waits.push(wait)
      pass(wait)
    }
    expect(waits).toEqual([10, 20, 40, 80])
    expect(troubles).toHaveLength(4)
  })

  test('is dead after its last attempt, is seen by those who read the journal there, and can be tried again', async () => {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      await reactions.drain()
      pass(3600)
    }
    expect(await states()).toEqual([
      { reaction: 'jar.follow', state: 'dead', attempts: attemptsMax, error: 'the gateway is away' },
    ])
    expect(await reactions.drain()).toBe(0)

    const reach = (places: string[], programme = 'jars') => [{ programme, places }]
    const seenBy = (scope: Parameters<typeof systemReads.deadLetters.run>[0]) =>
      systemReads.deadLetters.run(scope, {}, cellar.pool)
    const [letter] = await seenBy(reach(['05']))
    expect(letter).toMatchObject({ reaction: 'jar.follow', error: 'the gateway is away', name: 'jar.drop', about: jar })
    expect(await seenBy(reach(['08']))).toEqual([])
    expect(await seenBy(reach([''], 'other'))).toEqual([])
    expect(await seenBy([])).toEqual([])

    expect(await retryReaction(letter!, dara.key, new Date(cellar.time), cellar.pool)).toBe(true)
    expect(await retryReaction(letter!, dara.key, new Date(cellar.time), cellar.pool)).toBe(false)
    does['jar.follow'] = async () => {}
    expect(await reactions.drain()).toBe(1)
    const { rows } = await cellar.pool.query("select author, stream from journal where name = 'reaction.retry'")
    expect(rows).toEqual([{ author: dara.key, stream: `office/jars/${cellar.time.slice(0, 10)}` }])
  })

  test('does not hold up the others', async () => {
    const other = await cellar.jar(dara)
    const ran: Key[] = []
    does['jar.follow'] = async ({ about }) => {
      if (about === jar) throw new Error('only this one')
      ran.push(about)
    }
    await cellar.ask(dara, 'jar.drop', other)
    await reactions.drain()
    expect(ran).toEqual([other])
  })

  test('so does one that no release knows', async () => {
    await cellar.pool.query("update reaction_state set reaction = 'jar.gone'")
    await reactions.drain()
    expect(await states()).toMatchObject([
      { reaction: 'jar.gone', state: 'due', error: 'there is no reaction jar.gone' },
    ])
  })
})

test('a reaction that is not due yet says so, and waiting is not failing', async () => {
  let ran = 0
  does['jar.follow'] = async () => (ran++ < 20 ? { snooze: 30 } : undefined)
  await cellar.ask(dara, 'jar.drop', jar)
  for (let turn = 0; turn < 21; turn++) {
    expect(await reactions.drain()).toBe(1)
    expect(await reactions.drain()).toBe(0)
    pass(30 * 60)
  }
  expect(await states()).toMatchObject([{ state: 'done' }])
})

test('nothing follows in a programme that is closed', async () => {
  let ran = 0
  does['jar.follow'] = async () => void ran++
  await cellar.ask(dara, 'jar.drop', jar)
  await cellar.pool.query("update programme set state = 'closed', as_of = '2026-10-31', version = 2")

  expect(await reactions.drain()).toBe(1)
  expect(ran).toBe(0)
  expect(await states()).toMatchObject([{ state: 'done', error: 'the programme is closed' }])
})

test('what was claimed by a process that died comes due again', async () => {
  let ran = 0
  does['jar.follow'] = async () => void ran++
  await cellar.ask(dara, 'jar.drop', jar)
  // What a claim leaves behind when nobody closes it.
  await cellar.pool.query("update reaction_state set attempts = 1, after = $1::timestamptz + interval '10 minutes'", [
    cellar.time,
  ])

  expect(await reactions.drain()).toBe(0)
  pass(600)
  expect(await reactions.drain()).toBe(1)
  expect(ran).toBe(1)
})

test('two servers share the work and do nothing twice', async () => {
  const ran: string[] = []
  does['jar.follow'] = async ({ envelope }) => void ran.push(envelope)
  await cellar.door.askAll(
    Array.from({ length: 300 }, () => cellar.envelope(dara, 'jar.drop', jar)),
    dara.key,
  )

  const other = opened(cellar.anotherDoor())
  await Promise.all([reactions.drain(), other.drain()])
  expect(ran).toHaveLength(300)
  expect(new Set(ran).size).toBe(300)
})

test('a running server takes them up by itself: woken by the door, and at the latest by its poll', async () => {
  const ran: Key[] = []
  does['jar.follow'] = async ({ about }) => void ran.push(about)
  await cellar.ask(dara, 'jar.drop', jar)
  reactions.start()
  await expect.poll(() => ran).toEqual([jar])

  const other = await cellar.jar(dara, '08')
  await cellar.ask(dara, 'jar.drop', other)
  reactions.wake('08')
  await expect.poll(() => ran).toEqual([jar, other])
  await reactions.stop()
  expect((await states()).map(({ state }) => state)).toEqual(['done', 'done'])
})

test('an id that follows from a text is a valid one, and nobody else has it', () => {
  expect(idFrom('one')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(idFrom('one')).toBe(idFrom('one'))
  expect(idFrom('one')).not.toBe(idFrom('two'))
  expect(system.id).toBe(systemKey)
})
