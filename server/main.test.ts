import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dara, rithy } from '#dev/cast.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { browserAt, password, serveDatabase, serveStory } from '#dev/testing/served.ts'
import { CannotStart } from './cannot-start.ts'
import { assemble, serve } from './main.ts'
import type { Ready, Report } from './process.ts'
import { startFacts } from './sign-in/accounts.ts'
import { refuseToStart } from './start-guards.ts'

describe('the first day', () => {
  let served: Awaited<ReturnType<typeof serveDatabase>>
  beforeEach(async () => {
    served = await serveDatabase(await freshDatabase())
  })
  afterEach(() => served.end())

  const given = { name: 'អ៊ុក ពិសី', email: 'Pisey@Example.org', password }

  test('whoever reads the code on the console makes the first administrator, through the door', async () => {
    const browser = served.browser()
    expect((await browser.get('/api/sign-in')).body).toMatchObject({
      firstAdministrator: true,
      demonstration: false,
      signedIn: false,
    })
    const made = await browser.post('/api/sign-in/first', { ...given, code: served.chamka.first.code })
    expect(made).toMatchObject({ status: 200, body: { next: 'password' } })

    await browser.post('/api/sign-in/password', { email: 'pisey@example.org', password })
    // A real account: nothing is open before its second factor is set up.
    expect((await browser.get('/api/me')).body.type).toBe('/api/problems/second-factor-needed')
    const { rows } = await served.chamka.pool.query(
      `select name, outcome from journal where name like 'person.%' order by position`,
    )
    expect(rows).toEqual([
      { name: 'person.register', outcome: 'accepted' },
      { name: 'person.grant', outcome: 'accepted' },
      { name: 'person.linkAccount', outcome: 'accepted' },
    ])
    const { rows: people } = await served.chamka.pool.query('select name_km, grants from person')
    expect(people).toMatchObject([
      { name_km: 'អ៊ុក ពិសី', grants: [{ role: 'administrator', programme: '*', places: [''] }] },
    ])
  })

  test('nobody else does, and nobody does it twice', async () => {
    const post = (code: string) => served.browser().post('/api/sign-in/first', { ...given, code })
    expect((await post('0000 0000 0000')).body.type).toBe('/api/problems/code-wrong')
    expect(
      (
        await served
          .browser()
          .post('/api/sign-in/first', { ...given, code: served.chamka.first.code, password: 'short' })
      ).status,
    ).toBe(422)

    const { code } = served.chamka.first
    const answers = await Promise.all([post(code), post(code), post(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    expect((await served.browser().get('/api/sign-in')).body.firstAdministrator).toBe(false)
    expect((await post(code)).status).toBe(404)
  })
})

describe('the facts that the guards want', () => {
  const config = {
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:8080',
    demonstration: 'none',
    demonstrationAsked: false,
  } as const

  test('count sample accounts and real ones, and name programmes that are no demonstration', async () => {
    const served = await serveStory()
    try {
      await served.chamka.accounts.linkAccount(rithy.key)
      await served.chamka.accounts.linkAccount(dara.key, password)
      expect(await startFacts(served.chamka.pool, config)).toEqual({
        config,
        sampleAccounts: 2,
        realAccounts: 0,
        otherProgrammes: [],
      })

      await served.play.pool.query('update programme set demonstration = false')
      const facts = await startFacts(served.chamka.pool, config)
      expect(facts).toMatchObject({ sampleAccounts: 2, otherProgrammes: ['story'] })
      expect(refuseToStart(facts)).toContain('story')
    } finally {
      await served.end()
    }
  })
})

describe('serving', () => {
  let dataFolder: string
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'chamka-serve-'))
  })
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }))

  const settings = (databaseUrl: string, host = '127.0.0.1') => ({
    databaseUrl,
    dataFolder,
    host,
    port: 0,
    publicUrl: 'http://127.0.0.1:8080',
    demonstration: 'none' as const,
    demonstrationAsked: false,
    sms: 'pretend' as const,
    log: 'silent' as const,
  })

  function reporter() {
    const told: { ready?: Ready; url?: string } = {}
    const report: Report = {
      stopping: new AbortController().signal,
      progress() {},
      ready(ready) {
        told.ready = ready
      },
      async listen(server: Server, { host }) {
        await new Promise<void>((resolve) => server.listen(0, host, resolve))
        const address = server.address()
        told.url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
      },
    }
    return { told, report }
  }

  test('an empty installation prints the code of its first administrator', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      const { told, report } = reporter()
      const { stop } = await serve(settings(await freshDatabase()), report)
      expect(written.mock.calls.join('')).toMatch(/first administrator with the code \d{4} \d{4} \d{4}/)
      expect(told.ready).toMatchObject({
        addresses: [expect.stringMatching(/\/$/), expect.anything(), expect.anything(), expect.anything()],
        people: [],
      })
      expect((await browserAt(told.url!).get('/health')).status).toBe(200)
      await stop()
      await expect(browserAt(told.url!).get('/health')).rejects.toThrow()
    } finally {
      written.mockRestore()
    }
  })

  test('is refused in one sentence where sample accounts would be open to others', async () => {
    const served = await serveStory()
    try {
      await served.chamka.accounts.linkAccount(rithy.key)
      const refused = serve(settings(served.play.url, '0.0.0.0'), reporter().report)
      await expect(refused).rejects.toThrow(CannotStart)
      await expect(refused).rejects.toThrow(/listens only on this machine, not on 0\.0\.0\.0/)
    } finally {
      await served.end()
    }
  })

  test('ends only when what was asked is answered, and seals the journal', async () => {
    const served = await serveStory()
    try {
      const chamka = await assemble(settings(served.play.url), { now: served.play.now })
      const url = await chamka.listen()
      await chamka.accounts.linkAccount(dara.key, password)
      const browser = browserAt(url)
      await browser.post('/api/sign-in/password', { email: dara.email, password })
      const envelope = served.play.envelope(dara.key, 'person.declareRelatives', dara.key, { households: [] })

      const arrived = new Promise((resolve) => chamka.server.once('request', resolve))
      const answer = browser.post('/api/ask', envelope)
      await arrived
      await chamka.close()
      expect((await answer).body.answer.outcome).toBe('accepted')
      expect(chamka.seals.text()).toContain('"signature"')
    } finally {
      await served.end()
    }
  })
})
