/**
 * npm run screens: photographs every screen of docs/screens.md in both languages at both widths, from one server
 * with the demonstration, and fails on what a machine can see to be wrong. `npm run screens -- review field/` takes
 * only the lines in which one of the words stands; `--home` keeps the picture of the front page for the README.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type APIRequestContext, type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { cast, type Player, sophal } from '#dev/cast.ts'
import { openStage } from '#dev/testing/stage.ts'
import { readProgrammes } from '#server/programmes.ts'
import { projectFolder } from '#server/project.ts'
import { bringLists, changeFirst, changeSecond, complain, layAside, settleOne } from './bring.ts'
import { faultsOn, violationsOn } from './faults.ts'
import { listed, roomOf, type Shot } from './list.ts'
import { addressWith, codesOf } from './records.ts'

const folder = join(projectFolder, 'screens')
const languages = ['km', 'en'] as const
const widths = [360, 1280] as const
const tallest = 6_000
/** Who can sign in, by the name that `docs/screens.md` calls them. */
const names: Readonly<Record<string, Player>> = {
  ...Object.fromEntries(
    ['bopha', 'sreymom', 'rithy', 'dara', 'vanna', 'kosal', 'malis', 'sokha', 'pisey', 'theary'].map((name, at) => [
      name,
      cast[at]!,
    ]),
  ),
  sophal,
}

type Language = (typeof languages)[number]

const messages = {
  km: messagesIn('km'),
  en: messagesIn('en'),
}

const words = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const { shots, missing } = listed()
const wanted = shots.filter(
  ({ screen, address }) =>
    words.length === 0 || words.some((word) => `${roomOf(address)}/${screen} ${address}`.includes(word)),
)
const problems = missing.map((screen) => ({
  where: 'docs/screens.md',
  fault: `${screen} is described and not photographed`,
}))

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
const since = Date.now()
const stage = await openStage({ also: process.argv.includes('--practice') ? undefined : loadRushIt })
console.log(`A server with the demonstration stands after ${seconds()}.`)
const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
const known = {
  messages: Object.keys(messages.en),
  codes: await codesOf(stage.pool).catch(async (error) => {
    await stage.end()
    throw error
  }),
}

try {
  if (wanted.some(({ address }) => address.includes('{import'))) await before('dara', bringLists)
  if (wanted.some(({ address }) => address.includes('/quarantine'))) await before('sreymom', layAside)
  if (wanted.some(({ address }) => address.includes('/complaints'))) await before('malis', complain)
  if (wanted.some(({ address }) => address.includes('/clashes'))) {
    await before('dara', changeFirst)
    await before('sreymom', changeSecond)
    await before('dara', settleOne)
  }
  for (const language of languages) {
    const windows = new Map<string, Page>()
    for (const [at, shot] of shots.entries()) {
      if (!wanted.includes(shot)) continue
      const who = `${shot.as ?? 'nobody'} ${roomOf(shot.address)}`
      const page = windows.get(who) ?? (await windowOf(shot, language))
      windows.set(who, page)
      await photograph(page, shot, language, at + 1)
    }
    for (const page of windows.values()) await page.context().close()
  }
  if (process.argv.includes('--home')) await keepHome()
} finally {
  await browser.close()
  await stage.end()
}

console.log(
  `\n${wanted.length} screens, ${wanted.length * languages.length * widths.length} pictures in screens/, ${seconds()}, ${problems.length} problems`,
)
for (const { where, fault } of problems) console.log(`  ${where}: ${fault}`)
process.exit(problems.length > 0 ? 1 : 0)

async function photograph(page: Page, shot: Shot, language: Language, number: number) {
  const where = `${String(number).padStart(2, '0')}-${roomOf(shot.address)}-${shot.screen.split('/').at(-1)}-${shot.as ?? 'nobody'}`
  const before = problems.length
  const told = (fault: string) => problems.push({ where: `${where}.${language}`, fault })
  const listening = listenTo(page, told, shot)
  try {
    await page.setViewportSize({ width: widths[0], height: 740 })
    const [address = '', ...steps] = shot.address.split(' > ')
    await page.goto(await addressWith(address, stage.pool), { waitUntil: 'load' })
    await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
    for (const step of steps) await take(page, step, language)
    for (const width of widths) {
      await page.setViewportSize({ width, height: width < 600 ? 740 : 800 })
      await settled(page)
      for (const fault of await faultsOn(page, known)) told(`${width} px: ${fault}`)
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width, height: Math.min(tallest, Math.max(height, 600)) })
      await settled(page)
      // With all of it in view nothing lies under the bars that stand still.
      for (const fault of await violationsOn(page)) told(`${width} px: ${fault}`)
      await page.screenshot({ path: join(folder, `${where}.${language}.${width}.png`) })
    }
  } catch (error) {
    told((error as Error).message.split('\n')[0]!)
  }
  listening.stop()
  console.log(`${problems.length > before ? '✗' : '✓'} ${where}.${language}`)
}

