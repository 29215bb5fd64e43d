import { generateKeyPairSync, sign } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bopha, bophasHousehold, chenda, dara, rithy, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Browser, type Served, serveStory } from '#dev/testing/served.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { type Key, keyOf } from '#door/key.ts'
import { limits } from './limits.ts'

let served: Awaited<ReturnType<typeof serveStory>>
let sreymoms: Browser
let daras: Browser

beforeAll(async () => {
  served = await serveStory()
  sreymoms = await served.signedIn(sreymom)
  daras = await served.signedIn(dara)
})
afterAll(() => served.end())

/** A registration that will be accepted. */
function aHousehold(changes: Partial<Envelope> = {}): Envelope {
  const { play } = served
  const key = play.key()
  return play.envelope(
    sreymom.key,
    'household.register',
    key,
    aRegistration({ member: play.id(), nameLatin: `Person ${key.slice(-4)}`, phone: null, poverty: null }),
    changes,
  )
}

describe('one envelope', () => {
  test('is decided and told so, with the time of the server under its seal', async () => {
    const envelope = aHousehold()
    const { status, body, headers } = await sreymoms.post('/api/ask', envelope)

    expect({ status, body }).toEqual({
      status: 200,
      body: { answer: { outcome: 'accepted', version: 1 }, serverTime: expect.stringMatching(/^20.*Z\.[\w-]{22}$/) },
    })
    expect(headers.get('x-chamka-time')).toMatch(/^20.*Z\.[\w-]{22}$/)
    expect(await served.play.record('household', envelope.about)).toMatchObject({ version: 1 })
  })

  test('that is refused is an answer like any other', async () => {
    const envelope = served.play.envelope(dara.key, 'proposal.approve', served.play.key(), { seen: 1, note: null })
    const { status, body } = await daras.post('/api/ask', envelope)
    expect(status).toBe(200)
    expect(body.answer).toMatchObject({ outcome: 'refused', refusal: { refused: 'actor.not-allowed' } })
  })

  test('from nobody is a problem in words of both languages, with a reference to read out', async () => {
    const { status, body, headers } = await served.browser().post('/api/ask', aHousehold())
    expect(status).toBe(401)
    expect(headers.get('content-type')).toMatch('application/problem+json')
    expect(body).toMatchObject({
      type: '/api/problems/not-signed-in',
      status: 401,
      title: 'មិនទាន់ចូលប្រើ',
      words: { km: { title: 'មិនទាន់ចូលប្រើ' }, en: { title: 'Not signed in', detail: expect.stringMatching(/\.$/) } },
      reference: expect.stringMatching(/^[2-9A-Z]{8}$/),
    })
  })

  test('is told in English to a browser that asks for it first', async () => {
    const { body } = await served.browser().post('/api/ask', aHousehold(), { 'accept-language': 'en-GB,km;q=0.5' })
    expect(body.title).toBe('Not signed in')
  })

  test("in another person's name is turned away and decides nothing", async () => {
    const envelope = aHousehold({ person: rithy.key })
    const { status, body } = await sreymoms.post('/api/ask', envelope)
    expect({ status, type: body.type }).toEqual({ status: 403, type: '/api/problems/not-the-author' })
    expect(await served.play.record('household', envelope.about)).toBeUndefined()
  })

  test('that cannot be read names the fields and never what was in them, and is kept for a person to look at', async () => {
    const broken = { ...aHousehold(), askedAt: 'yesterday, said Bopha' }
    const { status, body, text } = await sreymoms.post('/api/ask', broken)

    expect({ status, fields: body.fields }).toEqual({ status: 400, fields: [{ path: 'askedAt', problem: 'custom' }] })
    expect(text).not.toContain('said Bopha')
    const { rows } = await served.play.pool.query('select why, carrier from quarantine where id = $1', [broken.id])
    expect(rows).toEqual([{ why: 'unreadable', carrier: sreymom.key }])
  })

  test('of no JSON at all is unreadable', async () => {
    expect((await sreymoms.request('POST', '/api/ask', '{"id":')).status).toBe(400)
    expect((await sreymoms.request('POST', '/api/ask', '')).status).toBe(400)
    expect((await sreymoms.post('/api/ask', null)).status).toBe(400)
  })

  test('larger than half a megabyte is refused with a sentence', async () => {
    const { status, body } = await sreymoms.post('/api/ask', { ...aHousehold(), input: { note: 'x'.repeat(600_000) } })
    expect({ status, type: body.type }).toEqual({ status: 413, type: '/api/problems/too-large' })
  })

  test('may come packed, and a packed one may not swell', async () => {
    const pack = (value: unknown) => new Uint8Array(gzipSync(JSON.stringify(value)))
    const small = await sreymoms.request('POST', '/api/ask', pack(aHousehold()), { 'content-encoding': 'gzip' })
    expect(small.body.answer.outcome).toBe('accepted')
    const swelling = pack({ ...aHousehold(), input: { note: ' '.repeat(50_000_000) } })
    const large = await sreymoms.request('POST', '/api/ask', swelling, { 'content-encoding': 'gzip' })
    expect(large.status).toBe(413)
    const nonsense = await sreymoms.request('POST', '/api/ask', 'not packed', { 'content-encoding': 'gzip' })
    expect(nonsense.status).toBe(400)
  })

  test('sent twenty times at once is decided once and answered alike', async () => {
    const envelope = aHousehold()
    const answers = await Promise.all(Array.from({ length: 20 }, () => sreymoms.post('/api/ask', envelope)))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body.answer)))).toEqual(
      new Set(['{"outcome":"accepted","version":1}']),
    )
    expect(await served.play.journal(envelope.about)).toHaveLength(1)
  })
})

