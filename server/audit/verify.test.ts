import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar } from '#dev/testing/jars.ts'
import type { Key } from '#door/key.ts'
import { genesisOf, hashOf, sealOf } from '#server/journal.ts'
import { openSeals, readSeals, type Seals } from '#server/seals.ts'
import { conclusionOf, type Report, verify } from './verify.ts'

const stream = 'field/jars/0508'

let cellar: Cellar
let folder: string
let seals: Seals
let dara: Keeper
let bopha: Keeper
let jar: Key

beforeEach(async () => {
  cellar = await openCellar()
  folder = mkdtempSync(join(tmpdir(), 'chamka-seals-'))
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  seals = openSeals({ pool: cellar.pool, folder, key, now: () => new Date(cellar.time) })
  dara = await cellar.keeper(['05'])
  bopha = await cellar.keeper(['05'], 'phone')
  // Twelve lines in one stream, the first eight of them sealed: begun, funded, taken from, signed.
  jar = await cellar.jar(dara)
  await cellar.ask(dara, 'jar.fund', jar, { minor: 1000 })
  for (let line = 3; line <= 8; line++) await cellar.ask(dara, 'jar.take', jar, { from: jar, minor: 10 })
  await seals.seal()
  cellar.time = '2026-11-01T04:00:00.000Z'
  for (let line = 9; line <= 12; line++) await cellar.ask(bopha, 'jar.drop', jar)
})
afterEach(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true })
})

const audit = (): Promise<Report> =>
  verify({ pool: cellar.pool, seals: readSeals(join(folder, 'seals')), publicKey: seals.publicKey })
const tamper = (text: string, values?: unknown[]) => cellar.pool.query(text, values)

test('what nobody touched passes, and says from when it is only self-consistent', async () => {
  const report = await audit()

  expect(report).toMatchObject({ findings: [], lines: 12, streams: 1, signed: 4, seals: 1, unsealed: 4, postings: 7 })
  expect(conclusionOf(report)).toContain(
    'Since 2026-11-01T03:00:00.000Z nothing is sealed: the last 4 lines are only self-consistent.',
  )
  await seals.seal()
  expect(conclusionOf(await audit())).toContain('Everything is covered by the seal of 2026-11-01T04:00:00.000Z.')
})

test('a journal that was never sealed says so', async () => {
  const report = await verify({ pool: cellar.pool, seals: [], publicKey: seals.publicKey })
  expect(report.findings).toEqual([])
  expect(conclusionOf(report)).toContain('Nothing was ever sealed')
})

test('a body that was erased is told with the line that says so', async () => {
  await cellar.ask(dara, 'jar.erase', jar)
  await cellar.pool.query('delete from journal_body where seq in (3, 4)')
  const report = await audit()

  expect(report.findings).toEqual([])
  expect(conclusionOf(report)).toContain(`2 bodies were erased by line 13 of 05/${stream}.`)
})

