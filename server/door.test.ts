import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar, signatureOf } from '#dev/testing/jars.ts'
import { type Key, keyOf } from '#door/key.ts'
import type { Answer } from '#server/door.ts'

let cellar: Cellar
let dara: Keeper
let chenda: Keeper
let jar: Key

beforeAll(async () => {
  cellar = await openCellar()
  dara = await cellar.keeper(['05'])
  chenda = await cellar.keeper(['05'])
})
beforeEach(async () => {
  jar = await cellar.jar(dara)
})
afterAll(() => cellar.close())

const accepted = (version: number): Answer => ({ outcome: 'accepted', version })
const refused = (refusal: object) => ({ outcome: 'refused', refusal })

async function lines(envelope: string) {
  const { rows } = await cellar.pool.query('select * from journal where envelope = $1', [envelope])
  return rows
}

async function coins(key = jar): Promise<number> {
  const { rows } = await cellar.pool.query('select coins from jar where id = $1', [key.slice(3)])
  return rows[0].coins
}

describe('the same envelope', () => {
  test('sent twenty times at once is decided once and answered alike', async () => {
    const envelope = cellar.envelope(dara, 'jar.drop', jar)
    const answers = await Promise.all(Array.from({ length: 20 }, () => cellar.door.ask(envelope, dara.key)))

    expect(answers).toEqual(Array(20).fill(accepted(2)))
    expect(await lines(envelope.id)).toHaveLength(1)
    expect(await coins()).toBe(1)
  })

  test('sent through two servers at once is decided once and answered alike', async () => {
    const doors = [cellar.door, cellar.anotherDoor()]
    const envelope = cellar.envelope(dara, 'jar.drop', jar)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => doors[at % 2]!.ask(envelope, dara.key)))

    expect(answers).toEqual(Array(20).fill(accepted(2)))
    expect(await lines(envelope.id)).toHaveLength(1)
  })

  test('is answered the same way a day later, whatever happened since', async () => {
    const envelope = cellar.envelope(dara, 'jar.drop', jar)
    const first = await cellar.door.ask(envelope, dara.key)
    await cellar.ask(dara, 'jar.close', jar)

    expect(await cellar.door.ask(envelope, dara.key)).toEqual(first)
    expect(await coins()).toBe(1)
  })

  test('a refusal too is decided once', async () => {
    const envelope = cellar.envelope(dara, 'jar.label', jar, { label: '' })
    const first = await cellar.door.ask(envelope, dara.key)

    expect(first).toMatchObject(refused({ refused: 'input.invalid' }))
    expect(await cellar.door.ask(envelope, dara.key)).toEqual(first)
    expect(await lines(envelope.id)).toHaveLength(1)
  })

  test('with another body is refused, at once and later, and changes nothing', async () => {
    const first = cellar.envelope(dara, 'jar.label', jar, { label: 'Rice' })
    const other = { ...first, input: { label: 'Fish' } }

    expect(await cellar.door.askAll([first, other], dara.key)).toEqual([
      accepted(2),
      refused({ refused: 'envelope.reused' }),
    ])
    expect(await cellar.door.ask(other, dara.key)).toEqual(refused({ refused: 'envelope.reused' }))
    const { rows } = await cellar.pool.query('select label from jar where id = $1', [jar.slice(3)])
    expect(rows).toEqual([{ label: 'Rice' }])
  })
})

describe("somebody else's envelope", () => {
  test('a stranger with its id learns nothing, at once and later', async () => {
    const mine = cellar.envelope(dara, 'jar.label', jar, { label: 'Rice' })
    const theirs = { ...mine, person: chenda.key }
    const both = await Promise.all([cellar.door.ask(mine, dara.key), cellar.door.ask(theirs, chenda.key)])

    expect(both).toEqual([accepted(2), { outcome: 'received' }])
    expect(await cellar.door.ask(theirs, chenda.key)).toEqual({ outcome: 'received' })
  })

  test('cannot be asked from the console, whoever carries it', async () => {
    const envelope = cellar.envelope(dara, 'jar.drop', jar)
    expect(await cellar.door.ask(envelope, chenda.key)).toEqual({ outcome: 'received' })
    expect(await coins()).toBe(0)
  })

  test('whoever carries a signed one learns that it arrived; its author learns the answer', async () => {
    const bopha = await cellar.keeper(['05'], 'phone')
    const envelope = cellar.envelope(bopha, 'jar.drop', jar)

    expect(await cellar.door.ask(envelope, dara.key)).toEqual({ outcome: 'received' })
    expect(await cellar.door.ask(envelope, bopha.key)).toEqual(accepted(2))
    expect(await lines(envelope.id)).toMatchObject([{ author: bopha.key, carrier: dara.key, device: bopha.device }])
  })
})

