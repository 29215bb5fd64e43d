import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bophasHousehold, chenda, dara, pisey, rithy, sokha, sreymom, theary } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Browser, serveStory } from '#dev/testing/served.ts'
import { type Key, keyOf } from '#door/key.ts'
import type { LaidAside, LaidAsideRow } from './reads.ts'

let served: Awaited<ReturnType<typeof serveStory>>
let sreymoms: Browser
let piseys: Browser
let daras: Browser
let chendas: Browser
let unreadable: Key
let box: Key
let shutOut: Key

const card = 'KSP-0508-7777'

beforeAll(async () => {
  served = await serveStory()
  const { play } = served
  sreymoms = await served.signedIn(sreymom)
  piseys = await served.signedIn(pisey)
  daras = await served.signedIn(dara)
  chendas = await served.signedIn(chenda)

  const broken = play.envelope(sreymom.key, 'household.amend', bophasHousehold, { water: 'ទឹកអូរ' })
  unreadable = keyOf('05', broken.id)
  await sreymoms.post('/api/ask', { ...broken, askedAt: 'yesterday' })

  const id = play.id()
  box = keyOf('05', id)
  await sreymoms.post('/api/ask/batch', { envelopes: [{ id, home: '05', box: 'AQAB' }] })

  await play.as(pisey).does('person.revoke', rithy.key, { reason: 'Lost the phone' })
  const late = play.envelope(rithy.key, 'household.register', play.key(), registration())
  shutOut = keyOf('05', late.id)
  expect(await play.door.ask(late, rithy.key)).toEqual({ outcome: 'quarantined', why: 'author-shut-out' })
}, 60_000)
afterAll(() => served.end())

function registration() {
  const { play } = served
  const poverty = { ...aRegistration().poverty!, card }
  return aRegistration({ member: play.id(), nameLatin: 'Som Laid', village: '05080201', phone: null, poverty })
}

async function listOf(browser: Browser, input: object = {}): Promise<LaidAsideRow[]> {
  return (await browser.read('quarantine.list', input)).body
}
const keysOf = (rows: readonly LaidAsideRow[]) => rows.map(({ key }) => key)
const one = async (browser: Browser, key: Key): Promise<LaidAside> =>
  (await browser.read('quarantine.one', { key })).body
const look = (browser: Browser, key: Key, word: string) => browser.post(`/api/quarantine/${key}/look`, { word })
const taken = (browser: Browser, key: Key) => browser.post(`/api/quarantine/${key}/export`, {})

describe('what could not be read, a box that does not open, and the late work of somebody shut out', () => {
  test('lie before the administrator and the officer of their places, and not before another district', async () => {
    for (const browser of [piseys, daras]) {
      expect(keysOf(await listOf(browser)).sort()).toEqual([unreadable, box, shutOut].sort())
    }
    expect(await listOf(chendas)).toEqual([])
    expect(await one(chendas, shutOut)).toBeNull()
    expect((await look(chendas, shutOut, 'x')).status).toBe(404)
    expect((await taken(chendas, shutOut)).status).toBe(404)
    expect((await sreymoms.read('quarantine.list')).status).toBe(403)
  })

  test('the list says whose, by whom, why and what for, and never what was sent', async () => {
    const { body: rows, text } = await daras.read('quarantine.list')
    const row = (key: Key) => rows.find((found: LaidAsideRow) => found.key === key)
    expect(row(shutOut)).toMatchObject({
      ...{ name: 'household.register', why: 'author-shut-out', nameLatin: rithy.nameLatin, looked: null },
      ...{ person: rithy.key, carrier: rithy.key, isDecidedSince: false },
    })
    expect(row(unreadable)).toMatchObject({ name: 'household.amend', why: 'unreadable', person: sreymom.key })
    expect(row(box)).toMatchObject({ name: null, why: 'unreadable', carrierNameLatin: sreymom.nameLatin })
    expect(text).not.toMatch(/Som Laid|ទឹកអូរ|AQAB/)
  })

  test('come a page at a time, the newest first, each once', async () => {
    const found: LaidAsideRow[] = []
    for (;;) {
      const last = found.at(-1)
      const after = last && { receivedAt: last.receivedAt, key: last.key }
      const page = await listOf(piseys, { limit: 1, ...(after ? { after } : {}) })
      if (page.length === 0) break
      found.push(...page)
    }
    expect(keysOf(found)).toEqual(keysOf(await listOf(piseys)))
    const moments = found.map(({ receivedAt }) => receivedAt)
    expect(moments).toEqual([...moments].sort().reverse())
  })

  test('show what they say to whoever reads such records there, and their outside to the administrator', async () => {
    expect(await one(daras, shutOut)).toMatchObject({
      input: { nameLatin: 'Som Laid', poverty: { card } },
      mayExport: true,
    })
    expect(await one(piseys, shutOut)).toMatchObject({ name: 'household.register', input: null, mayExport: false })
    expect(await one(daras, unreadable)).toMatchObject({ input: { water: 'ទឹកអូរ' }, askedAt: null })
    expect(await one(piseys, box)).toMatchObject({ isBox: true, input: null, mayExport: true })
    expect((await taken(piseys, shutOut)).status).toBe(403)
  })

  test('are exported whole, and the journal remembers to whom', async () => {
    const { status, body, headers } = await taken(daras, shutOut)
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toBe(`attachment; filename="laid-aside-${shutOut}.json"`)
    const { rows } = await served.play.pool.query('select body from quarantine where id = $1', [shutOut.slice(3)])
    expect(body).toMatchObject({ key: shutOut, body: rows[0].body, exportedBy: dara.key })
    expect(JSON.parse(body.body.split('\n')[0])).toMatchObject({ input: { nameLatin: 'Som Laid' } })
    expect(JSON.parse((await taken(piseys, box)).body.body)).toMatchObject({ box: 'AQAB' })
    expect(await served.play.journal(shutOut)).toMatchObject([{ name: 'quarantine.export', author: dara.key }])
    expect(await served.play.journal(box)).toMatchObject([{ name: 'quarantine.export', author: pisey.key }])
  })

  test('are looked at once, with a word, counted until then, and still there', async () => {
    const waiting = async () => (await daras.read('quarantine.waiting')).body
    expect(await waiting()).toMatchObject([{ programme: 'story', entries: 3, oldest: expect.any(String) }])

    const word = 'បានចុះឈ្មោះគ្រួសារនេះក្នុងឈ្មោះខ្ញុំ។'
    expect((await look(daras, shutOut, word)).body.looked).toMatchObject({ word, by: dara.key })
    expect((await look(piseys, shutOut, 'Late')).body.looked).toMatchObject({ word, by: dara.key })
    expect((await look(daras, box, ' ')).status).toBe(400)

    expect(await waiting()).toMatchObject([{ entries: 2 }])
    expect(keysOf(await listOf(daras, { waiting: true }))).not.toContain(shutOut)
    expect(keysOf(await listOf(daras))).toContain(shutOut)
    const names = (await served.play.journal(shutOut)).map(({ name }) => name)
    expect(names).toEqual(['quarantine.export', 'quarantine.look'])
    expect((await taken(daras, shutOut)).body.looked).toMatchObject({ word })
  })
})

