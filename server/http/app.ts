/**
 * All addresses of the product, and what is true of every one of them: what is logged and counted,
 * which headers it carries, who may come in, and that a bug is told as one calm sentence.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { matchedRoutes } from 'hono/route'
import { nothingPage, type PublicParts } from '#apps/public/routes.tsx'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Boxes } from '#server/boxes.ts'
import { isDatabaseAway, type Pool } from '#server/database/connection.ts'
import type { Read } from '#server/database/read.ts'
import type { Capability, Door } from '#server/door.ts'
import type { Stores } from '#server/facts.ts'
import { photosIn } from '#server/files/photos.ts'
import type { Uploads } from '#server/files/uploads.ts'
import { faultOf, type Log } from '#server/logs.ts'
import { projectFolder } from '#server/project.ts'
import type { Seals } from '#server/seals.ts'
import type { Accounts } from '#server/sign-in/accounts.ts'
import type { Demonstration } from '#server/sign-in/demonstration.ts'
import type { FirstAdministrator } from '#server/sign-in/first-administrator.ts'
import type { KeepNote } from '#server/sign-in/notes.ts'
import type { SignIn } from '#server/sign-in/sign-in.ts'
import { askRoutes } from './ask.ts'
import { fileRoutes } from './files.ts'
import { fromAnotherOrigin, setCarefulHeaders } from './headers.ts'
import { healthOver } from './health.ts'
import { importRoutes } from './imports.ts'
import { fencesOf, type Limits } from './limits.ts'
import { meRoutes } from './me.ts'
import type { Metrics } from './metrics.ts'
import { openApi } from './openapi.ts'
import { phoneKeyRoutes } from './phone-key.ts'
import { newReference, type ProblemName, problemNames, problemResponse, statusOf, wordsOf } from './problem.ts'
import { publicPages } from './public.ts'
import { pullRoutes } from './pull.ts'
import { quarantineRoutes } from './quarantine.ts'
import { readRoutes } from './read.ts'
import { readersOver } from './reader.ts'
import { signInRoutes } from './sign-in.ts'
import { soundRoutes } from './sounds.ts'
import { builtApp } from './static.ts'
import { uploadRoutes } from './uploads.ts'
import { addressOf, answerJson, answerProblem, languageFor, say, type Visit, type Visited } from './visit.ts'
import { voucherRoutes } from './vouchers.ts'

export interface HttpParts {
  readonly door: Door
  readonly pool: Pool
  readonly capabilities: Readonly<Record<string, Capability>>
  readonly stores: Stores
  readonly reads: Readonly<Record<string, Read>>
  readonly signIn: SignIn
  readonly voucherSeal: VoucherSeal
  readonly boxes: Boxes
  readonly accounts: Accounts
  readonly first: FirstAdministrator
  readonly demonstration: Demonstration
  readonly note: KeepNote
  readonly seals: Pick<Seals, 'text'>
  readonly figures: PublicParts['figures']
  readonly limits: Limits
  readonly metrics: Metrics
  readonly log: Log
  readonly now: () => Date
  /** The time under its seal, for devices to show later what they saw. */
  serverTime(): string
  /** So many documents may lie on one device. */
  readonly documentsMax: number
  /** What a device is told to say back is sealed by it. */
  readonly wordKey: Buffer
  readonly publicUrl: string
  readonly dataFolder: string
  readonly uploads: Uploads
  readonly buildFolder: string
  readonly migrations: string
}

export type App = Hono<Visit>