describe('several envelopes', () => {
  test('are answered one by one in their order, and a bad one never holds up another', async () => {
    const [first, second] = [aHousehold(), aHousehold()]
    const envelopes = [
      first,
      { hello: 'there' },
      { ...aHousehold(), input: { note: 'x'.repeat(600_000) } },
      aHousehold({ person: rithy.key }),
      { ...aHousehold(), name: 'household.explode' },
      second,
    ]
    const { status, body } = await sreymoms.post('/api/ask/batch', { envelopes })

    expect(status).toBe(200)
    expect(body.answers.map((one: any) => one.answer?.outcome ?? one.problem.type)).toEqual([
      'accepted',
      '/api/problems/unreadable',
      '/api/problems/too-large',
      '/api/problems/not-the-author',
      'quarantined',
      'accepted',
    ])
    expect(await served.play.record('household', second.about)).toMatchObject({ version: 1 })
  })

  test('are asked again, all of them, where the database is just starting: none of them is held to be at fault', async () => {
    const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' })
    const connect = vi
      .spyOn(served.chamka.pool, 'connect')
      .mockImplementation(((told?: (error: Error) => void) =>
        told ? told(starting) : Promise.reject(starting)) as never)
    const envelopes = [aHousehold(), aHousehold()]
    const { status, body, headers } = await sreymoms.post('/api/ask/batch', { envelopes })
    connect.mockRestore()

    expect({ status, type: body.type }).toEqual({ status: 503, type: '/api/problems/closing' })
    expect(headers.get('content-type')).toMatch('application/problem+json')
    const again = await sreymoms.post('/api/ask/batch', { envelopes })
    expect(again.body.answers.map((one: any) => one.answer?.outcome)).toEqual(['accepted', 'accepted'])
  })

  test('more than five hundred are too many at once', async () => {
    const { status } = await sreymoms.post('/api/ask/batch', { envelopes: Array.from({ length: 501 }, () => ({})) })
    expect(status).toBe(413)
  })

  test('are an array under that name, and nothing else', async () => {
    for (const wrong of [[], {}, { envelopes: 'all' }, null])
      expect((await sreymoms.post('/api/ask/batch', wrong)).status).toBe(400)
    expect((await sreymoms.post('/api/ask/batch', { envelopes: [] })).body.answers).toEqual([])
  })
})

describe('from a phone', () => {
  test('the signature authorises and the session only carries', async () => {
    const phone = await anEnrolledPhone(sreymoms, sreymom.key)
    const envelope = phone.signed(aHousehold())

    // The envelope of Sreymom's phone is handed over by Dara.
    expect((await daras.post('/api/ask', envelope)).body.answer).toEqual({ outcome: 'received' })
    expect((await sreymoms.post('/api/ask', envelope)).body.answer).toEqual({ outcome: 'accepted', version: 1 })
    expect(await served.play.journal(envelope.about)).toMatchObject([{ author: sreymom.key, outcome: 'accepted' }])
  })

  test('what was changed on the way, or signed by nobody, is set aside', async () => {
    const phone = await anEnrolledPhone(sreymoms, sreymom.key)
    const signed = phone.signed(aHousehold())
    const changed = { ...signed, input: { ...signed.input, sex: 'male' } }
    expect((await sreymoms.post('/api/ask', changed)).body.answer).toEqual({ outcome: 'quarantined', why: 'signature' })

    const unsigned = { ...phone.signed(aHousehold()), signature: null }
    expect((await sreymoms.post('/api/ask', unsigned)).body.answer.outcome).toBe('quarantined')
  })

  async function anEnrolledPhone(browser: Browser, person: Key) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const device = served.play.key()
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
    const enrol = served.play.envelope(person, 'device.enrol', device, { publicKey: spki, label: 'Phone' })
    expect((await browser.post('/api/ask', enrol)).body.answer).toMatchObject({ outcome: 'accepted' })
    let n = 0
    return {
      signed(envelope: Envelope): Envelope {
        n += 1
        const written = { ...envelope, device, n }
        const signature = sign('sha256', Buffer.from(bodyOf(written)), { key: privateKey, dsaEncoding: 'ieee-p1363' })
        return { ...written, signature: signature.toString('base64url') }
      },
    }
  }
})

