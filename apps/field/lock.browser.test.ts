/**
 * One phone of a real programme, in a profile that is kept: two people, their PINs, what a thief finds, and
 * that nobody who forgets a PIN loses what was not sent yet.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { bopha, bophasHousehold, type Player, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'

const card = '0508-4321-9876'
const identityNumber = '050987654'
const written = 'ជីវិត សម្ងាត់'
const profile = mkdtempSync(join(tmpdir(), 'chamka-profile-'))
let served: Served
let context: BrowserContext
let page: Page
const faults: string[] = []

beforeAll(async () => {
  served = await serveStory({ demonstration: false })
  const poverty = { ...aRegistration().poverty!, card }
  await served.play.as(sreymom).does('household.register', bophasHousehold, aRegistration({ identityNumber, poverty }))
  for (const { key } of [sreymom, bopha]) await served.chamka.accounts.linkAccount(key)
  await start()
}, 120_000)
afterAll(async () => {
  await context?.close()
  await served?.end()
  rmSync(profile, { recursive: true, force: true })
  expect(faults).toEqual([])
})

const time = { timeout: 60_000 }

test('a first sign-in asks for a PIN, twice, and not for one that everybody tries', time, async () => {
  await page.goto(`${served.url}/field/`)
  await signIn(sreymom)
  await page.getByRole('heading', { name: 'Choose a PIN' }).waitFor()
  await typed('123456')
  await page.getByText('This PIN is too easy to guess').waitFor()
  await typed('240816')
  await typed('240817')
  await page.getByText('The two PINs are not the same').waitFor()
  // Once by hand, as on a phone.
  for (const digit of '240816') await page.getByRole('button', { name: digit, exact: true }).click()
  await typed('240816')
  await page.getByText(/Everything is sent/).waitFor()
})

test('whoever copies what lies in the browser’s database finds no card, number, status or draft', time, async () => {
  await page.goto(`${served.url}/field/`)
  await unlock('240816')
  await beginDraft()
  const text = await lying()
  expect(text).toContain('household.register')
  expect(text).toContain(bopha.nameKm)
  for (const secret of [card, identityNumber, '"category"', 'card-seen', written]) expect(text).not.toContain(secret)
})

test('a window that is still opening when another takes the phone lets go of it', time, async () => {
  await opensSlowly(page, `chamka ${sreymom.key}`)
  await page.goto(`${served.url}/field/`)
  await typed('240816')
  await page.waitForFunction(() => 'goOn' in globalThis)
  const second = await context.newPage()
  second.on('pageerror', (error) => faults.push(String(error)))
  await second.goto(`${served.url}/field/`)
  await typed('240816', second)
  await second.getByRole('button', { name: 'Use it here' }).click()
  await page.evaluate(() => (globalThis as unknown as { goOn(): void }).goOn())
  await second.getByRole('navigation').waitFor()
  await second.waitForTimeout(1000)
  expect(await page.getByRole('heading').allTextContents()).toEqual(['Chamka is open in another window'])
  await page.close()
  page = second
})

test('it opens without a network, and keeps wrong PINs over a restart', time, async () => {
  await registerOffline('កែវ មុំ')
  await start({ isOffline: true })
  await page.goto(`${served.url}/field/`)
  for (const left of [4, 3, 2, 1]) {
    await typed('000001')
    await page.getByText(`${left} more before you must wait`).waitFor()
  }
  await start({ isOffline: true })
  await page.goto(`${served.url}/field/`)
  await typed('000001')
  await page.getByText('Try again in 1 minutes').waitFor()
  await start({ isOffline: true })
  await page.goto(`${served.url}/field/`)
  await page.getByText('Try again in 1 minutes').waitFor()
  expect(await page.getByRole('button', { name: '1', exact: true }).count()).toBe(0)

  await start({ isOffline: true, ahead: 61_000 })
  await page.goto(`${served.url}/field/`)
  await page.getByText('1 waiting to be sent').waitFor()
  await unlock('240816')
  await page.getByText('1 is kept here').waitFor()
  await beginDraft()
})

test('a forgotten PIN loses nothing: neither what was not sent, nor what was begun', time, async () => {
  await start({ ahead: 61_000, isOffline: true })
  await page.goto(`${served.url}/field/`)
  await page.getByRole('button', { name: 'I forgot my PIN' }).click()
  await page.getByText('then choose a new PIN').waitFor()
  await context.unroute('**/api/**')
  await signIn(sreymom)
  await page.getByRole('heading', { name: 'Choose a PIN' }).waitFor()
  await typed('907351')
  await typed('907351')
  await page.getByText(/Everything is sent/).waitFor()
  const { rowCount } = await served.play.pool.query(`select from household where members @> '[{"nameKm":"កែវ មុំ"}]'`)
  expect(rowCount).toBe(1)
  await page.getByText(written).first().waitFor()
})

test('a locked phone sends what it holds', time, async () => {
  await registerOffline('ជា សុភា')
  await beginDraft()
  await page.getByRole('link', { name: 'Me' }).click()
  await page.getByRole('button', { name: 'Lock' }).click()
  await page.getByText('1 waiting to be sent').waitFor()
  await context.unroute('**/api/**')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect
    .poll(async () => {
      const { rows } = await served.play.pool.query(`select from household where members @> '[{"nameKm":"ជា សុភា"}]'`)
      return rows.length
    })
    .toBe(1)
})

test('two people share the phone, and neither sees the other’s', time, async () => {
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await signIn(bopha)
  await typed('135792')
  await typed('135792')
  await page.getByText(/Everything is sent/).waitFor()
  await page.getByRole('link', { name: 'My household' }).waitFor()
  expect(await page.getByText(written).count()).toBe(0)
  expect(await lying()).not.toContain(identityNumber)

  await page.getByRole('link', { name: 'Me' }).click()
  await page.getByRole('button', { name: 'Lock' }).click()
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await page.getByRole('button', { name: nameOf(sreymom) }).click()
  // Her PIN, and no other's.
  await typed('135792')
  await page.getByText('4 more before you must wait').waitFor()
  await unlock('907351')
  await page.getByText(written).first().waitFor()
})

test('signing out takes one person from the phone, and nobody else', time, async () => {
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(await databases()).toEqual(expect.arrayContaining([`chamka ${sreymom.key}`, `chamka ${bopha.key}`]))
  await page.getByRole('link', { name: 'Me' }).click()
  await page.getByText('Sign out of this phone').click()
  await page.getByText('1 that you began and did not finish will be lost.').waitFor()
  await page.getByRole('button', { name: 'Yes, sign out' }).click()
  await page.getByRole('heading', { name: nameOf(bopha) }).waitFor()
  expect(await databases()).not.toContain(`chamka ${sreymom.key}`)
  await unlock('135792')
  await page.getByRole('link', { name: 'My household' }).waitFor()

  // The session is hers, and nothing is left to come from her device: the office takes nothing from it any more.
  await page.getByRole('link', { name: 'Me' }).click()
  await page.getByText('Sign out of this phone').click()
  await page.getByRole('button', { name: 'Yes, sign out' }).click()
  await page.getByLabel('Phone number').waitFor()
  const { rows } = await served.play.pool.query<{ person: string; open: number }>(
    'select person, count(*) filter (where revoked_at is null)::int as open from device where person = any($1) group by person',
    [[sreymom.key, bopha.key]],
  )
  expect(Object.fromEntries(rows.map(({ person, open }) => [person, open]))).toEqual({
    [sreymom.key]: 1,
    [bopha.key]: 0,
  })
})

/** The browser anew, on the profile that is kept. `ahead`: somebody set the phone's clock forward. */
async function start({ isOffline = false, ahead = 0 } = {}) {
  await context?.close()
  context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    args: browserFlags,
    viewport: { width: 360, height: 740 },
    locale: 'en-GB',
  })
  context.setDefaultTimeout(20_000)
  if (ahead > 0)
    await context.addInitScript((milliseconds) => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + milliseconds
    }, ahead)
  if (isOffline) await goOffline()
  page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(String(error)))
}

