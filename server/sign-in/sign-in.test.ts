import { createHmac } from 'node:crypto'
import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bopha,
  bophasHousehold,
  castId,
  chenda,
  dara,
  kunthea,
  pisey,
  rithy,
  sreymom,
  theary,
  vanna,
} from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Browser, password, serveStory } from '#dev/testing/served.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'

type Served = Awaited<ReturnType<typeof serveStory>>

let served: Served
beforeAll(async () => {
  served = await serveStory()
})
afterAll(() => served.end())

/** What the pretend telephone of a number has received. */
async function messagesTo({ play }: Served, phone: string): Promise<string[]> {
  const { rows } = await play.pool.query<{ text: string }>(
    `select body->>'text' as text from effect where kind = 'sms' and body->>'to' = $1 order by made_at`,
    [phone],
  )
  return rows.map(({ text }) => text)
}

async function codeSentTo(served: Served, phone: string): Promise<string> {
  return /\d{6}/.exec((await messagesTo(served, phone)).at(-1) ?? '')![0]
}

describe('staff', () => {
  test('sign in with e-mail and password, and the cookie is out of reach of scripts and other sites', async () => {
    await served.chamka.accounts.linkAccount(dara.key, password)
    const browser = served.browser()
    const { status, body, headers } = await browser.post('/api/sign-in/password', {
      email: ' Dara@Example.org ',
      password,
    })

    expect({ status, body }).toEqual({ status: 200, body: { next: 'in' } })
    expect(headers.getSetCookie().join()).toMatch(/chamka\.session_token=.*HttpOnly.*SameSite=Lax/)
    expect((await browser.get('/api/me')).body.person.key).toBe(dara.key)
  })

  test('are told the same whether the address or the password is wrong, and may guess ten times', async () => {
    const guess = (email: string) => served.browser().post('/api/sign-in/password', { email, password: 'not this one' })
    await served.chamka.accounts.linkAccount(theary.key, password)
    const [known, unknown] = [await guess('theary@example.org'), await guess('nobody@example.org')]
    expect(known.body).toEqual({ ...unknown.body, reference: expect.any(String) })
    expect(known.status).toBe(401)

    for (let guesses = 1; guesses < 10; guesses += 1) await guess('theary@example.org')
    const eleventh = await served.browser().post('/api/sign-in/password', { email: 'theary@example.org', password })
    expect(eleventh).toMatchObject({ status: 429, body: { type: '/api/problems/too-many', wait: expect.any(Number) } })
    expect((await guess('other@example.org')).status).toBe(401)
  })

  test('who sign out are out, at once', async () => {
    const browser = await served.signedIn(dara)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    expect((await browser.post('/api/sign-out', {})).status).toBe(200)
    expect((await browser.get('/api/me')).status).toBe(401)
    expect((await served.browser().get('/api/me', { cookie })).status).toBe(401)
  })

  test('who were shut out learn nothing, and the work they hand over is set aside', async () => {
    const browser = await served.signedIn(kunthea)
    await served.play.as('system').does('person.revoke', kunthea.key, { reason: 'left the commune' })

    expect((await browser.read('household.list', {})).status).toBe(403)
    expect((await browser.get('/api/me')).status).toBe(403)
    const envelope = served.play.envelope(kunthea.key, 'person.declareRelatives', kunthea.key, { households: [] })
    expect((await browser.post('/api/ask', envelope)).body.answer).toEqual({
      outcome: 'quarantined',
      why: 'author-shut-out',
    })
  })

  test('begin with a code on paper from their administrator, who could not use it for themselves', async () => {
    const administrators = await served.signedIn(pisey)
    const issued = await administrators.post('/api/sign-in/paper-code', { person: sreymom.key })
    expect(issued).toMatchObject({ status: 200, body: { code: expect.stringMatching(/^\d{4} \d{4}$/), days: 30 } })
    expect((await administrators.post('/api/sign-in/paper-code', { person: pisey.key })).status).toBe(404)

    await served.play.pool.query(`update person set email = 'sreymom@example.org' where id = $1`, [idOf(sreymom.key)])
    const begin = (code: string, chosen = password) =>
      served.browser().post('/api/sign-in/begin', { email: 'sreymom@example.org', code, password: chosen })
    expect((await begin(issued.body.code, 'short')).body.type).toBe('/api/problems/password-weak')
    expect((await begin('1234 5678')).body.type).toBe('/api/problems/code-wrong')
    expect(await begin(issued.body.code)).toMatchObject({ status: 200, body: { next: 'password' } })
    expect((await begin(issued.body.code)).body.type).toBe('/api/problems/code-wrong')

    const browser = served.browser()
    await browser.post('/api/sign-in/password', { email: 'sreymom@example.org', password })
    expect((await browser.get('/api/me')).body.person.key).toBe(sreymom.key)
  })

  test('change their password, and every other browser of theirs is signed out', async () => {
    const [here, there] = [await served.signedIn(vanna), await served.signedIn(vanna)]
    const wrong = await here.post('/api/sign-in/change-password', {
      before: 'wrong',
      password: 'another long password',
    })
    expect(wrong.status).toBe(401)
    const { status } = await here.post('/api/sign-in/change-password', {
      before: password,
      password: 'another long password',
    })
    expect(status).toBe(200)
    expect((await here.get('/api/me')).status).toBe(200)
    expect((await there.get('/api/me')).status).toBe(401)
  })
})

