/** A whole server for a test: the story's database, an address of its own, and somebody's browser. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Player } from '#dev/cast.ts'
import { type Setting, startProgramme } from '#dev/testing/programme.ts'
import type { Limits } from '#server/http/limits.ts'
import { openLog } from '#server/logs.ts'
import { assemble, type Chamka } from '#server/main.ts'

export type Served = Awaited<ReturnType<typeof serveStory>>

interface Wanted extends Setting {
  readonly limits?: Limits
  readonly config?: Partial<Parameters<typeof assemble>[0]>
}

export async function serveStory({ limits, config, ...setting }: Wanted = {}) {
  const play = await startProgramme(setting)
  return { play, ...(await serveDatabase(play.url, { limits, config, now: play.now }, () => play.end())) }
}

/** On any migrated database; `log` gathers what the server wrote. */
export async function serveDatabase(
  databaseUrl: string,
  { limits, config, now }: { limits?: Limits | undefined; config?: Wanted['config']; now?: () => Date } = {},
  alsoEnd: () => Promise<void> = async () => {},
) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chamka-http-'))
  const log: string[] = []
  const chamka = await assemble(
    {
      databaseUrl,
      dataFolder,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1:8080',
      demonstration: 'none',
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'debug',
      ...config,
    },
    {
      log: openLog('debug', { write: (line: string) => void log.push(line) }),
      ...(limits ? { limits } : {}),
      ...(now ? { now } : {}),
    },
  )
  const url = await chamka.listen()

  return {
    chamka,
    url,
    log,
    dataFolder,
    browser: () => browserAt(url),
    /** A browser in which one of the cast is signed in. */
    async signedIn(player: Player): Promise<Browser> {
      const browser = browserAt(url)
      await enter(chamka, browser, player)
      return browser
    },
    /** What the browser of somebody who is signed in sends along. */
    async cookieOf({ key }: Pick<Player, 'key'>): Promise<string> {
      await chamka.accounts.linkAccount(key)
      const entered = await chamka.demonstration.enterAs(key)
      if (!('cookies' in entered)) throw new Error(`${key} could not sign in: ${JSON.stringify(entered)}`)
      return entered.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ')
    },
    async end() {
      await chamka.close()
      await alsoEnd()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

export const password = 'a long enough password'

async function enter(chamka: Chamka, browser: Browser, { key, email, phone }: Player) {
  await chamka.accounts.linkAccount(key, email ? password : undefined)
  if (email) {
    const { status } = await browser.post('/api/sign-in/password', { email, password })
    if (status !== 200) throw new Error(`could not sign in: ${status}`)
    return
  }
  const { body } = await browser.post('/api/sign-in/code', { phone })
  const { status } = await browser.post('/api/sign-in/phone', { phone, code: body.demonstrationCode })
  if (status !== 200) throw new Error(`could not sign in: ${status}`)
}

export type Browser = ReturnType<typeof browserAt>

/** Keeps cookies, as a browser does. */
export function browserAt(url: string) {
  const cookies = new Map<string, string>()

  async function request(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = set.split(';')
      const at = pair.indexOf('=')
      if (attributes.some((one) => /^\s*max-age=0$/i.test(one))) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await response.text()
    const isJson = /json(;|$)/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    }
  }

  return {
    cookies,
    request,
    get: (path: string, headers?: Record<string, string>) => request('GET', path, undefined, headers),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      request('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    read: (name: string, input: unknown = {}) =>
      request('GET', `/api/read/${name}?input=${encodeURIComponent(JSON.stringify(input))}`),
  }
}