describe('envelopes that depend on others', () => {
  test('are held while one is missing, and decided when it has come (ODK Central #669)', async () => {
    const first = cellar.envelope(dara, 'jar.label', jar, { label: 'Rice' })
    const second = cellar.envelope(dara, 'jar.label', jar, { label: 'Fish' }, { after: [first.id] })

    expect(await cellar.door.ask(second, dara.key)).toEqual({ outcome: 'held', after: [first.id] })
    expect(await lines(second.id)).toEqual([])
    await cellar.door.ask(first, dara.key)
    expect(await cellar.door.ask(second, dara.key)).toEqual(accepted(3))
  })

  test('are held, not refused, after one that was refused', async () => {
    const first = cellar.envelope(dara, 'jar.label', jar, { label: '' })
    const second = cellar.envelope(dara, 'jar.drop', jar, {}, { after: [first.id] })
    const third = cellar.envelope(dara, 'jar.drop', jar, {}, { after: [second.id] })

    expect(await cellar.door.askAll([first, second, third], dara.key)).toMatchObject([
      { outcome: 'refused' },
      { outcome: 'held', after: [first.id] },
      { outcome: 'held', after: [second.id] },
    ])
  })

  test('are decided in the order of their batch, each by what the one before left', async () => {
    const key = keyOf('05', randomUUID())
    const begin = cellar.envelope(dara, 'jar.begin', key, { place: '050801', label: 'New' })
    const drop = cellar.envelope(dara, 'jar.drop', key, {}, { after: [begin.id] })
    const close = cellar.envelope(dara, 'jar.close', key, {}, { after: [drop.id] })
    const late = cellar.envelope(dara, 'jar.drop', key, {}, { after: [close.id] })

    expect(await cellar.door.askAll([begin, drop, close, late], dara.key)).toEqual([
      accepted(1),
      accepted(2),
      accepted(3),
      { outcome: 'disputed', version: 4, refusal: { refused: 'voucher.expired', on: '2026-11-01' } },
    ])
  })

  test('of a chain sent backwards only the last is decided: the others wait for what they name', async () => {
    const first = cellar.envelope(dara, 'jar.drop', jar)
    const second = cellar.envelope(dara, 'jar.drop', jar, {}, { after: [first.id] })
    expect(await cellar.door.askAll([second, first], dara.key)).toMatchObject([{ outcome: 'held' }, accepted(2)])
  })
})