describe('the field', () => {
  test('signs in with the code that was sent to the number, however the number is written', async () => {
    await served.chamka.accounts.linkAccount(rithy.key)
    const browser = served.browser()
    for (const phone of ['012 000 003', '០១២ ០០០ ០០៣', '+855 12 000 003'])
      expect((await browser.post('/api/sign-in/code', { phone })).body).toMatchObject({
        sent: true,
        phone: rithy.phone,
      })

    const code = await codeSentTo(served, rithy.phone!)
    const inKhmer = code.replace(/\d/g, (digit) => String.fromCharCode(0x17e0 + Number(digit)))
    const entered = await browser.post('/api/sign-in/phone', { phone: '012000003', code: inKhmer })
    expect(entered).toMatchObject({ status: 200, body: { next: 'in' } })
    expect((await browser.get('/api/me')).body.person.key).toBe(rithy.key)
  })

  test('is told the same of a number nobody has, and no message is spent on it', async () => {
    const { status, body } = await served.browser().post('/api/sign-in/code', { phone: '+85599999999' })
    expect({ status, body }).toEqual({ status: 200, body: { sent: true, phone: '+85599999999' } })
    expect(await messagesTo(served, '+85599999999')).toEqual([])
    expect((await served.browser().post('/api/sign-in/code', { phone: 'my brother' })).status).toBe(400)
  })

  test('has five guesses at a code, and five messages an hour', async () => {
    await served.chamka.accounts.linkAccount(bopha.key)
    const phone = bopha.phone!
    await served.browser().post('/api/sign-in/code', { phone })
    const right = await codeSentTo(served, phone)
    const wrong = right === '000000' ? '000001' : '000000'
    for (let guesses = 0; guesses < 5; guesses += 1)
      expect((await served.browser().post('/api/sign-in/phone', { phone, code: wrong })).status).toBe(401)
    expect((await served.browser().post('/api/sign-in/phone', { phone, code: right })).body.type).toBe(
      '/api/problems/code-locked',
    )

    for (let sent = 0; sent < 4; sent += 1) await served.browser().post('/api/sign-in/code', { phone })
    expect((await served.browser().post('/api/sign-in/code', { phone })).status).toBe(429)
  })
})

