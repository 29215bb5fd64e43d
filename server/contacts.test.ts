/** What phones tell of themselves with a reading, and who hears of it. */
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeviceRow } from '#capabilities/people/person.ts'
import { chenda, dara, type Player, pisey, rithy, sreymom } from '#dev/cast.ts'
import { type Browser, type Served, serveStory } from '#dev/testing/served.ts'
import type { Key } from '#door/key.ts'
import { noteText, type PhoneNote } from '#door/phone-note.ts'
import { openContacts } from './contacts.ts'

const longAgo = '2020-01-01T00:00:00.000Z'
const longHence = '2099-01-01T00:00:00.000Z'
let served: Served
let sreymoms: Browser
let piseys: Browser
let phone: Key
beforeAll(async () => {
  served = await serveStory()
  sreymoms = await served.signedIn(sreymom)
  piseys = await served.signedIn(pisey)
  phone = await enrolled(sreymoms, sreymom)
}, 60_000)
afterAll(() => served?.end())

const note = (more: Partial<PhoneNote> = {}): PhoneNote => ({
  device: phone,
  unsent: 0,
  unsentSince: null,
  documents: 12,
  version: 'Ab_1-xYz',
  isPromised: false,
  ...more,
})
const tells = (browser: Browser, text: string) => browser.get('/api/pull', { 'x-chamka-phone': text })
const list = async (part: string, more: object = {}, browser = piseys) =>
  (await browser.read('device.list', { part, since: longAgo, ...more })).body as DeviceRow[]
const mine = (rows: readonly DeviceRow[], key = phone) => rows.find((row) => row.key === key)

describe('a phone', () => {
  test('that was never heard is listed before all others, and says so', async () => {
    const rows = await list('all')
    expect(mine(rows)).toMatchObject({ nameKm: sreymom.nameKm, roles: ['cew'], contact: null, revokedAt: null })
    expect(mine(await list('silent'))).toBeDefined()
  })

  test('tells with a reading what waits on it, since when, and what it runs', async () => {
    const unsentSince = Date.parse('2026-01-05T03:00:00Z') / 1000
    expect((await tells(sreymoms, noteText(note({ unsent: 3, unsentSince })))).status).toBe(200)
    const { contact } = mine(await list('unsent'))!
    expect(contact).toMatchObject({
      unsent: 3,
      unsentSince: '2026-01-05T03:00:00.000Z',
      documents: 12,
      version: 'Ab_1-xYz',
      isPromised: false,
    })
    expect(mine(await list('silent'))).toBeUndefined()
    expect(mine(await list('silent', { since: longHence }))).toBeDefined()

    await tells(sreymoms, noteText(note()))
    expect(mine(await list('unsent'))).toBeUndefined()
  })

  test('that says something strange is served all the same, and nothing is kept of it', async () => {
    const before = mine(await list('all'))!.contact
    for (const text of [
      '',
      'hello',
      `${phone} -1 - 3 - -`,
      `${phone} 1 - x - -`,
      `${noteText(note())} more`,
      `${phone} 2`,
    ])
      expect((await tells(sreymoms, text)).status, text).toBe(200)
    expect(mine(await list('all'))!.contact).toEqual(before)
  })

  test('is told of by nobody but its owner', async () => {
    const rithys = await served.signedIn(rithy)
    await tells(rithys, noteText(note({ documents: 99 })))
    expect(mine(await list('all'))!.contact!.documents).toBe(12)
  })

  test('that holds too much is found, and how much its budget is', async () => {
    await openContacts({ pool: served.chamka.pool, documentsMax: 100 }).hear(sreymom.key, note(), 700)
    expect(mine(await list('too-much'))!.contact).toMatchObject({ documents: 700, documentsMax: 100 })
    await tells(sreymoms, noteText(note({ documents: 13 })))
    expect(mine(await list('too-much'))).toBeUndefined()
  })

  test('is seen by whoever sees its owner, and by nobody of the next district', async () => {
    expect(mine(await list('all', {}, await served.signedIn(dara)))).toBeDefined()
    expect(mine(await list('all', {}, await served.signedIn(chenda)))).toBeUndefined()
  })

  test('is on one page of the list and no other, however many there are', async () => {
    for (const player of [rithy, dara]) await enrolled(await served.signedIn(player), player)
    const whole = (await list('all')).map(({ key }) => key)
    const paged: Key[] = []
    for (let after: object | undefined; ; ) {
      const [row] = await list('all', { limit: 1, ...(after ? { after } : {}) })
      if (!row) break
      paged.push(row.key)
      after = { heardAt: row.contact?.heardAt ?? null, key: row.key }
    }
    expect(whole.length).toBeGreaterThanOrEqual(3)
    expect(paged).toEqual(whole)
  })

  test('is written of once, as long as it says the same', async () => {
    let now = 1_000
    const asked: unknown[] = []
    const pool = { query: async (...query: unknown[]) => asked.push(query) } as never
    const contacts = openContacts({ pool, documentsMax: 100, ticks: () => now })
    for (let times = 0; times < 9; times++) await contacts.hear(sreymom.key, note())
    expect(asked.length).toBe(1)
    await contacts.hear(sreymom.key, note({ unsent: 1, unsentSince: 5 }))
    expect(asked.length).toBe(2)
    now += 6 * 60_000
    await contacts.hear(sreymom.key, note({ unsent: 1, unsentSince: 5 }))
    expect(asked.length).toBe(3)
  })

  test('that was shut out is listed apart, and heard no more', async () => {
    await served.play.as(pisey).does('device.revoke', phone, { reason: 'Lost in the river' })
    expect(mine(await list('all'))).toBeUndefined()
    expect(mine(await list('revoked'))).toMatchObject({
      revokedAt: expect.any(String),
      revokedBy: { nameKm: pisey.nameKm, nameLatin: pisey.nameLatin },
      revokedWhy: 'Lost in the river',
    })
    await tells(sreymoms, noteText(note({ documents: 50 })))
    expect(mine(await list('revoked'))!.contact!.documents).toBe(13)
  })
})

async function enrolled(browser: Browser, { key: person }: Player): Promise<Key> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const device = served.play.key()
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  const envelope = served.play.envelope(person, 'device.enrol', device, { publicKey: spki, label: 'Android, Chrome' })
  expect((await browser.post('/api/ask', envelope)).body.answer).toMatchObject({ outcome: 'accepted' })
  return device
}