test('what is sent again word for word and decided waits for nobody, and lies there still', async () => {
  const { play } = served
  const revoke = (state: string) =>
    play.pool.query('update person set state = $1 where id = $2', [state, sokha.key.slice(3)])
  await revoke('revoked')
  const again = play.envelope(sokha.key, 'voucher.redeem', play.key(), {})
  await play.door.ask(again, sokha.key)
  const key = keyOf('05', again.id)
  expect(keysOf(await listOf(daras, { waiting: true }))).toContain(key)

  await revoke('active')
  expect((await play.door.ask(again, sokha.key)).outcome).toBe('refused')
  expect(keysOf(await listOf(daras, { waiting: true }))).not.toContain(key)
  expect((await listOf(daras)).find((row) => row.key === key)).toMatchObject({ isDecidedSince: true, looked: null })
})

test('its author is told what was written about it, and nobody else is', async () => {
  const { play } = served
  const own = play.envelope(sreymom.key, 'household.describe', bophasHousehold, {})
  await play.door.ask(own, sreymom.key)
  const key = keyOf('05', own.id)
  const told = (browser: Browser) => browser.get(`/api/quarantine/${key}/word`)
  expect((await told(sreymoms)).status).toBe(404)
  const word = 'សូមបើកកម្មវិធីថ្មី រួចសរសេរម្តងទៀត។'
  await look(daras, key, word)
  expect((await told(sreymoms)).body).toEqual({ word, at: expect.any(String) })
  for (const browser of [daras, chendas]) expect((await told(browser)).status).toBe(404)
  expect((await told(served.browser())).status).toBe(401)
})

test('its own author does not say that it was looked at', async () => {
  const { play } = served
  const own = play.envelope(dara.key, 'household.describe', bophasHousehold, {})
  await play.door.ask(own, dara.key)
  const key = keyOf('05', own.id)
  expect(await one(daras, key)).toMatchObject({ why: 'unknown-command', mayLook: false })
  expect((await look(daras, key, 'Mine')).status).toBe(403)
  expect((await look(piseys, key, 'Seen')).status).toBe(200)
})

test('what is about a complaint is kept from whoever does not oversee them, and from whom it names', async () => {
  const { play } = served
  const asked = { programme: 'story', caller: { name: null, phone: null }, said: 'Dara took a chicken', names: [] }
  const against = async (person: Key) => {
    const about = { kind: 'person', key: person }
    const envelope = play.envelope(
      sreymom.key,
      'complaint.log',
      play.key(),
      { ...asked, about },
      { device: play.key() },
    )
    await play.door.ask(envelope, sreymom.key)
    return keyOf('05', envelope.id)
  }
  const [ofDara, ofTheary] = [await against(dara.key), await against(theary.key)]
  const thearys = await served.signedIn(theary)
  for (const browser of [piseys, daras]) expect(keysOf(await listOf(browser))).not.toContain(ofDara)
  expect(keysOf(await listOf(thearys))).toContain(ofDara)
  expect(keysOf(await listOf(thearys))).not.toContain(ofTheary)
  expect(await one(thearys, ofTheary)).toBeNull()
})