export function httpApp(parts: HttpParts): App {
  const { pool, signIn, metrics, log, now, serverTime, publicUrl } = parts
  const fences = fencesOf(parts.limits)
  const readerOf = readersOver(pool, now)
  const secure = publicUrl.startsWith('https://')
  const health = healthOver(parts)
  let document: unknown

  const app = new Hono<Visit>()

  app.use('*', async (c, next) => {
    const began = performance.now()
    const problem = fromAnotherOrigin(c) ?? fences.address.pass(addressOf(c))
    if (problem) c.res = answerProblem(c, problem)
    else await next()
    if (!c.get('quiet')) {
      const { headers } = c.res
      setCarefulHeaders(headers, { secure })
      if (!c.get('timed')) headers.set('x-chamka-time', serverTime())
      if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    }
    watch(c, performance.now() - began)
  })

  app.onError((error, c) => {
    const reference = newReference()
    if (isDatabaseAway(error)) {
      log.warn({ reference, route: routeOf(c), fault: faultOf(error) }, 'a request did not reach the database')
      say(c, { reference, problem: 'closing' })
      return problemResponse({ problem: 'closing', reference }, languageFor(c))
    }
    log.error({ reference, route: routeOf(c), fault: faultOf(error) }, 'a request met a bug')
    say(c, { reference, problem: 'bug' })
    return problemResponse({ problem: 'bug', reference }, languageFor(c))
  })
  app.notFound((c) => {
    const isReader = c.req.header('accept')?.includes('text/html') && !c.req.path.startsWith('/api/')
    return isReader ? nothingPage(c.req.raw) : answerProblem(c, { problem: 'not-found' })
  })

  app.get('/health', async (c) => {
    const found = await health()
    return c.json(found, found.well ? 200 : 503)
  })
  app.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }))
  app.get('/api/openapi.json', (c) => {
    document ??= openApi(parts)
    return answerJson(c, document)
  })
  app.get('/api/problems/:name', (c) => {
    const problem = c.req.param('name') as ProblemName
    if (!problemNames.includes(problem)) return answerProblem(c, { problem: 'not-found' })
    return c.json({ type: `/api/problems/${problem}`, status: statusOf({ problem }), words: wordsOf(problem) })
  })
  app.get('/api', (c) => c.redirect('/api/'))
  for (const [path, file, type] of apiPage) {
    app.get(path, async (c) =>
      c.body(await readFile(join(projectFolder, 'apps/public/api', file), 'utf8'), 200, { 'content-type': type }),
    )
  }

  app.route('/api', signInRoutes({ ...parts, fences, readerOf }))
  const inside = new Hono<Visit>()
  inside.use('*', signedIn)
  inside.route('/', askRoutes({ ...parts, fences }))
  inside.route('/', readRoutes({ ...parts, readerOf }))
  inside.route('/', pullRoutes({ ...parts, readerOf }))
  inside.route('/', meRoutes({ pool, readerOf, fieldFolder: join(parts.buildFolder, 'apps/field') }))
  inside.route('/', phoneKeyRoutes(parts))
  const photos = photosIn(parts)
  inside.route('/', uploadRoutes({ ...parts, photos, fences }))
  inside.route('/', fileRoutes({ ...parts, photos, fences, readerOf }))
  inside.route('/', soundRoutes({ ...parts, fences, readerOf }))
  inside.route('/', voucherRoutes({ ...parts, readerOf }))
  inside.route('/', importRoutes({ ...parts, readerOf }))
  inside.route('/', quarantineRoutes({ ...parts, readerOf }))
  app.route('/api', inside)

  app.route('/', publicPages({ ...parts, readerOf, fences }))
  app.route('/', builtApp('/public', join(parts.buildFolder, 'apps/public')))
  app.route('/', builtApp('/console', join(parts.buildFolder, 'apps/console')))
  app.route('/', builtApp('/field', join(parts.buildFolder, 'apps/field')))
  return app

  /** Everything behind it is asked by a person who is known, and who does not ask without end. */
  async function signedIn(c: Visited, next: () => Promise<void>): Promise<Response | undefined> {
    const { signedIn: session, cookies } = await signIn.sessionOf(c.req.header('cookie'))
    if (!session) return answerProblem(c, { problem: 'not-signed-in' })
    const tooMany = fences.account.pass(session.account)
    if (tooMany) return answerProblem(c, tooMany)
    if (session.secondFactor === 'needed') return answerProblem(c, { problem: 'second-factor-needed' })
    if (!session.person) return answerProblem(c, { problem: 'person-not-chosen' })
    c.set('session', session)
    c.set('person', session.person)
    await next()
    for (const cookie of cookies) c.res.headers.append('set-cookie', cookie)
    // Whatever is told to somebody invented is about invented records.
    if (session.sample && !c.get('quiet')) c.res.headers.set('x-chamka-demonstration', 'true')
  }

  function watch(c: Visited, milliseconds: number) {
    const { method } = c.req
    const route = routeOf(c)
    const { status } = c.res
    metrics.requests.observe({ method, route, status }, milliseconds / 1000)
    const line = {
      method,
      route,
      status,
      ms: Math.round(milliseconds * 10) / 10,
      person: c.get('person'),
      ...c.get('said'),
    }
    if (status >= 500) log.error(line, 'answered')
    else log.info(line, 'answered')
  }
}

/** The pattern of the address that answered: what is logged and counted never holds a key or a question. */
function routeOf(c: Visited): string {
  return matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? '*'
}

const apiPage = [
  ['/api/', 'page.html', 'text/html; charset=utf-8'],
  ['/api/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/api/page.css', 'page.css', 'text/css; charset=utf-8'],
] as const