describe('what cannot be decided is set aside, whole, and holds up nobody', () => {
  const setAside = async (id: string) => {
    const { rows } = await cellar.pool.query('select why, person, carrier, body from quarantine where id = $1', [id])
    return rows
  }

  test('a command that nobody knows', async () => {
    const odd = cellar.envelope(dara, 'jar.polish', jar, { with: 'care' })
    const inherited = cellar.envelope(dara, 'jar.constructor', jar)
    const good = cellar.envelope(dara, 'jar.drop', jar)

    expect(await cellar.door.askAll([odd, inherited, good], dara.key)).toEqual([
      { outcome: 'quarantined', why: 'unknown-command' },
      { outcome: 'quarantined', why: 'unknown-command' },
      accepted(2),
    ])
    const [kept] = await setAside(odd.id)
    expect(JSON.parse(kept.body.split('\n')[0])).toMatchObject({ id: odd.id, input: { with: 'care' } })
    expect(await lines(odd.id)).toEqual([])
  })

  test('the work of somebody who was shut out meanwhile (SORMAS #403)', async () => {
    const sok = await cellar.keeper(['05'], 'phone')
    const envelope = cellar.envelope(sok, 'jar.drop', jar)
    await cellar.pool.query("update person set state = 'revoked' where id = $1", [sok.key.slice(3)])

    expect(await cellar.door.ask(envelope, dara.key)).toEqual({ outcome: 'received' })
    expect(await setAside(envelope.id)).toMatchObject([{ why: 'author-shut-out', person: sok.key, carrier: dara.key }])

    // Let in again, the same envelope is decided: its claim had been given back.
    await cellar.pool.query("update person set state = 'active' where id = $1", [sok.key.slice(3)])
    expect(await cellar.door.ask(envelope, sok.key)).toEqual(accepted(2))
  })

  test('the work of a phone that was shut out', async () => {
    const sok = await cellar.keeper(['05'], 'phone')
    await cellar.pool.query('update device set revoked_at = now() where id = $1', [sok.device!.slice(3)])
    expect(await cellar.ask(sok, 'jar.drop', jar)).toEqual({ outcome: 'quarantined', why: 'device-shut-out' })
  })

  test('a phone that nobody enrolled', async () => {
    const envelope = cellar.envelope(dara, 'jar.drop', jar, {}, { device: keyOf('05', randomUUID()) })
    expect(await cellar.door.ask(envelope, dara.key)).toEqual({ outcome: 'quarantined', why: 'device-unknown' })
  })
})

describe('signatures', () => {
  let bopha: Keeper
  beforeAll(async () => {
    bopha = await cellar.keeper(['05'], 'phone')
  })
  const notSigned = { outcome: 'quarantined', why: 'signature' }

  test('a signed envelope is decided, and its line keeps the signature beside the body', async () => {
    const envelope = cellar.envelope(bopha, 'jar.drop', jar)
    expect(await cellar.door.ask(envelope, bopha.key)).toEqual(accepted(2))
    const { rows } = await cellar.pool.query(
      'select b.envelope from journal_body b join journal j using (home, stream, seq) where j.envelope = $1',
      [envelope.id],
    )
    expect(rows[0].envelope.endsWith(`\n${envelope.signature}`)).toBe(true)
  })

  test.each<[string, (envelope: ReturnType<Cellar['envelope']>) => Promise<object> | object]>([
    ['changed after it was signed', (envelope) => ({ ...envelope, input: { more: 1 } })],
    ['about another record', (envelope) => ({ ...envelope, about: keyOf('05', randomUUID()) })],
    ['without a signature', (envelope) => ({ ...envelope, signature: null })],
    [
      "signed with another phone's key",
      (envelope) => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        return { ...envelope, signature: signatureOf(envelope, privateKey) }
      },
    ],
    [
      "signed by somebody else's enrolled phone",
      async (envelope) => {
        const sok = await cellar.keeper(['05'], 'phone')
        const theirs = { ...envelope, device: sok.device }
        return { ...theirs, signature: signatureOf(theirs, sok.privateKey!) }
      },
    ],
  ])('an envelope %s is set aside', async (_, forge) => {
    const envelope = cellar.envelope(bopha, 'jar.drop', jar)
    const forged = { ...envelope, ...(await forge(envelope)) }
    expect(await cellar.door.ask(forged, bopha.key)).toEqual(notSigned)
    expect(await coins()).toBe(0)
  })

  test('a console envelope carries none', async () => {
    const envelope = cellar.envelope(dara, 'jar.drop', jar)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(await cellar.door.ask({ ...envelope, signature: signatureOf(envelope, privateKey) }, dara.key)).toEqual(
      notSigned,
    )
  })

  test('a forged envelope does not keep the true one out', async () => {
    const envelope = cellar.envelope(bopha, 'jar.drop', jar)
    const forged = { ...envelope, signature: 'A'.repeat(86) }
    expect(await cellar.door.askAll([forged, envelope], bopha.key)).toEqual([notSigned, accepted(2)])
  })
})