/** What is pressed on the way to a screen without an address: a button, by its message; digits. */
async function take(page: Page, step: string, language: Language) {
  if (/^\d+$/.test(step)) {
    await page.locator('.pin-pad').waitFor()
    await page.keyboard.type(step)
  } else await page.getByRole('button', { name: messages[language][step], exact: true }).click()
  await page.waitForTimeout(150)
}

async function settled(page: Page) {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.locator('.spinner, .opening[role=status]').first().waitFor({ state: 'hidden', timeout: 10_000 })
  await page.waitForTimeout(150)
}

function listenTo(page: Page, told: (fault: string) => void, { as }: Shot) {
  // Whoever is not signed in is asked who they are: that answer is no fault.
  const isExpected = (address: string, status: number) => !as && status === 401 && address.endsWith('/api/me')
  const onConsole = (message: { type(): string; text(): string; location(): { url: string } }) => {
    if (message.type() !== 'error' || (!as && message.location().url.endsWith('/api/me'))) return
    if (message.location().url.endsWith('/no-such-page')) return
    told(`console: ${message.text()}`)
  }
  const onError = (error: Error) => told(`thrown: ${error.message}`)
  const onFailed = (request: { url(): string; failure(): { errorText: string } | null }) => {
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') told(`request failed: ${request.url()}`)
  }
  const onResponse = (response: { url(): string; status(): number }) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400 && pathname !== '/no-such-page' && !isExpected(pathname, response.status()))
      told(`${response.status()} ${pathname}`)
  }
  page.on('console', onConsole).on('pageerror', onError).on('requestfailed', onFailed).on('response', onResponse)
  return {
    stop: () =>
      page
        .off('console', onConsole)
        .off('pageerror', onError)
        .off('requestfailed', onFailed)
        .off('response', onResponse),
  }
}

async function windowOf({ as }: Pick<Shot, 'as'>, language: Language): Promise<Page> {
  const context = await newContext(language)
  const page = await context.newPage()
  if (as) {
    const player = names[as]
    if (!player) throw new Error(`docs/screens.md names ${as}, who is not in the cast`)
    const entered = await page.request.post('/enter', { form: { person: player.key }, maxRedirects: 0 })
    if (entered.status() !== 303) throw new Error(`${as} could not sign in: ${entered.status()}`)
  }
  return page
}

async function before(as: string, happens: (request: APIRequestContext) => Promise<void>) {
  const page = await windowOf({ as }, 'km')
  await happens(page.request)
  await page.context().close()
}

async function newContext(language: Language): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: stage.url,
    locale: language === 'km' ? 'km-KH' : 'en-GB',
    timezoneId: 'Asia/Phnom_Penh',
    reducedMotion: 'reduce',
    permissions: ['geolocation', 'camera'],
  })
  await context.addCookies([{ name: 'language', value: language, url: stage.url }])
  await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language)
  return context
}

/** For the README, which many read first. */
async function keepHome() {
  const page = await (await newContext('en')).newPage()
  await page.setViewportSize({ width: 1280, height: 960 })
  await page.goto('/', { waitUntil: 'networkidle' })
  await settled(page)
  mkdirSync(join(projectFolder, 'docs/pictures'), { recursive: true })
  await page.screenshot({ path: join(projectFolder, 'docs/pictures/home.png') })
}

async function loadRushIt(
  { timeSeal }: { timeSeal: Parameters<typeof import('#dev/rush-it/seed.ts').seedRushIt>[0]['timeSeal'] },
  databaseUrl: string,
) {
  const { seedRushIt } = await import('#dev/rush-it/seed.ts')
  const { definitions, places } = readProgrammes()
  await seedRushIt({ databaseUrl, timeSeal, parts: { definition: definitions['rush-it']!, places } })
}

function messagesIn(language: Language): Record<string, string> {
  return JSON.parse(readFileSync(join(projectFolder, `ui/words/messages/${language}.json`), 'utf8'))
}

function seconds(): string {
  return `${Math.round((Date.now() - since) / 1000)} s`
}
