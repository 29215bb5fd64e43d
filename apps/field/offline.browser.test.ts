/**
 * The built field app in a real browser, kept by its worker: opened where nothing is reached, and renewed
 * while somebody is writing.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { bopha, bophasHousehold, type Player, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'
import { projectFolder } from '#server/project.ts'

const written = 'ស៊ឹម សុភាព'
let served: Served
let browser: Browser
let front: Server
let url: string
/** What the programme serves instead of what is built. */
const released = new Map<string, [type: string, text: string]>()
let context: BrowserContext

beforeAll(async () => {
  served = await serveStory()
  await served.play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  front = await openFront()
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  front?.close()
  front?.closeAllConnections()
  await served?.end()
})
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' })
  context.setDefaultTimeout(20_000)
})
afterEach(() => context.close())

const time = { timeout: 60_000 }

describe('a new version', () => {
  afterEach(() => released.clear())

  test('waits while a form is being written, and begins with a tap that loses nothing', time, async () => {
    const page = await signedIn(sreymom)
    await page.getByRole('link', { name: 'Register a household', exact: true }).click()
    await page.getByLabel('Name of the head of household').fill(written)

    await release('<!-- another version -->')
    await askForNews(page)
    await page.getByText('A new version is here.').waitFor()
    expect(await page.content()).not.toContain('another version')
    expect(await page.getByLabel('Name of the head of household').inputValue()).toBe(written)
    const asked = await households()

    await page.getByRole('button', { name: 'Use it now' }).click()
    await page.waitForFunction(() => document.documentElement.innerHTML.includes('another version'))
    expect(await page.getByLabel('Name of the head of household').inputValue()).toBe(written)
    expect(await page.getByText('A new version is here.').count()).toBe(0)
    expect(await households()).toBe(asked)
  })

  test('that does not come whole leaves the one before as it was', time, async () => {
    const page = await signedIn(sreymom)
    // The page that comes is not the one that the worker was built with.
    await release('<!-- another version -->')
    released.delete('/field/index.html')
    await askForNews(page)
    await page.waitForTimeout(1_000)
    expect(await page.getByText('A new version is here.').count()).toBe(0)

    await context.setOffline(true)
    await page.reload()
    await page.locator('#content').waitFor()
  })

  /** From now on this is what the programme serves. */
  async function release(mark: string) {
    const [html, worker] = await Promise.all([readBuilt('index.html'), readBuilt('service-worker.js')])
    const renewed = html.replace('</body>', `${mark}</body>`)
    const digest = createHash('sha256').update(renewed).digest('base64')
    const page = `revision:"${digest.slice(0, 16)}",integrity:"sha256-${digest}"`
    released.set('/field/index.html', ['text/html', renewed])
    released.set('/field/service-worker.js', [
      'text/javascript',
      worker.replace(/revision:"[^"]+",integrity:"[^"]+"/, page),
    ])
  }
})

test('a browser finds nothing that keeps it from the home screen', time, async () => {
  const page = await context.newPage()
  await page.goto(`${url}/field/`)
  await workerStands(page)
  const session = await context.newCDPSession(page)
  const { errors, data } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(JSON.parse(data!)).toMatchObject({ lang: 'km', start_url: '/field/', scope: '/field/' })
  // Chromium keeps no app in a window that leaves no trace, and these windows leave none.
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
})

test('what talks to the programme never passes through the worker', time, async () => {
  const throughWorker: string[] = []
  context.on('response', (response) => {
    if (response.fromServiceWorker()) throughWorker.push(new URL(response.url()).pathname)
  })
  const page = await signedIn(sreymom)
  await page.reload()
  await page.getByText(/Everything is sent/).waitFor()
  expect(throughWorker.length).toBeGreaterThan(3)
  expect(throughWorker.filter((path) => path.startsWith('/api/'))).toEqual([])
})

test('the decoder is kept by whoever scans, and by nobody before', time, async () => {
  const page = await context.newPage()
  await page.goto(`${url}/field/`)
  await page.getByLabel('Phone number').waitFor()
  await workerStands(page)
  expect((await keptFiles(page)).filter((name) => name.endsWith('.wasm'))).toEqual([])
  expect((await keptFiles(page)).filter((name) => name.endsWith('.woff2')).length).toBeGreaterThan(1)
  await enter(page, sreymom)
  await expect.poll(async () => (await keptFiles(page)).some((name) => name.endsWith('.wasm'))).toBe(true)
})