describe('who may come near', () => {
  test('a page of another site cannot ask in the name of whoever is signed in', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'https://other.example' },
    ] as Record<string, string>[]) {
      const { status, body } = await sreymoms.post('/api/ask', aHousehold(), headers)
      expect({ status, type: body.type }).toEqual({ status: 403, type: '/api/problems/another-origin' })
    }
    const own = await sreymoms.post('/api/ask', aHousehold(), { origin: served.url })
    expect(own.body.answer.outcome).toBe('accepted')
  })

  test('every answer tells the browser to be careful', async () => {
    const { headers } = await sreymoms.get('/api/me')
    expect(headers.get('content-security-policy')).toMatch("script-src 'self' 'wasm-unsafe-eval';")
    expect(headers.get('content-security-policy')).toMatch("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('an account that asks without end waits, and its neighbours at the same address do not', async () => {
    const strict: Served = await serveStory({ limits: { ...limits, account: { burst: 5, aMinute: 60 } } })
    try {
      const [busy, other] = [await strict.signedIn(sreymom), await strict.signedIn(rithy)]
      const answers = []
      for (let asked = 0; asked < 8; asked += 1) answers.push(await busy.get('/api/me'))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
      expect(answers[7]!.headers.get('retry-after')).toBe('1')
      expect((await other.get('/api/me')).status).toBe(200)
    } finally {
      await strict.end()
    }
  })
})

describe('a question', () => {
  test('is answered from what lies within reach, and from nothing else', async () => {
    const envelope = served.play.envelope(sreymom.key, 'household.register', bophasHousehold, aRegistration())
    await sreymoms.post('/api/ask', envelope)

    const inReach = await daras.read('household.one', { key: bophasHousehold })
    expect({ status: inReach.status, key: inReach.body.key }).toEqual({ status: 200, key: bophasHousehold })
    const elsewhere = await (await served.signedIn(chenda)).read('household.one', { key: bophasHousehold })
    expect(elsewhere.text).not.toContain('Bopha')
  })

  test('that no role of the asker answers is not allowed', async () => {
    const farmers = await served.signedIn(bopha)
    expect((await farmers.read('budget.lines')).body.type).toBe('/api/problems/not-allowed')
  })

  test('that does not exist is not found, and one that cannot be read says which field', async () => {
    expect((await daras.read('household.everything')).status).toBe(404)
    expect((await daras.read('__proto__')).status).toBe(404)
    const wrong = await daras.read('household.one', { key: 'mine' })
    expect(wrong).toMatchObject({ status: 400, body: { fields: [{ path: 'key' }] } })
    expect((await daras.get('/api/read/household.one?input={')).status).toBe(400)
  })

  test('about oneself is answered with grants, programmes and whether any of it is real', async () => {
    const { body, headers } = await daras.get('/api/me')
    expect(headers.get('x-chamka-demonstration')).toBe('true')
    expect(body).toMatchObject({
      person: { key: dara.key, nameLatin: 'Heng Dara' },
      grants: [{ role: 'district-officer', programme: 'story', places: ['0508'] }],
      household: null,
      programmes: [{ programme: 'story', state: 'open', demonstration: true }],
      demonstration: true,
    })
  })

  test('for what is new is answered with pages and a proof', async () => {
    const { status, body } = await sreymoms.get('/api/pull')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      bearer: { actor: { id: sreymom.key } },
      more: false,
      complete: { count: expect.any(Number) },
    })
    const key = keyOf('05', bophasHousehold.slice(3))
    expect(body.documents.some((document: { key: string }) => document.key === key)).toBe(true)
    expect((await sreymoms.get('/api/pull?cursor=nonsense')).status).toBe(400)
  })
})