describe('done by whoever owns the database', () => {
  test('an altered line is named', async () => {
    await tamper(`update journal set outcome = 'refused', reason = 'budget.exhausted' where seq = 5`)
    const { findings } = await audit()
    expect(findings[0]).toMatchObject({
      kind: 'altered',
      stream,
      seq: 5,
      says: `Line 5 of 05/${stream} does not say what its answer says.`,
    })
    expect(findings[1]).toMatchObject({ kind: 'altered', seq: 5, says: `Line 5 of 05/${stream} was altered.` })
  })

  test('an altered last line is named', async () => {
    await tamper(`update journal set happened_at = '2026-01-01' where seq = 12`)
    expect((await audit()).findings).toMatchObject([{ kind: 'altered', seq: 12 }])
  })

  test('a removed line is named', async () => {
    await tamper('delete from journal where seq = 6')
    expect((await audit()).findings[0]).toMatchObject({ kind: 'removed', stream, seq: 6 })
  })

  test('a removed line is named when those after it were renumbered', async () => {
    await remove(6)
    const { findings } = await audit()
    expect(findings).toMatchObject([{ kind: 'removed', stream, seq: 6 }, { kind: 'ledger' }, { kind: 'claim' }])
  })

  test('a removed line is named when only the last was left to renumber', async () => {
    await remove(11)
    await tamper('update stream set last_seq = 12')
    expect((await audit()).findings[0]).toMatchObject({ kind: 'removed', stream, seq: 11 })
  })

  test('an inserted line is named', async () => {
    await insert(7, { chained: false })
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ kind: 'inserted', seq: 7, says: `Line 7 of 05/${stream} was slipped in.` }),
    )
  })

  test('an inserted line is named when it was chained to the one before', async () => {
    await insert(7, { chained: true })
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ kind: 'inserted', seq: 7, says: `Line 7 of 05/${stream} was slipped in.` }),
    )
  })

  test('a line appended to the end, chained and counted, has no claim', async () => {
    await insert(13, { chained: true })
    await tamper('update stream set last_seq = 13, last_hash = (select hash from journal where seq = 13)')
    expect((await audit()).findings[0]).toMatchObject({ kind: 'inserted', seq: 13 })
  })

  test('a cut-off tail is named', async () => {
    await tamper('delete from journal where seq > 10')
    expect((await audit()).findings[0]).toMatchObject({ kind: 'cut-off', stream, seq: 11 })
  })

  test('a cut-off tail is named when the counter was set back', async () => {
    await cut(7)
    expect((await audit()).findings[0]).toMatchObject({
      kind: 'cut-off',
      stream,
      seq: 7,
      says: `The tail of 05/${stream} is cut off after line 6: 8 were sealed.`,
    })
  })

  test('a tail cut off since the last seal leaves its claims behind', async () => {
    await cut(11)
    expect((await audit()).findings).toMatchObject([{ kind: 'claim' }, { kind: 'claim' }])
  })

  test('a stream that is gone altogether is named', async () => {
    await tamper('delete from journal')
    await tamper('delete from stream')
    expect((await audit()).findings[0]).toMatchObject({ kind: 'cut-off', stream, seq: 1 })
  })

  test('a chain that was written anew from its first line is named by the seal', async () => {
    await tamper(`update journal set happened_at = '2026-01-01' where seq = 5`)
    await recompute()
    expect((await audit()).findings).toMatchObject([
      {
        kind: 'recomputed',
        stream,
        seq: 1,
        says: `The chain of 05/${stream} was written anew somewhere from line 1 to 8: line 8 is not the one that was sealed at 2026-11-01T03:00:00.000Z.`,
      },
    ])
  })

  test('a chain written anew after the last seal is only self-consistent, and a later seal does not hide an older one', async () => {
    await tamper(`update journal set happened_at = '2026-01-01' where seq = 3`)
    await recompute()
    await seals.seal()
    expect((await audit()).findings).toMatchObject([{ kind: 'recomputed', seq: 1 }])
  })

  test('altered money is named by the line that moved it, and by the account', async () => {
    await tamper(`update posting set minor = 9 where envelope = (select envelope from journal where seq = 4)`)
    expect((await audit()).findings).toMatchObject([
      { kind: 'altered', seq: 4 },
      { kind: 'ledger', says: expect.stringContaining('stands at 940, and its postings add up to 941') },
      { kind: 'ledger' },
    ])
  })

  test('an altered balance is named', async () => {
    await tamper(`update account set balance = balance + 1 where id like '%/available'`)
    expect((await audit()).findings).toMatchObject([{ kind: 'ledger' }])
  })

  test('money from nowhere is named', async () => {
    await tamper(
      `insert into posting select home, gen_random_uuid(), 0, debit, credit, currency, minor, happened_on from posting limit 1`,
    )
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ kind: 'ledger', says: expect.stringContaining('no accepted line tells of it') }),
    )
  })

  test.each([
    ['altered', `update journal_body set envelope = replace(envelope, '10', '11') where seq = 4`],
    ['given another answer', `update journal_body set answer = '{"outcome":"accepted","version":99}' where seq = 4`],
  ])('a body that was %s is named', async (_, statement) => {
    await tamper(statement)
    expect((await audit()).findings[0]).toMatchObject({ kind: 'body', seq: 4 })
  })

  test('a body that is gone is named', async () => {
    await tamper('delete from journal_body where seq = 4')
    expect((await audit()).findings).toMatchObject([{ kind: 'body', seq: 4 }])
  })

  test('seals that were changed, removed, or made with another key are named', async () => {
    await seals.seal()
    await seals.seal()
    const [first, second, third] = readSeals(join(folder, 'seals'))
    const publicKey = seals.publicKey
    const kinds = async (given: (typeof first)[]) =>
      (await verify({ pool: cellar.pool, seals: given as never, publicKey })).findings.map(({ kind }) => kind)

    expect(await kinds([first, second, third])).toEqual([])
    expect(await kinds([first, third])).toEqual(['seal'])
    expect(await kinds([second, third])).toEqual(['seal'])
    expect(await kinds([{ ...first!, seal: { ...first!.seal, lines: 7 } }])).toEqual(['seal'])
  })
})

