/**
 * The law of scope over HTTP: whoever signs in with the wrong reach, or not at all, is told by every
 * address what they would be told if the story had never happened.
 *
 * The addresses are those that the server itself lists. A new one that nobody says how to try fails.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dara, samnang, sreymom } from '#dev/cast.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { type Browser, serveDatabase } from '#dev/testing/served.ts'
import { reads, stores } from '#server/capabilities.ts'
import { problemNames } from '#server/http/problem.ts'
import { bringStrangers, type Stranger } from './strangers.ts'
import { planted, secretsOf, type Told, tellWholeStory } from './whole-story.ts'

type Server = Awaited<ReturnType<typeof serveDatabase>>
interface Visitor {
  readonly who: string
  readonly here: Browser
  readonly there: Browser
}

let seen: Play
let untold: Play
let here: Server
let there: Server
let told: Told
let visitors: Visitor[]
const routes: string[] = []

const plenty = { burst: 1e9, aMinute: 1e9 }
const limits = {
  account: plenty,
  device: plenty,
  photos: plenty,
  address: plenty,
  guesses: plenty,
  messages: plenty,
  guessesFromAddress: plenty,
}

beforeAll(async () => {
  seen = await startProgramme()
  const strangers = await bringStrangers(seen)
  told = await tellWholeStory(seen)
  untold = await startProgramme()
  await bringStrangers(untold)
  // One clock for both, so that what is asked now is asked now.
  const { now } = seen
  // As it is reached in the field; a demonstration on one's own machine tells its codes to everybody.
  const config = { publicUrl: 'https://chamka.example.org' }
  here = await serveDatabase(seen.url, { now, limits, config })
  there = await serveDatabase(untold.url, { now, limits, config })
  await keepPhoto()
  visitors = [
    { who: 'nobody', here: here.browser(), there: there.browser() },
    ...(await Promise.all(strangers.filter(({ reach }) => !isCareless(reach)).map(signedIn))),
  ]
  for (const { method, path } of here.chamka.app.routes)
    if (method !== 'ALL' && !routes.includes(`${method} ${path}`)) routes.push(`${method} ${path}`)
}, 120_000)
afterAll(async () => {
  for (const one of [here, there, seen, untold]) await one.end()
})

/** Reaches that only a mistake could give; over HTTP they are no different from the others. */
function isCareless({ household, shop, places }: Stranger['reach']): boolean {
  return Boolean(household || shop) && places.length > 0
}

async function signedIn({ who, player }: Stranger): Promise<Visitor> {
  return { who, here: await here.signedIn(player), there: await there.signedIn(player) }
}

/** The photo that the story's records name lies in the data folder. */
async function keepPhoto() {
  const folder = join(here.dataFolder, 'files', told.photo.slice(0, 2))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, told.photo), 'planted bytes of a photo')
  await seen.pool.query(
    `insert into file (home, digest, person, type, bytes, width, height, kept_at)
     values ('05', $1, $2, 'image/png', 24, 1, 1, now())`,
    [told.photo, sreymom.key],
  )
}

/** What stands for a named part of an address. */
const parts: Record<string, () => readonly string[]> = {
  key: () => [told.voucher, told.proposal, told.list, told.laidAside],
  noun: () => Object.keys(stores),
  digest: () => [told.photo],
  home: () => ['05'],
  language: () => ['km'],
}

/** The last thing anybody does here. */
const signingOut = 'POST /api/sign-out'

/** What is sent to an address that takes something. */
const bodies: Record<string, () => unknown> = {
  'POST /api/ask': () => envelope(),
  'POST /api/ask/batch': () => ({ envelopes: [envelope()] }),
  'POST /api/files/:home': () => 'no picture',
  'POST /api/files/:home/uploads/:digest': () => 'no picture',
  'PATCH /api/files/:home/uploads/:digest': () => 'no picture',
  'POST /api/sounds': () => 'no sound',
  'POST /api/imports/files': () => 'name,sex',
  'POST /api/imports/look': () => ({ programme: 'story', kind: 'households', digest: 'e'.repeat(64) }),
  'POST /api/quarantine/:key/look': () => ({ word: 'x' }),
  'POST /api/quarantine/:key/export': () => ({}),
  'POST /api/phone-key': () => ({ box: 'A'.repeat(200) }),
  'POST /api/sign-in/first': () => ({ code: 'x', name: 'x', email: 'x@example.org', password: 'a long enough one' }),
  'POST /api/sign-in/password': () => ({ email: dara.email, password: 'a guess that is wrong' }),
  'POST /api/sign-in/second-factor': () => ({ code: '000000' }),
  'POST /api/sign-in/second-factor/begin': () => ({ password: 'a guess that is wrong' }),
  'POST /api/sign-in/begin': () => ({ email: dara.email, code: '00000000', password: 'a long enough one' }),
  'POST /api/sign-in/change-password': () => ({ before: 'a guess', password: 'a long enough one' }),
  'POST /api/sign-in/code': () => ({ phone: planted.phone }),
  'POST /api/sign-in/phone': () => ({ phone: planted.phone, code: '000000' }),
  'POST /api/sign-in/choose': () => ({ person: told.farmer }),
  'POST /api/sign-in/paper-code': () => ({ person: told.farmer }),
  'POST /api/demonstration/sign-in': () => ({ person: told.farmer }),
  'POST /complaints': () => ({ reference: '000-000-0000' }),
  'POST /enter': () => ({ person: told.farmer }),
  [signingOut]: () => ({}),
}

