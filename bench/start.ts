/**
 * `npm run bench -- start`: how long the field app takes to open on a slow phone far out.
 *
 * A real browser with its processor slowed six times and a line of 400 kbit/s and 400 ms. Cold: nothing is on
 * the phone, up to the sign-in. Warm: the app and somebody's work are kept there, up to their first screen. The
 * floor is a page that holds one sentence, over the same line in the same minutes. `--rounds=7` says how often.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpus, loadavg } from 'node:os'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { bophasHousehold, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { serveStory } from '#dev/testing/served.ts'
import { startCluster } from './cluster.ts'

const line = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const slowdown = 6
const goals = { cold: 3_000, warm: 1_000 }

interface Opened {
  readonly milliseconds: number
  readonly bytes: number
  readonly requests: number
}

export async function measureStart(words: readonly string[]): Promise<void> {
  const rounds = Number(words.find((word) => word.startsWith('--rounds='))?.split('=')[1] ?? 7)
  execFileSync(process.execPath, ['build.mjs', 'words', 'field'], { stdio: 'ignore' })
  const cluster = await startCluster()
  const served = await serveStory({ url: cluster.url })
  await served.play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  await served.chamka.accounts.linkAccount(sreymom.key)
  const empty = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<main><h1>Here</h1></main>'),
  )
  await new Promise<void>((resolve) => empty.listen(0, '127.0.0.1', resolve))
  const emptyUrl = `http://127.0.0.1:${(empty.address() as AddressInfo).port}/`
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
  try {
    const phone = await phoneOf(browser, served.url)
    const found: Record<'floor' | 'cold' | 'warm', Opened[]> = { floor: [], cold: [], warm: [] }
    for (let round = 0; round < rounds; round++) {
      found.floor.push(await inNewPhone(browser, emptyUrl, 'h1'))
      found.cold.push(await inNewPhone(browser, `${served.url}/field/`, 'input[type=tel]'))
      found.warm.push(await opened(phone, `${served.url}/field/`, '.tabs'))
    }
    report(found, rounds)
  } finally {
    await browser.close()
    empty.close()
    await served.end()
    await cluster.stop()
  }
}

async function inNewPhone(browser: Browser, address: string, sign: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'km-KH' })
  try {
    return await opened(context, address, sign)
  } finally {
    await context.close()
  }
}

/** From the address to the first moment at which what is looked for stands on the screen. */
async function opened(context: BrowserContext, address: string, sign: string): Promise<Opened> {
  const page = await context.newPage()
  await page.addInitScript((selector) => {
    const look = () => {
      const isThere = document.querySelector(selector) !== null
      if (isThere) requestAnimationFrame(() => Object.assign(window, { thereAt: performance.now() }))
      else requestAnimationFrame(look)
    }
    look()
  }, sign)
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', line)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  let [bytes, requests] = [0, 0]
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  await page.goto(address, { waitUntil: 'commit', timeout: 60_000 })
  const at = await page.waitForFunction(() => (window as { thereAt?: number }).thereAt, undefined, { timeout: 60_000 })
  const result = { milliseconds: (await at.jsonValue()) as number, bytes, requests }
  await page.close()
  return result
}

/** Somebody's phone after their first day: the app is kept on it whole, and what they read. */
async function phoneOf(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' })
  const page: Page = await context.newPage()
  await page.goto(`${url}/field/`)
  await page.getByLabel('Phone number').fill(sreymom.phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByText(/Everything is sent/).waitFor()
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  await page.close()
  return context
}

function report(found: Record<'floor' | 'cold' | 'warm', readonly Opened[]>, rounds: number): void {
  const { floor, cold, warm } = found
  const rowOf = (what: string, runs: readonly Opened[], goal?: number) => {
    const times = runs.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
    const [least, middle, most] = [times[0]!, median(times), times.at(-1)!]
    const { bytes, requests } = runs.at(-1)!
    const held = goal ? `${goal} ms: ${middle <= goal ? 'held' : 'missed'}` : ''
    return `| ${what} | ${[least, middle, most].map(Math.round).join(' | ')} | ${(bytes / 1024).toFixed(1)} | ${requests} | ${held} |`
  }
  const text = [
    `# How long until the field app is usable? ${new Date().toISOString().slice(0, 10)}`,
    '',
    `400 kbit/s, 400 ms, processor slowed ${slowdown} times; ${rounds} rounds; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`,
    '',
    '| | least ms | median ms | most ms | KB by then | requests by then | goal |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
    rowOf('floor: a page of one sentence', floor),
    rowOf('cold, to the sign-in', cold, goals.cold),
    rowOf('warm, to the first screen', warm, goals.warm),
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/start.md', text)
}

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