describe('when it happened', () => {
  const at = async (by: Keeper, more: object) => {
    const envelope = cellar.envelope(by, 'jar.drop', jar, {}, more)
    await cellar.door.ask(envelope, by.key)
    const [line] = await lines(envelope.id)
    return [line.happened_at, line.received_at]
  }
  const received = '2026-11-01T03:00:00.000Z'

  test('is what a phone says, between the last time it was told and now', async () => {
    const bopha = await cellar.keeper(['05'], 'phone')
    const lastServerTime = cellar.timeSeal.tell('2026-10-28T00:00:00.000Z')
    const said = (askedAt: string) => at(bopha, { askedAt, lastServerTime })

    expect(await said('2026-10-30T10:00:00.000Z')).toEqual(['2026-10-30T10:00:00.000Z', received])
    expect(await said('2026-10-01T10:00:00.000Z')).toEqual(['2026-10-28T00:00:00.000Z', received])
    expect(await said('2027-01-01T10:00:00.000Z')).toEqual([received, received])
  })

  test('is not before the phone was enrolled when it shows no time, or one of its own making', async () => {
    const bopha = await cellar.keeper(['05'], 'phone')
    const enrolled = '2026-09-01T00:00:00.000Z'
    const askedAt = '2026-01-01T00:00:00.000Z'

    expect(await at(bopha, { askedAt })).toEqual([enrolled, received])
    const made = '2026-01-01T00:00:00.000Z.AAAAAAAAAAAAAAAAAAAAAA'
    expect(await at(bopha, { askedAt, lastServerTime: made })).toEqual([enrolled, received])
    expect(await at(bopha, { askedAt, lastServerTime: 'no time at all' })).toEqual([enrolled, received])
  })

  test('is now for the console, which was told the time with the page', async () => {
    expect(await at(dara, { askedAt: '2026-10-01T00:00:00.000Z' })).toEqual([received, received])
  })
})

describe('a bug', () => {
  test('that throws is told to its asker, writes nothing, and holds up nobody', async () => {
    const bad = cellar.envelope(dara, 'jar.shatter', jar)
    const good = [1, 2, 3, 4].map(() => cellar.envelope(dara, 'jar.drop', jar))
    const told = await Promise.allSettled([
      ...good.slice(0, 2).map((envelope) => cellar.door.ask(envelope, dara.key)),
      cellar.door.ask(bad, dara.key),
      ...good.slice(2).map((envelope) => cellar.door.ask(envelope, dara.key)),
    ])

    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(await coins()).toBe(4)
    const { rows } = await cellar.pool.query('select 1 from envelope where id = $1', [bad.id])
    expect(rows).toEqual([])
  })

  test('that overspends meets the constraint behind the rule, by its name', async () => {
    await cellar.ask(dara, 'jar.fund', jar, { minor: 100 })
    const other = await cellar.jar(dara)

    await expect(cellar.ask(dara, 'jar.overdraw', other, { from: jar, minor: 101 })).rejects.toMatchObject({
      constraint: 'a budget line is never overspent',
    })
    expect(await cellar.ask(dara, 'jar.take', other, { from: jar, minor: 100 })).toEqual(accepted(2))
  })
})

describe('a record that is there', () => {
  test('is not begun again', async () => {
    const again = { place: '050801', label: 'Again' }
    expect(await cellar.ask(dara, 'jar.begin', jar, again)).toEqual(refused({ refused: 'record.exists' }))
  })

  test('is there for the others of a batch in which somebody tries to begin it', async () => {
    const begin = cellar.envelope(dara, 'jar.begin', jar, { place: '080101', label: 'Out of reach' })
    const nonsense = cellar.envelope(dara, 'jar.begin', jar, {})
    const drop = cellar.envelope(dara, 'jar.drop', jar)
    const answers = await cellar.door.askAll([begin, nonsense, drop], dara.key)

    expect(answers).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }, accepted(2)])
  })
})