test(
  'an address deep in the app opens with nothing but what is on the phone, and takes what is asked',
  time,
  async () => {
    let promisesAsked = 0
    await context.exposeFunction('askedToKeep', () => (promisesAsked += 1))
    await context.addInitScript(() => {
      const persist = navigator.storage.persist.bind(navigator.storage)
      navigator.storage.persist = () => {
        ;(window as unknown as { askedToKeep(): void }).askedToKeep()
        return persist()
      }
    })
    const page = await signedIn(sreymom)
    await context.setOffline(true)
    await page.close()

    const again = await context.newPage()
    await again.goto(`${url}/field/households/${bophasHousehold}`)
    await again.getByRole('heading', { name: new RegExp(`${bopha.nameKm}|${bopha.nameLatin}`) }).waitFor()
    await again.getByText('No signal. You can go on working.').waitFor()

    // The browser is asked to keep what is here once there is something to lose, and its answer is told.
    await again.goto(`${url}/field/me`)
    await again.getByText('may clear what is not sent yet').waitFor()
    await again.getByText('Add to Home screen').waitFor()
    expect(promisesAsked).toBe(0)
    await propose(again)
    await expect.poll(() => promisesAsked).toBeGreaterThan(0)
    await again.goto(`${url}/field/sending`)
    await again.getByText('This phone has not promised to keep these').waitFor()

    // Closed once more: what was asked is kept, and goes when the signal is back.
    await again.close()
    const later = await context.newPage()
    await later.goto(`${url}/field/sending`)
    await later.getByText('No signal. 1 is kept here.').waitFor()
    expect(await proposals()).toBe(0)
    await context.setOffline(false)
    await later.evaluate(() => dispatchEvent(new Event('online')))
    await later.getByText(/Everything is sent/).waitFor()
    expect(await proposals()).toBe(1)
  },
)

test('up to the sign-in, in Khmer, little comes and in few requests', time, async () => {
  const cold = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'km-KH' })
  const page = await cold.newPage()
  const coming = await watched(page)
  await page.goto(`${served.url}/field/`)
  await page.locator('input[type=tel]').waitFor()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const kept = (await keptFiles(page)).length
  await cold.close()

  // The answer to who is there is the last that the sign-in waits for; the type it is set in comes when it likes.
  const last = coming.findIndex(({ path }) => path === '/api/sign-in')
  const counted = coming.filter(({ type }, at) => at <= last || type === 'Font')
  const kilobytes = (these: readonly Coming[]) => these.reduce((sum, { bytes }) => sum + bytes, 0) / 1024
  const scripts = counted.filter(({ type }) => type === 'Script')
  console.log(
    `cold: ${kilobytes(scripts).toFixed(1)} KB of script, ${kilobytes(counted).toFixed(1)} KB in ${counted.length} requests;`,
    `${kept} files are kept for later`,
  )
  expect(kilobytes(scripts)).toBeGreaterThan(10)
  expect(kilobytes(scripts)).toBeLessThanOrEqual(60)
  expect(kilobytes(counted)).toBeLessThanOrEqual(100)
  expect(counted.length).toBeLessThanOrEqual(8)
  // The worker asks for each that is not there yet.
  expect(kept - counted.length).toBeLessThanOrEqual(25)
})

interface Coming {
  readonly path: string
  type: string
  /** As they came over the line: packed, with their headers. */
  bytes: number
}

/** What a page asks for, in the order it asks. */
async function watched(page: Page) {
  const coming: Coming[] = []
  const byId = new Map<string, Coming>()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ requestId, request: { url }, type = 'Other' }) => {
    if (!url.startsWith('http')) return
    const one = { path: new URL(url).pathname, type, bytes: 0 }
    byId.set(requestId, one)
    coming.push(one)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = byId.get(requestId)
    if (one) one.bytes = encodedDataLength
  })
  return coming
}

/** The field app in the hands of this person, kept whole on the phone. */
async function signedIn(player: Player): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/field/`)
  await enter(page, player)
  await workerStands(page)
  return page
}

async function enter(page: Page, player: Player) {
  await served.chamka.accounts.linkAccount(player.key)
  await page.getByLabel('Phone number').fill(player.phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByText(/Everything is sent/).waitFor()
}

/** Asked without a signal: it waits on the phone. */
async function propose(page: Page) {
  await page.goto(`${url}/field/households/${bophasHousehold}/propose`)
  await choose(page, 'Chicks and feed')
  for (const _ of [1, 2, 3]) await page.getByRole('button', { name: 'Next' }).click()
  await choose(page, 'Labour')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Submit the proposal' }).click()
  await page.getByText('No signal. 1 is kept here.').waitFor()
}

async function workerStands(page: Page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}

async function askForNews(page: Page) {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update().catch(() => undefined)
  })
}

function keptFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await Promise.all(
      (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    )
    return names.flat()
  })
}

function choose(page: Page, name: string) {
  return page.getByRole('radio', { name, exact: true }).check()
}

function households(): Promise<number> {
  return countOf('household')
}

function proposals(): Promise<number> {
  return countOf('proposal')
}

async function countOf(table: 'household' | 'proposal'): Promise<number> {
  const { rows } = await served.play.pool.query<{ count: string }>(`select count(*) from ${table}`)
  return Number(rows[0]!.count)
}

function readBuilt(name: string): Promise<string> {
  return readFile(join(projectFolder, '.build/apps/field', name), 'utf8')
}

/** The programme's address; what was released stands before what is built. */
async function openFront(): Promise<Server> {
  const { hostname, port } = new URL(served.url)
  const server = createServer((asked, answer) => {
    const instead = released.get(asked.url!)
    if (instead) return answer.writeHead(200, { 'content-type': instead[0] }).end(instead[1])
    const { method, url: path, headers } = asked
    const onward = request({ hostname, port, method, path, headers }, (come) => {
      answer.writeHead(come.statusCode!, come.headers)
      come.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    return asked.pipe(onward)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