describe('a household’s shared telephone', () => {
  const phone = '+85512777777'
  const husband: Key = keyOf('05', castId(901))
  const wife: Key = keyOf('05', castId(902))
  let browser: Browser

  beforeAll(async () => {
    const people = [
      [husband, 'Husband'],
      [wife, 'Wife'],
    ] as const
    for (const [key, name] of people) {
      await served.play.pool.query(
        `insert into person (home, id, version, programme, place, name_latin, phone, sample) values ($1, $2, 1, 'story', '05080101', $3, $4, true)`,
        [homeOf(key), idOf(key), name, phone],
      )
    }
    browser = served.browser()
    await browser.post('/api/sign-in/code', { phone })
    const entered = await browser.post('/api/sign-in/phone', { phone, code: await codeSentTo(served, phone) })
    expect(entered.body).toEqual({ next: 'choose' })
  })

  test('proves the number, and nobody in particular', async () => {
    expect((await browser.get('/api/me')).body.type).toBe('/api/problems/person-not-chosen')
    expect((await browser.get('/api/sign-in/people')).body.people).toEqual([
      { key: husband, nameKm: null, nameLatin: 'Husband', linked: false },
      { key: wife, nameKm: null, nameLatin: 'Wife', linked: false },
    ])
  })

  test('lets nobody choose a person whom no extension worker confirmed', async () => {
    const choose = (person: Key, code?: string) =>
      browser.post('/api/sign-in/choose', { person, ...(code ? { code } : {}) })
    expect((await choose(wife)).body.type).toBe('/api/problems/paper-code-needed')
    expect((await choose(wife, '0000 0000')).body.type).toBe('/api/problems/code-wrong')
    expect((await choose(dara.key, '0000 0000')).status).toBe(404)
  })

  test('becomes hers with the code on paper, and not her husband’s', async () => {
    const outOfReach = await served.signedIn(chenda)
    expect((await outOfReach.post('/api/sign-in/paper-code', { person: wife })).status).toBe(404)
    const workers = await served.signedIn(sreymom)
    const { body } = await workers.post('/api/sign-in/paper-code', { person: wife })

    // Her code is not his.
    expect((await browser.post('/api/sign-in/choose', { person: husband, code: body.code })).status).toBe(401)
    expect((await browser.post('/api/sign-in/choose', { person: wife, code: body.code })).body).toEqual({ next: 'in' })
    expect((await browser.get('/api/me')).body.person.key).toBe(wife)
    expect(await served.play.record('person', wife)).toMatchObject({ accountId: expect.any(String) })
    expect(await served.play.record('person', husband)).toMatchObject({ accountId: null })
  })

  test('a code on paper is worth nothing after five wrong ones', async () => {
    const workers = await served.signedIn(sreymom)
    const { body } = await workers.post('/api/sign-in/paper-code', { person: husband })
    for (let guesses = 0; guesses < 5; guesses += 1)
      await browser.post('/api/sign-in/choose', { person: husband, code: '1111 1111' })
    expect((await browser.post('/api/sign-in/choose', { person: husband, code: body.code })).status).toBe(401)
  })
})

describe('in the demonstration', () => {
  test('one tap signs in as anybody invented, and the page shows the code', async () => {
    await served.chamka.accounts.linkAccount(rithy.key)
    const browser = served.browser()
    const { body } = await browser.get('/api/demonstration/people')
    expect(body.people.map(({ key }: { key: Key }) => key)).toContain(rithy.key)

    const entered = await browser.post('/api/demonstration/sign-in', { person: rithy.key })
    expect(entered.body).toEqual({ demonstration: true, demonstrationCode: expect.stringMatching(/^\d{6}$/) })
    expect((await browser.get('/api/me')).body.person.key).toBe(rithy.key)
  })
})

describe('where people are real', () => {
  let real: Served
  beforeAll(async () => {
    real = await serveStory()
    await real.play.pool.query('update person set sample = false')
    await real.play.pool.query(`update programme set demonstration = false`)
  })
  afterAll(() => real.end())

  test('staff must set up a second factor before they can do anything', async () => {
    const browser = await real.signedIn(dara)
    expect((await browser.get('/api/me')).body.type).toBe('/api/problems/second-factor-needed')

    const { body } = await browser.post('/api/sign-in/second-factor/begin', { password })
    expect(body.spareCodes.length).toBeGreaterThan(5)
    const secret = new URL(body.address).searchParams.get('secret')!
    expect((await browser.post('/api/sign-in/second-factor', { code: '000000' })).status).toBe(401)
    expect((await browser.post('/api/sign-in/second-factor', { code: totp(secret) })).status).toBe(200)
    expect((await browser.get('/api/me')).body).toMatchObject({ person: { key: dara.key }, secondFactor: 'set' })

    const later = real.browser()
    expect((await later.post('/api/sign-in/password', { email: dara.email, password })).body).toEqual({
      next: 'second-factor',
    })
    expect((await later.get('/api/me')).status).toBe(401)
    expect((await later.post('/api/sign-in/second-factor', { code: totp(secret) })).body).toEqual({ next: 'in' })
    expect((await later.get('/api/me')).status).toBe(200)

    const withoutTelephone = real.browser()
    await withoutTelephone.post('/api/sign-in/password', { email: dara.email, password })
    const spare = { code: body.spareCodes[0] }
    expect((await withoutTelephone.post('/api/sign-in/second-factor', spare)).status).toBe(200)
    const again = real.browser()
    await again.post('/api/sign-in/password', { email: dara.email, password })
    expect((await again.post('/api/sign-in/second-factor', spare)).status).toBe(401)
  })

  test('no code is shown, nobody is offered, and nobody comes in by one tap', async () => {
    await real.chamka.accounts.linkAccount(bopha.key)
    const { text } = await real.browser().post('/api/sign-in/code', { phone: bopha.phone })
    expect(text).not.toContain('demonstrationCode')
    expect(text).not.toContain(await codeSentTo(real, bopha.phone!))
    expect((await real.browser().get('/api/demonstration/people')).status).toBe(404)
    expect((await real.browser().post('/api/demonstration/sign-in', { person: bopha.key })).status).toBe(404)
    expect((await real.browser().get('/api/sign-in')).body).toMatchObject({
      firstAdministrator: false,
      demonstration: false,
      signedIn: false,
    })
  })
})

