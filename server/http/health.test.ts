import { afterEach, beforeEach, expect, test } from 'vitest'
import { dara } from '#dev/cast.ts'
import { serveStory } from '#dev/testing/served.ts'

let served: Awaited<ReturnType<typeof serveStory>>
beforeEach(async () => {
  served = await serveStory({ bare: true })
})
afterEach(() => served.end())

test('a server that has all it needs is well, part by part, and names its PostgreSQL', async () => {
  const { status, body } = await served.browser().get('/health')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    well: true,
    parts: {
      database: { well: true, version: expect.stringMatching(/^\d+/) },
      migrations: { well: true, missing: 0 },
      clock: { well: true },
      journal: { well: true, broken: 0 },
      disk: { well: true, freeMegabytes: expect.any(Number) },
    },
  })
})

test.each([
  [
    'a last line that was removed',
    'delete from journal where (home, stream, seq) in (select home, stream, last_seq from stream)',
  ],
  ['a last line that was altered', `update journal set hash = sha256(hash)`],
  ['a head that was set back', `update stream set last_seq = last_seq - 1`],
])('%s is a broken journal', async (_, tamper) => {
  await served.play.pool.query(tamper)
  const { status, body } = await served.browser().get('/health')
  expect(status).toBe(503)
  expect(body).toMatchObject({
    well: false,
    parts: { journal: { well: false, broken: expect.any(Number) }, database: { well: true } },
  })
})

test('a database that lacks a migration is named', async () => {
  await served.play.pool.query(`delete from migration where file like '0002%'`)
  const { status, body } = await served.browser().get('/health')
  expect({ status, migrations: body.parts.migrations }).toMatchObject({
    status: 503,
    migrations: { well: false, missing: 1 },
  })
})

test('what Prometheus asks for is counted by route and outcome, and names nobody', async () => {
  const browser = await served.signedIn(dara)
  await browser.post(
    '/api/ask',
    served.play.envelope(dara.key, 'person.declareRelatives', dara.key, { households: [] }),
  )
  const { text } = await served.browser().get('/metrics')

  expect(text).toMatch(/chamka_envelopes_total\{outcome="accepted"\} \d+/)
  expect(text).toMatch('chamka_http_seconds_bucket{le="0.1",method="POST",route="/api/ask",status="200"}')
  expect(text).toMatch(/chamka_envelopes_waiting 0/)
  expect(text).toMatch(/chamka_pool_connections\{state="idle"\}/)
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds/)
  expect(text).not.toContain(dara.key)
})
