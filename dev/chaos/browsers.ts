/**
 * Kills the browser, the server and PostgreSQL with signal 9 while a phone works, again and again, on one
 * profile that is kept; and then asks whether every promise was kept.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { sreymom } from '#dev/cast.ts'
import { chanceOf } from '#dev/chance.ts'
import { programmeCode, village } from '#dev/testing/programme.ts'
import { openPool } from '#server/database/connection.ts'
import { projectFolder } from '#server/project.ts'
import { bundled, openHouse, twice } from './kill.ts'
import { cookiesOf } from './writers.ts'

const victims = ['browser', 'server', 'browser', 'postgres', 'browser', 'both'] as const
export type Victim = (typeof victims)[number]

export interface Verdict {
  readonly kills: Readonly<Record<Victim, number>>
  readonly promised: number
  /** Promised, and neither decided nor held for something refused. */
  readonly lost: number
  /** Records counted twice, or two envelopes of one number. */
  readonly doubled: number
  readonly unsent: number
}

export interface Campaign {
  readonly kills: number
  readonly seed: number
  /** Nobody is killed after this moment. */
  readonly until?: number
  readonly onKill?: (number: number, victim: Victim, promised: number) => void
  /** What stands between the kills, every so often. */
  readonly onLook?: (verdict: Pick<Verdict, 'promised' | 'lost' | 'doubled'>) => void
}

const looksEvery = 20

export async function killBrowsers({
  kills,
  seed,
  until = Number.POSITIVE_INFINITY,
  onKill,
  onLook,
}: Campaign): Promise<Verdict> {
  const chance = chanceOf(seed, 'browsers')
  const folder = mkdtempSync(join(tmpdir(), 'chamka-browsers-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o711 })
  const [program, script] = [await bundled(), await insideScript()]
  const house = await openHouse(program, data, await freePort())
  const promised = new Map<string, string[]>()
  const count = { browser: 0, server: 0, postgres: 0, both: 0 }
  const cookies = await cookiesOf(sreymom, house.url)
  let phone = await openBrowser()
  try {
    for (let number = 1; number <= kills && Date.now() < until; number++) {
      const before = promised.size
      const victim = victims[number % victims.length]!
      // Who lies on the ground is not killed twice.
      if (victim !== 'browser') await isUp(house.url)
      // Each life keeps a few promises before it ends, at no moment of its choosing.
      for (const deadline = Date.now() + 60_000; promised.size < before + 3; await pause(5))
        if (Date.now() > deadline) throw new Error('nothing was promised for a minute')
      await pause(chance.between(0, 400))
      if (victim === 'browser') {
        await phone.kill()
        phone = await openBrowser()
      } else await house.kill(victim)
      count[victim] += 1
      onKill?.(number, victim, promised.size)
      if (onLook && number % looksEvery === 0) onLook(await look())
    }
    const { unsent, states } = await phone.page.evaluate(() => (globalThis as any).finish())
    return { kills: count, promised: promised.size, unsent, ...(await judge(promised, heldForRefused(states))) }
  } finally {
    await phone.kill()
    await house.close()
    rmSync(folder, { recursive: true, force: true })
    rmSync(program, { force: true })
  }

  async function openBrowser(): Promise<{ page: Page; kill(): Promise<void> }> {
    const profile = join(folder, 'profile')
    const browser = spawn(
      await findBrowser(),
      [...browserFlags, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    )
    const connected = await chromium.connectOverCDP(await addressOf(browser))
    const context = connected.contexts()[0]!
    await context.addCookies(cookies.split('; ').map((cookie) => ({ ...cookieIn(cookie), url: house.url })))
    const page = await context.newPage()
    await page.exposeFunction('promised', (id: string, after: string) => {
      promised.set(id, after === '' ? [] : after.split(','))
    })
    const body = `<!doctype html><meta charset="utf-8"><script>${script}</script>`
    await page.route('**/phone', (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.goto(`${house.url}/phone`)
    const inside = { person: sreymom.key, village, programme: programmeCode }
    // Works until it is killed; a server that is just being killed is tried again.
    const begin = () => page.evaluate((given) => (globalThis as any).work(given), inside)
    void begin().catch(() => {})
    return {
      page,
      async kill() {
        const gone = new Promise((resolve) => browser.once('exit', resolve))
        if (browser.exitCode !== null || browser.signalCode !== null) return
        process.kill(-browser.pid!, 'SIGKILL')
        await gone
      },
    }
  }

  /** While the phone is at work: what it was asked is decided, or lies in its outbox. */
  async function look() {
    const asked = new Map(promised)
    const states: string[] = await phone.page.evaluate(() => (globalThis as any).look())
    const kept = new Set(states.map((said) => said.split(' ')[1]!))
    for (let tries = 1; ; tries++) {
      try {
        return { promised: asked.size, ...(await judge(asked, () => kept)) }
      } catch (error) {
        // The database may have been killed a moment ago.
        if (tries === 30) throw error
        await pause(1000)
      }
    }
  }

  async function judge(
    asked: ReadonlyMap<string, readonly string[]>,
    keptOf: (refused: ReadonlySet<string>) => ReadonlySet<string>,
  ): Promise<Pick<Verdict, 'lost' | 'doubled'>> {
    const pool = openPool(house.databaseUrl, 1)
    try {
      const { rows } = await pool.query<{ envelope: string; outcome: string; number: string }>(
        `select j.envelope, j.outcome, j.device || ' ' || substring(b.envelope from '"n":([0-9]+)') as number
         from journal j join journal_body b using (home, stream, seq) where j.device is not null`,
      )
      const decided = new Set(rows.map(({ envelope }) => envelope))
      const kept = keptOf(new Set(rows.flatMap(({ envelope, outcome }) => (outcome === 'refused' ? envelope : []))))
      const lost = [...asked.keys()].filter((id) => !decided.has(id) && !kept.has(id)).length
      return { lost, doubled: rows.length - new Set(rows.map(({ number }) => number)).size + (await twice(pool)) }
    } finally {
      await pool.end()
    }
  }

  /** In the end only what rests on something refused may still be held, where its author sees it. */
  function heldForRefused(states: readonly string[]) {
    const held = new Set(states.flatMap((said) => (said.startsWith('held ') ? said.split(' ')[1]! : [])))
    return (refused: ReadonlySet<string>) => {
      const all = new Set(refused)
      for (const [id, after] of promised) if (held.has(id) && after.some((one) => all.has(one))) all.add(id)
      return all
    }
  }
}

/** The server answers, and has its database. */
async function isUp(url: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await pause(20)) {
    const health = await fetch(`${url}/health`).catch(() => undefined)
    if (health?.ok) return
    if (Date.now() > deadline) throw new Error('the server was not up again for a minute')
  }
}

function cookieIn(cookie: string): { name: string; value: string } {
  const at = cookie.indexOf('=')
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1) }
}

function addressOf(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    browser.once('exit', () => reject(new Error(`the browser did not start: ${said}`)))
    browser.stderr!.on('data', (text) => {
      said += text
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (found) resolve(found[1]!)
    })
  })
}

async function insideScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(projectFolder, 'dev/chaos/inside.ts')],
    absWorkingDir: projectFolder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]!.text.replaceAll('</script', '<\\/script')
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