/** The app itself is here; the office is not reached. */
function goOffline() {
  return context.route('**/api/**', (route) => route.abort())
}

async function signIn({ phone }: Player) {
  await page.getByLabel('Phone number').fill(phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByText('a code of six digits is on its way').waitFor()
  await page.getByLabel('Code from the message').fill(await codeFor(phone!))
  await page.getByRole('button', { name: 'Enter' }).click()
}

async function codeFor(phone: string): Promise<string> {
  const { rows } = await served.play.pool.query<{ text: string }>(
    `select body->>'text' as text from effect where kind = 'sms' and body->>'to' = $1 order by made_at`,
    [phone],
  )
  return /\d{6}/.exec(rows.at(-1)?.text ?? '')![0]
}

async function typed(pin: string, window = page) {
  await window.getByRole('button', { name: '0', exact: true }).waitFor()
  await window.keyboard.type(pin)
}

/** Behind the PIN a database is open only when `goOn` is called, as of a person with much to read. */
async function opensSlowly(window: Page, database: string) {
  await window.addInitScript((slow) => {
    const open = IDBFactory.prototype.open
    let opened = 0
    IDBFactory.prototype.open = function (name, ...given) {
      const request = open.call(this, name, ...given)
      if (name === slow) opened += 1
      // The first to open it is what sends while the phone is locked.
      if (name !== slow || opened !== 2) return request
      const whenAsked = new Promise<void>((resolve) => Object.assign(globalThis, { goOn: resolve }))
      const listen = request.addEventListener.bind(request) as EventTarget['addEventListener']
      request.addEventListener = ((type: string, listener: (event: Event) => void) =>
        listen(type, (event) => {
          if (type === 'success') void whenAsked.then(() => listener.call(request, event))
          else listener.call(request, event)
        })) as typeof request.addEventListener
      return request
    }
  }, database)
}

async function unlock(pin: string) {
  await typed(pin)
  await page.getByRole('navigation').waitFor()
}

async function registerOffline(name: string) {
  await goOffline()
  await page.getByRole('link', { name: 'Today' }).click()
  await page.getByRole('link', { name: 'Register a household', exact: true }).click()
  await page.getByLabel('Name of the head of household').fill(name)
  await page.getByRole('radio', { name: 'Woman', exact: true }).check()
  await page.getByLabel('Year of birth, or age').fill('1980')
  await next()
  await page.getByRole('radio', { name: 'Amleang one', exact: true }).check()
  await page.getByRole('radio', { name: 'None', exact: true }).check()
  await next()
  await page.getByRole('radio', { name: 'Not known yet', exact: true }).check()
  await next()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await page.getByRole('heading', { name }).waitFor()
}

/** A form that is begun and left. */
async function beginDraft() {
  await page.getByRole('link', { name: 'Today' }).click()
  await page.getByRole('link', { name: 'Register a household', exact: true }).click()
  await page.getByLabel('Name of the head of household').fill(written)
  // Nobody leaves a form as quickly as a program does.
  await page.waitForTimeout(500)
  await page.getByRole('link', { name: 'Today' }).click()
  await page.getByText(written).first().waitFor()
}

function nameOf({ nameKm, nameLatin }: Player): RegExp {
  return new RegExp(`${nameKm}|${nameLatin}`)
}

function next() {
  return page.getByRole('button', { name: 'Next' }).click()
}

/** Everything in every database of this origin, bytes as letters. */
function lying(): Promise<string> {
  return page.evaluate(async () => {
    const said: string[] = []
    const asText = (_: string, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const drawer = database.transaction(store).objectStore(store)
        const [keys, values] = [await done(drawer.getAllKeys()), await done(drawer.getAll())]
        said.push(JSON.stringify([name, store, keys, values], asText))
      }
      database.close()
    }
    return said.join('\n')
  })
}
