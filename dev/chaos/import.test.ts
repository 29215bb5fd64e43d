/**
 * A list is brought through the console, and while its rows are taken in the server is killed with signal 9,
 * three times. Nobody asks for anything again: the server goes on by itself, and at the end every row was
 * decided once, whole.
 */
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { dara } from '#dev/cast.ts'
import { type Registration, registrations } from '#dev/labelled/registrations.ts'
import { someSettings } from '#dev/testing/lists.ts'
import { programmeCode } from '#dev/testing/programme.ts'
import { type Browser, browserAt } from '#dev/testing/served.ts'
import { uuidv7 } from '#door/key.ts'
import { verify } from '#server/audit/verify.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { rawPublicKey, readSeals } from '#server/seals.ts'
import { openSecrets } from '#server/secrets.ts'
import { bundled, openHouse } from './kill.ts'
import { password } from './writers.ts'

const rows = 6_000
const kills = 3

test('killed three times in the middle of a list: nothing is lost, doubled or half written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-chaos-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o711 })
  const program = await bundled()
  const house = await openHouse(program, data)
  const pool = openPool(house.databaseUrl, 2)
  try {
    const list = listOf([
      ...registrations({ seed: 5, households: rows, villages: ['05080101', '05080102', '05080201'] }),
    ])
    const key = await bring(house.url, list.text)

    const killedAt: number[] = []
    let ended = ''
    for (const deadline = Date.now() + 150_000; ended === ''; ) {
      if (Date.now() > deadline) throw new Error('the import did not end')
      const { taken, state } = await come(key, pool)
      const wanted = ((killedAt.length + 0.5) * rows) / (kills + 1)
      if (killedAt.length < kills && taken > wanted) {
        await house.kill('server')
        killedAt.push(taken)
      }
      if (state !== 'running') ended = state
      await pause(40)
    }

    expect(ended).toBe('finished')
    expect(killedAt).toHaveLength(kills)
    const { counts } = (await pool.query(`select counts from import where state = 'finished'`)).rows[0]
    expect(counts).toMatchObject({ rows, accepted: rows, repeated: 0, refused: 0 })
    expect(await asIs(pool)).toEqual({ households: rows, spouses: list.spouses, twice: 0, half: 0, claimed: 0 })
    const publicKey = rawPublicKey(createPrivateKey(openSecrets(data).signingKey('seals')))
    expect((await verify({ pool, seals: readSeals(join(data, 'seals')), publicKey })).findings).toEqual([])
  } finally {
    await pool.end()
    await house.close()
    rmSync(folder, { recursive: true, force: true })
    rmSync(program, { force: true })
  }
}, 240_000)

/** The file, with how many of its rows name a spouse. */
function listOf(people: Iterable<Registration>) {
  const lines: string[] = []
  let spouses = 0
  for (const { number, nameKm, nameLatin, sex, birthYear, village, spouse } of people) {
    const year = birthYear === null ? '' : Math.min(birthYear, 2000)
    const cells = [number, nameKm, nameLatin, sex, year, village, spouse?.nameKm, spouse?.nameLatin]
    lines.push(cells.map((cell) => cell ?? '').join(','))
    if (spouse) spouses += 1
  }
  const header = 'ID,Name km,Name latin,Sex,Birth year,Village code,Spouse name km,Spouse name latin'
  return { text: [header, ...lines, ''].join('\n'), spouses }
}

async function bring(url: string, text: string): Promise<string> {
  const browser = browserAt(url)
  expect((await browser.post('/api/sign-in/password', { email: dara.email, password })).status).toBe(200)
  const kept = await browser.request('POST', '/api/imports/files?name=list.csv', text)
  const question = { programme: programmeCode, kind: 'households', digest: kept.body.digest, settings: someSettings }
  const { body: look } = await browser.post('/api/imports/look', question)
  expect(look).toMatchObject({ missing: [], rows: expect.arrayContaining([]) })
  const key = `00-${newId()}`
  await ask(browser, 'import.prepare', key, {
    ...{ programme: programmeCode, area: '0508', kind: 'households', list: 'Killed', settings: someSettings },
    ...{ header: look.header, mapping: look.mapping },
    file: { name: 'list.csv', digest: kept.body.digest, bytes: kept.body.bytes, sheet: null },
  })
  await ask(browser, 'import.begin', key, {})
  return key
}

async function ask(browser: Browser, name: string, about: string, input: object) {
  const envelope = {
    ...{ id: newId(), home: '00', name, about, input, person: dara.key, device: null, n: 0 },
    ...{ askedAt: new Date().toISOString(), lastServerTime: null, after: [], signature: null },
  }
  const { body } = await browser.post('/api/ask', envelope)
  expect(body.answer).toMatchObject({ outcome: 'accepted' })
}

function newId(): string {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

async function come(key: string, pool: Pool) {
  const { rows } = await pool.query<{ taken: number; state: string }>(
    `select (select count(*)::int from household) as taken, state from import where id = $1`,
    [key.slice(3)],
  )
  return rows[0]!
}

/** `half`: a spouse was asked for and is not there; `claimed`: an envelope that nobody decided. */
async function asIs(pool: Pool) {
  const { rows } = await pool.query(
    `select count(*)::int as households,
            count(*) filter (where jsonb_array_length(members) = 2)::int as spouses,
            count(*) filter (where version <> (
              select count(*) from journal j where j.home = h.home and j.about = h.home || '-' || h.id and j.outcome = 'accepted'
            ))::int as twice,
            count(*) filter (where jsonb_array_length(members) > 2 or jsonb_array_length(members) <> version)::int as half,
            (select count(*)::int from envelope e where not exists (
              select from journal j where j.home = e.home and j.envelope = e.id)) as claimed
     from household h`,
  )
  return rows[0]
}