function envelope() {
  const input = { water: { was: null, becomes: 'A well' } }
  return seen.envelope(told.household, 'household.amend', told.household, input)
}

/** Of the installation, the same for all who ask: what they say changes with the machine. */
const ofTheInstallation = ['GET /health', 'GET /metrics', 'GET /public/seals']

function addressesOf(path: string): string[] {
  if (path === '/api/read/:name') return Object.keys(reads).flatMap(readAddresses)
  if (path === '/api/problems/:name') return problemNames.slice(0, 1).map((name) => path.replace(':name', name))
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => name!)
  return names.reduce<string[]>(
    (addresses, name) =>
      addresses.flatMap((address) => (parts[name]?.() ?? []).map((value) => address.replace(`:${name}`, value))),
    [path.replace('*', 'index.html')],
  )
}

/** Each read with a few of the story's keys, where a key may stand: whether it keeps its scope is another law. */
function readAddresses(name: string): string[] {
  const read = reads[name]!
  const keys = [told.household, told.voucher]
  const fields = ['key', 'household', 'proposal', 'person', 'shop']
  const inputs = [{}, ...fields.flatMap((field) => keys.map((key) => ({ [field]: key })))]
  const valid = inputs.filter((input) => read.input.safeParse(input).success)
  const distinct = new Map(valid.map((input) => [JSON.stringify(read.input.parse(input)), input]))
  return [...distinct.values()].map((input) => `/api/read/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)
}

async function ask(browser: Browser, route: string, address: string) {
  const { status, text } = route.startsWith('GET')
    ? await browser.get(address)
    : await browser.request(route.split(' ')[0]!, address, JSON.stringify(bodies[route]!()), {
        'content-type': 'application/json',
        'tus-resumable': '1.0.0',
      })
  return { status, text: steady(route, text) }
}

/** Without what is different at every moment: references, seals of time, and what a whole programme shares. */
function steady(route: string, text: string): string {
  if (ofTheInstallation.includes(route)) return ''
  if (route === 'GET /api/pull' && text.startsWith('{"bearer"')) {
    const { documents, index, complete, more } = JSON.parse(text)
    // The word for how everything stood is another after every change of a district, and tells nobody which.
    return JSON.stringify({ documents, index, complete: { ...complete, seen: '' }, more })
  }
  // It weighs the packs, in which a programme's windows are.
  if (route === 'GET /api/pull/cost' && text.startsWith('{"documents"')) return String(JSON.parse(text).documents)
  return text.replace(/"(reference|serverTime|demonstrationCode)":"[^"]*"/g, '').replace(/[A-Z0-9]{8}(?=<)/g, '')
}

test('there is a way to try every address', () => {
  const untried = routes.filter((route) => {
    const [method, path] = route.split(' ') as [string, string]
    return addressesOf(path).length === 0 || (method !== 'GET' && !Object.hasOwn(bodies, route))
  })
  expect(routes.length).toBeGreaterThan(30)
  expect(untried).toEqual([])
})

test('every address tells strangers what it would tell them if nothing had happened', async () => {
  const secrets = secretsOf(told)
  const shared = ['programme.', 'window.', 'item.', 'budget.lines', 'word.', 'place.', 'gazetteer.'].map(
    (name) => `/api/read/${name}`,
  )
  const found: object[] = []
  for (const route of [...routes.filter((one) => one !== signingOut), signingOut]) {
    for (const address of addressesOf(route.split(' ')[1]!)) {
      const asked = `${address} ${JSON.stringify(bodies[route]?.())}`
      for (const { who, ...browsers } of visitors) {
        const answer = await ask(browsers.here, route, address)
        const leaks = secrets.filter((secret) => answer.text.includes(secret) && !asked.includes(secret))
        if (leaks.length > 0) found.push({ route, address, who, leaks })
        if (shared.some((name) => address.startsWith(name))) continue
        const wouldBe = await ask(browsers.there, route, address)
        if (answer.status !== wouldBe.status || answer.text !== wouldBe.text)
          found.push({ route, address, who, answer, wouldBe })
      }
    }
  }
  expect(found.slice(0, 5)).toEqual([])
}, 120_000)

test('the right people are told', async () => {
  const daras = await here.signedIn(dara)
  const samnangs = await here.signedIn(samnang)
  const pulled = await daras.get('/api/pull')
  expect(secretsOf(told).filter((secret) => pulled.text.includes(secret)).length).toBeGreaterThan(5)
  expect((await daras.read('household.one', { key: told.household })).body.key).toBe(told.household)
  expect((await daras.get(`/api/files/proposal/${told.proposal}/${told.photo}`)).text).toBe('planted bytes of a photo')
  expect((await samnangs.get(`/api/vouchers/${told.voucher}/qr`)).status).toBe(200)
})
