import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar } from '#dev/testing/jars.ts'
import { keyOf, national } from '#door/key.ts'
import { inTransaction } from '#server/database/connection.ts'
import { digestOf, genesisOf, type Note, writeNote } from './journal.ts'

let cellar: Cellar
let dara: Keeper

beforeAll(async () => {
  cellar = await openCellar()
  dara = await cellar.keeper(['05', '08'])
})
afterAll(() => cellar.close())

test('eight writers on two servers number each stream 1, 2, 3 … while some of them fail', async () => {
  const doors = [cellar.door, cellar.anotherDoor()]
  const jars = await Promise.all(['05', '05', '08', '08'].map((home) => cellar.jar(dara, home)))

  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) {
        const name = turn % 7 === 3 ? 'jar.shatter' : turn % 5 === 2 ? 'jar.label' : 'jar.drop'
        const envelope = cellar.envelope(dara, name, jars[(writer + turn) % 4]!)
        await doors[writer % 2]!.ask(envelope, dara.key).catch(() => {})
      }
    }),
  )

  const { rows } = await cellar.pool.query(
    `select s.home, s.last_seq, count(*)::int as lines, min(j.seq) as first, max(j.seq) as last, count(distinct j.hash)::int as hashes
     from stream s join journal j using (home, stream) group by s.home, s.stream, s.last_seq order by s.home`,
  )
  const each = rows.map(({ last_seq, lines, first, last, hashes }) => [
    first,
    last === last_seq,
    lines === last,
    hashes === lines,
  ])
  expect(each).toEqual([
    [1, true, true, true],
    [1, true, true, true],
  ])
  expect(rows.map(({ lines }) => lines).reduce((sum: number, lines: number) => sum + lines)).toBe(4 + 8 * (25 - 4))
})

test('a line holds no input: that lies in the body, which its salted digest covers', async () => {
  const jar = await cellar.jar(dara)
  await cellar.ask(dara, 'jar.label', jar, { label: 'Bride price' })
  const { rows } = await cellar.pool.query(
    `select j.*, b.envelope as body, b.answer, b.salt from journal j join journal_body b using (home, stream, seq) where about = $1 and name = 'jar.label'`,
    [jar],
  )
  const [{ body, answer, salt, digest, ...line }] = rows

  expect(JSON.stringify(line)).not.toContain('Bride')
  expect(JSON.parse(body).input).toEqual({ label: 'Bride price' })
  expect(JSON.parse(answer)).toEqual({ outcome: 'accepted', version: 2 })
  expect(digestOf(salt, body, answer).equals(digest)).toBe(true)
})

test('lines received in the same instant keep their order over transactions', async () => {
  const jar = await cellar.jar(dara)
  for (let turn = 0; turn < 5; turn++) await cellar.ask(dara, 'jar.drop', jar)
  const { rows } = await cellar.pool.query(
    'select b.answer from journal j join journal_body b using (home, stream, seq) where about = $1 order by received_at, position',
    [jar],
  )
  expect(rows.map(({ answer }) => JSON.parse(answer).version)).toEqual([1, 2, 3, 4, 5, 6])
})

test('each touched document is known by the line that touched it last', async () => {
  const jar = await cellar.jar(dara)
  await cellar.door.askAll([cellar.envelope(dara, 'jar.drop', jar), cellar.envelope(dara, 'jar.drop', jar)], dara.key)
  const { rows } = await cellar.pool.query(
    'select max(j.seq) as last, t.seq, t.place from touch t join journal j on j.about = t.key where t.key = $1 group by t.seq, t.place',
    [jar],
  )
  expect(rows).toEqual([{ last: rows[0].last, seq: rows[0].last, place: '050801' }])
})

describe('streams', () => {
  test('a stream is chained to its own name, so none can be passed off as another', () => {
    expect(genesisOf('05', 'field/jars/0508')).not.toEqual(genesisOf('08', 'field/jars/0508'))
  })

  test('what happens outside of commands is a line of the office, claimed like an envelope', async () => {
    const note: Note = {
      id: randomUUID(),
      programme: 'jars',
      name: 'session.begin',
      about: dara.key,
      author: dara.key,
      input: { how: 'password' },
      at: '2026-11-01T18:00:00.000Z',
    }
    await inTransaction(cellar.pool, (tx) => writeNote(note, tx))
    const { rows } = await cellar.pool.query('select home, stream, author, outcome from journal where envelope = $1', [
      note.id,
    ])

    // It is already 2 November where the office is.
    expect(rows).toEqual([{ home: national, stream: 'office/jars/2026-11-02', author: dara.key, outcome: 'accepted' }])
    await expect(inTransaction(cellar.pool, (tx) => writeNote(note, tx))).rejects.toThrow()
    expect(
      await cellar.door.ask({ ...cellar.envelope(dara, 'jar.drop', keyOf(national, note.id)), id: note.id }, dara.key),
    ).toEqual({
      outcome: 'refused',
      refusal: { refused: 'envelope.reused' },
    })
  })
})
