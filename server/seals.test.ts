import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar } from '#dev/testing/jars.ts'
import { digestOfSeal, isSealedBy, openSeals, parseSeals, type Seals } from './seals.ts'

let cellar: Cellar
let folder: string
let seals: Seals
let dara: Keeper

beforeEach(async () => {
  cellar = await openCellar()
  folder = mkdtempSync(join(tmpdir(), 'chamka-seals-'))
  seals = opened()
  dara = await cellar.keeper(['05', '08'])
})
afterEach(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true })
})

const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const opened = () => openSeals({ pool: cellar.pool, folder, key, now: () => new Date(cellar.time) })
const written = (month?: string) => parseSeals(seals.text(month))

test('a seal names the heads of all streams, under a key that the database never sees', async () => {
  await cellar.jar(dara)
  await cellar.jar(dara, '08')
  const seal = await seals.seal()
  const { rows } = await cellar.pool.query(
    `select home, stream, last_seq as seq, encode(last_hash, 'hex') as hash from stream order by home`,
  )

  expect(seal).toMatchObject({ n: 1, previous: null, streams: 2, lines: 2, heads: rows })
  expect(isSealedBy(seals.publicKey, seal)).toBe(true)
  expect(isSealedBy(seals.publicKey, { ...seal, lines: 3 })).toBe(false)
  expect(written().map(({ seal }) => seal)).toEqual([seal])
})

test('the next one holds the digest of the one before, and names what moved since', async () => {
  await cellar.jar(dara)
  await cellar.jar(dara, '08')
  await seals.seal()
  await cellar.jar(dara, '08')
  await seals.seal()
  const quiet = await seals.seal()

  const [first, second, third] = written()
  expect(second!.seal).toMatchObject({ n: 2, previous: digestOfSeal(first!.text), streams: 2, lines: 3 })
  expect(second!.seal.heads.map(({ home, seq }) => [home, seq])).toEqual([['08', 2]])
  expect(third!.seal).toEqual(quiet)
  expect(quiet).toMatchObject({ n: 3, previous: digestOfSeal(second!.text), heads: [], lines: 3 })
})

test('each month begins with all heads, and goes on from the month before', async () => {
  await cellar.jar(dara)
  await seals.seal()
  cellar.time = '2026-12-01T00:00:00.000Z'
  await seals.seal()

  expect(readdirSync(join(folder, 'seals'))).toEqual(['2026-11.jsonl', '2026-12.jsonl'])
  const [november] = written('2026-11')
  expect(written('2026-12')[0]!.seal).toMatchObject({
    n: 2,
    previous: digestOfSeal(november!.text),
    heads: [{ seq: 1 }],
  })
  expect(written()).toHaveLength(2)
})

test('a clock that was set back does not begin an older month again', async () => {
  await seals.seal()
  cellar.time = '2026-10-31T00:00:00.000Z'
  await seals.seal()
  expect(seals.months()).toEqual(['2026-11'])
  expect(written().map(({ seal }) => seal.n)).toEqual([1, 2])
})

test('a server that starts again goes on where the last one stopped', async () => {
  const first = await seals.seal()
  seals = opened()
  expect((await seals.seal()).n).toBe(2)
  expect(written()[0]!.seal).toEqual(first)
})

test('servers that share a folder take turns', async () => {
  const others = [seals, opened(), opened()]
  await Promise.all(Array.from({ length: 12 }, (_, at) => others[at % 3]!.seal()))
  const all = written()
  expect(all.map(({ seal }) => seal.n)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
  expect(all.slice(1).every(({ seal }, at) => seal.previous === digestOfSeal(all[at]!.text))).toBe(true)
})

test('a seal that a power failure cut in two never was one', async () => {
  await seals.seal()
  const file = join(folder, 'seals', '2026-11.jsonl')
  appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40))

  expect(written()).toHaveLength(1)
  await seals.seal()
  expect(written().map(({ seal }) => seal.n)).toEqual([1, 2])
})