/** Takes a line out and closes the gap. */
async function remove(seq: number) {
  await tamper('delete from journal where seq = $1', [seq])
  await tamper('delete from journal_body where seq = $1', [seq])
  for (let after = seq + 1; after <= 12; after++)
    for (const table of ['journal', 'journal_body'])
      await tamper(`update ${table} set seq = seq - 1 where seq = $1`, [after])
  await tamper('update stream set last_seq = last_seq - 1')
}

/** Copies a line to another place, under a new envelope, and moves the rest up. */
async function insert(seq: number, { chained }: { chained: boolean }) {
  for (let after = 12; after >= seq; after--)
    for (const table of ['journal', 'journal_body'])
      await tamper(`update ${table} set seq = seq + 1 where seq = $1`, [after])
  await tamper(
    `insert into journal select home, stream, $1, gen_random_uuid(), programme, name, about, author, carrier, device, outcome, reason,
     happened_at, received_at, position, touches, digest, hash from journal where seq = 2`,
    [seq],
  )
  await tamper(
    'insert into journal_body select home, stream, $1, envelope, answer, salt from journal_body where seq = 2',
    [seq],
  )
  await tamper('update stream set last_seq = 13')
  if (chained) {
    const [before, line] = await rows([seq - 1, seq])
    const hash = hashOf(before.hash, seq, sealOf({ ...line, post: [] }))
    await tamper('update journal set hash = $2 where seq = $1', [seq, hash])
  }
}

async function cut(from: number) {
  await tamper('delete from journal where seq >= $1', [from])
  await tamper('delete from journal_body where seq >= $1', [from])
  await tamper('update stream set last_seq = $1, last_hash = (select hash from journal where seq = $1)', [from - 1])
}

async function recompute() {
  let hash = genesisOf('05', stream)
  for (const line of await rows(Array.from({ length: 12 }, (_, at) => at + 1))) {
    hash = hashOf(hash, line.seq, sealOf(line))
    await tamper('update journal set hash = $2 where seq = $1', [line.seq, hash])
  }
  await tamper('update stream set last_hash = $1', [hash])
}

async function rows(seqs: number[]): Promise<any[]> {
  const { rows } = await tamper(
    `select j.*, happened_at as "happenedAt", received_at as "receivedAt",
     (select coalesce(json_agg(json_build_object('debit', debit, 'credit', credit, 'currency', currency, 'minor', minor, 'happenedOn', happened_on) order by p.position), '[]')
      from posting p where p.envelope = j.envelope) as post
     from journal j where seq = any($1) order by seq`,
    [seqs],
  )
  return rows
}