describe('reach', () => {
  test('a record out of reach is not there, and no district hears that it was asked for', async () => {
    const sokha = await cellar.keeper(['08'])
    const envelope = cellar.envelope(sokha, 'jar.drop', jar)

    expect(await cellar.door.ask(envelope, sokha.key)).toEqual(refused({ refused: 'record.not-found' }))
    expect(await lines(envelope.id)).toMatchObject([{ stream: 'office/jars/2026-11-01', touches: [] }])
    expect(await cellar.ask(sokha, 'jar.drop', keyOf('05', randomUUID()))).toEqual(
      refused({ refused: 'record.not-found' }),
    )
  })

  test('nothing is begun out of reach', async () => {
    const answer = await cellar.ask(dara, 'jar.begin', keyOf('08', randomUUID()), { place: '080101', label: 'Far' })
    expect(answer).toEqual(refused({ refused: 'actor.out-of-reach' }))
  })

  test('a role that was taken away is gone with the next envelope', async () => {
    const sok = await cellar.keeper(['05'])
    expect(await cellar.ask(sok, 'jar.drop', jar)).toEqual(accepted(2))
    await cellar.pool.query("update person set grants = '[]' where id = $1", [sok.key.slice(3)])
    expect(await cellar.ask(sok, 'jar.drop', jar)).toEqual(refused({ refused: 'actor.not-allowed' }))
  })

  test('a closed programme is closed to everybody', async () => {
    const closed = await openCellar()
    try {
      const keeper = await closed.keeper(['05'])
      const old = await closed.jar(keeper)
      await closed.pool.query(`update programme set state = 'closed', as_of = '2026-10-31', version = 2`)

      expect(await closed.ask(keeper, 'jar.drop', old)).toEqual(refused({ refused: 'programme.closed' }))
      const begin = { place: '050801', label: 'Late' }
      expect(await closed.ask(keeper, 'jar.begin', keyOf('05', randomUUID()), begin)).toEqual(
        refused({ refused: 'programme.closed' }),
      )
    } finally {
      await closed.close()
    }
  })
})

describe('two servers on one database', () => {
  test('a thousand ask at once for what four hundred can have: four hundred get it', async () => {
    const doors = [cellar.door, cellar.anotherDoor()]
    await cellar.ask(dara, 'jar.fund', jar, { minor: 400 * 25 })
    const takers = await Promise.all(Array.from({ length: 20 }, () => cellar.jar(dara)))

    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, at) => {
        const envelope = cellar.envelope(dara, 'jar.take', takers[at % 20]!, { from: jar, minor: 25 })
        return doors[at % 2]!.ask(envelope, dara.key)
      }),
    )

    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(400)
    expect(
      answers.filter((answer) => answer.outcome === 'refused' && answer.refusal.refused === 'budget.exhausted'),
    ).toHaveLength(600)
    const { rows } = await cellar.pool.query('select id, balance from account where id like $1 order by id', [
      `allotment/${jar}/%`,
    ])
    expect(rows.map(({ balance }) => balance)).toEqual([0, 10_000])
  })

  test('that lock each other out ask again, and nothing is lost or done twice', async () => {
    const doors = [cellar.door, cellar.anotherDoor()]
    const holders = await Promise.all([cellar.jar(dara), cellar.jar(dara)])
    for (const holder of holders) await cellar.ask(dara, 'jar.fund', holder, { minor: 10_000 })
    const [one, two] = holders as [Key, Key]

    // Each takes from the other's money and gives back: the accounts are needed in every order.
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => {
        const [mine, other] = at % 2 ? [one, two] : [two, one]
        const envelope =
          at % 4 < 2
            ? cellar.envelope(dara, 'jar.take', mine, { from: other, minor: 3 })
            : cellar.envelope(dara, 'jar.giveBack', mine, { to: other, minor: 2 })
        return doors[(at >> 1) % 2]!.ask(envelope, dara.key)
      }),
    )
    expect(answers.every(({ outcome }) => outcome === 'accepted' || outcome === 'refused')).toBe(true)
    expect(await unbalanced()).toEqual([])
  })
})

/** Accounts whose balance is not the sum of their postings. */
async function unbalanced() {
  const { rows } = await cellar.pool.query(`
    select a.id, a.balance, coalesce(sum(p.minor), 0) as sum from account a
    left join lateral (
      select minor from posting where home = a.home and debit = a.id and currency = a.currency
      union all select -minor from posting where home = a.home and credit = a.id and currency = a.currency
    ) p on true group by a.home, a.id, a.balance having a.balance <> coalesce(sum(p.minor), 0)`)
  return rows
}
