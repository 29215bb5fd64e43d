import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { builtApp } from './static.ts'
import type { Visit } from './visit.ts'

const around = mkdtempSync(join(tmpdir(), 'chamka-static-'))
const folder = join(around, 'console')
afterAll(() => rmSync(around, { recursive: true, force: true }))

const script = 'console.log("ready")'
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><title>Console</title><script>${script}</script><script src="/x.js"></script>`,
)
writeFileSync(join(folder, 'assets/main-Ab3_xY9z.js'), `// ${'a long program '.repeat(500)}`)
writeFileSync(join(around, 'secret.txt'), 'nobody’s business')

const app = new Hono<Visit>()
  .route('/', builtApp('/console', folder))
  .route('/', builtApp('/field', join(folder, 'missing')))
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

test('what carries a digest in its name is kept for ever, and travels packed', async () => {
  const answer = await get('/console/assets/main-Ab3_xY9z.js', { 'accept-encoding': 'gzip, br' })
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(answer.headers.get('content-encoding')).toBe('br')
  expect(answer.headers.get('content-type')).toMatch('text/javascript')
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(200)
})

test('an address of the app is its page, which is asked for again by its digest', async () => {
  const answer = await get('/console/proposals/05-0192')
  expect(answer.headers.get('content-type')).toMatch('text/html')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  const again = await get('/console/', { 'if-none-match': answer.headers.get('etag')! })
  expect(again.status).toBe(304)
})

test('an inline script of our own runs because its digest is known, and no other', async () => {
  const answer = await get('/console/')
  const policy = answer.headers.get('content-security-policy')!
  expect(policy.match(/'sha256-/g)).toHaveLength(1)
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
})

test('a new build is seen without a new start', async () => {
  const before = (await get('/console/')).headers.get('etag')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>New</title>')
  utimesSync(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5_000))
  const after = await get('/console/')
  expect(after.headers.get('etag')).not.toBe(before)
  expect(await after.text()).toContain('New')
})

test('nothing beside the app is served, and a missing file is not its page', async () => {
  for (const path of [
    '/console/../secret.txt',
    '/console/..%2fsecret.txt',
    '/console/%2e%2e/secret.txt',
    '/console/%00',
    '/console/%',
  ])
    expect(await (await get(path)).text()).not.toContain('business')
  expect((await get('/console/assets/old-00000000.js')).status).toBe(404)
})

test('an app that was not built says how it comes about', async () => {
  const answer = await get('/field/today')
  expect(answer.status).toBe(503)
  expect(JSON.stringify(await answer.json())).toContain('npm start')
})