test('the first real account ends the demonstration’s open doors', async () => {
  const mixed = await serveStory()
  try {
    await mixed.chamka.accounts.linkAccount(rithy.key)
    expect((await mixed.browser().get('/api/demonstration/people')).status).toBe(200)
    await mixed.play.pool.query('update programme set demonstration = false')
    await mixed.play.pool.query('update person set sample = false where id = $1', [idOf(dara.key)])
    await mixed.chamka.accounts.linkAccount(dara.key, password)
    expect((await mixed.browser().get('/api/demonstration/people')).status).toBe(404)
    expect((await mixed.browser().post('/api/demonstration/sign-in', { person: rithy.key })).status).toBe(404)
  } finally {
    await mixed.end()
  }
})

test('a server that others can reach offers nobody, whatever its accounts', async () => {
  const published = await serveStory({ config: { publicUrl: 'https://chamka.example' } })
  try {
    await published.chamka.accounts.linkAccount(rithy.key)
    expect((await published.browser().get('/api/demonstration/people')).status).toBe(404)
    const { headers } = await published.browser().post('/api/sign-in/code', { phone: rithy.phone })
    expect(headers.get('strict-transport-security')).toMatch('max-age=')
  } finally {
    await published.end()
  }
})

describe('the tables of sign-in', () => {
  test('are what the library expects, no more and no less', async () => {
    const { toBeCreated, toBeAdded } = await getMigrations(served.chamka.signIn.auth.options)
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
  })

  test('belong to a role that reaches nothing else', async () => {
    const { pool } = served.chamka.signIn
    expect((await pool.query('select current_user')).rows).toEqual([{ current_user: 'chamka_sign_in' }])
    for (const table of ['person', 'journal', 'household'])
      await expect(pool.query(`select * from public.${table}`)).rejects.toMatchObject({ code: '42501' })
  })

  test('keep neither addresses nor browsers', async () => {
    await served.signedIn(rithy)
    const { rows } = await served.chamka.signIn.pool.query('select distinct "ipAddress", "userAgent" from session')
    expect(rows).toEqual([{ ipAddress: null, userAgent: null }])
  })
})

test('coming in is a line of the office journal, which no phone is sent', async () => {
  const { rows } = await served.play.pool.query(
    `select distinct name, split_part(stream, '/', 1) as stream from journal where name like 'sign-in.%' order by name`,
  )
  expect(rows).toEqual([
    { name: 'sign-in.confirm', stream: 'office' },
    { name: 'sign-in.enter', stream: 'office' },
    { name: 'sign-in.renew', stream: 'office' },
  ])
})

test('a whole session leaves no name, number, address or body in the log', async () => {
  const browser = await served.signedIn(dara)
  const envelope = served.play.envelope(dara.key, 'household.register', bophasHousehold, aRegistration())
  await browser.post('/api/ask', envelope)
  await browser.post('/api/ask/batch', { envelopes: [envelope, { nameKm: bopha.nameKm, phone: bopha.phone }] })
  await browser.read('household.list', { text: bopha.nameLatin })
  await browser.get(`/nowhere/${encodeURIComponent(bopha.nameKm)}?phone=${encodeURIComponent(bopha.phone!)}`)
  await browser.post('/api/sign-in/password', { email: 'bopha@example.org', password: bopha.nameLatin })

  const log = served.log.join('')
  expect(log).toContain('"name":"household.register"')
  expect(log).toContain(envelope.id)
  for (const secret of ['Bopha', 'បុប្ផា', '12000001', '12000003', 'example.org', 'Heng', 'KSP-0508', '127.0.0.1'])
    expect(log).not.toContain(secret)
})

/** RFC 6238 with the ordinary six digits and thirty seconds. */
function totp(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replace(/=+$/, '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const code = (digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff) % 1_000_000
  return String(code).padStart(6, '0')
}
