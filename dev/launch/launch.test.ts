import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findPostmaster } from '#server/postgres/postmaster.ts'
import { projectFolder } from '#server/project.ts'

let data: string
let port: number
const running: Run[] = []

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'chamka-launch-'))
  port = await freePort()
})
afterEach(async () => {
  for (const run of running.splice(0)) {
    run.child.kill('SIGTERM')
    await run.ended
  }
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

interface Run {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  said(): string
}

/** As somebody at the keyboard would, with nothing set but what the test sets. */
function launch(args: string[], settings: Record<string, string> = {}): Run {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['start.mjs', ...args], {
    cwd: projectFolder,
    env: { PATH, HOME, ...settings },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece))
  const run = { child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)), said: () => text }
  running.push(run)
  return run
}

function start(): Run {
  return launch([], { PORT: String(port), CHAMKA_DATA: data, CHAMKA_DEMO: 'none', LOG: 'silent' })
}

async function answer(path: string, headers: Record<string, string> = {}): Promise<Response | undefined> {
  return fetch(`http://127.0.0.1:${port}${path}`, { headers }).catch(() => undefined)
}

async function untilServing(run: Run): Promise<void> {
  await expect.poll(run.said, { timeout: 90_000, interval: 50 }).toContain('Ctrl-C stops everything.')
}

/** The server is the child of the start script. */
function serverOf(run: Run): number {
  return Number(readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8').trim().split(' ')[0])
}

const postmaster = () => findPostmaster(join(data, 'postgres'))

describe('one clear sentence and exit code 1', () => {
  test.each<[string, string[], Record<string, string>, string]>([
    [
      'an unknown verb',
      ['sart'],
      {},
      'There is no sart; there are start, test, check, dev, reset, bench, screens, chamka.\n',
    ],
    ['half a port', [], { PORT: 'many' }, 'The settings do not fit: PORT must be a number from 1 to 65535.\n'],
    [
      'an address of another machine',
      [],
      { HOST: '192.0.2.1' },
      'This machine has no address 192.0.2.1; correct HOST.\n',
    ],
  ])('%s', async (_, args, settings, sentence) => {
    const run = launch(args, settings)
    expect(await run.ended).toBe(1)
    expect(run.said()).toBe(sentence)
  })

  test('a port that is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => stranger.once('listening', resolve))
    const taken = (stranger.address() as AddressInfo).port
    const run = launch([], { PORT: String(taken) })
    expect(await run.ended).toBe(1)
    expect(run.said()).toBe(
      `Port ${taken} on 127.0.0.1 is taken by another program; stop it, or choose another: PORT=${taken + 1} npm start.\n`,
    )
    stranger.close()
  })

  test('a setting that does not exist', async () => {
    const run = launch([], { PORT: String(port), CHAMKA_DEM: 'none' })
    expect(await run.ended).toBe(1)
    expect(run.said()).toMatch(/^There is no setting CHAMKA_DEM; the settings are [^\n]*\.\n$/m)
    expect(run.said()).not.toMatch(/^\s+at /m)
  })
})

describe('from the first second to Ctrl-C', () => {
  test('the address answers at once, tells what is being done, and is never closed in between', async () => {
    const run = start()
    await expect.poll(async () => (await answer('/'))?.status, { timeout: 10_000, interval: 10 }).toBe(503)

    const page = await answer('/', { accept: 'text/html' })
    const asked = await answer('/api/ask')
    if (page?.status === 503) {
      expect(page.headers.get('retry-after')).toBe('2')
      expect(await page.text()).toMatch(/ចម្ការ កំពុងរៀបចំខ្លួន[\s\S]*Chamka is getting ready/)
    }
    if (asked?.status === 503)
      expect(await asked.json()).toMatchObject({ status: 503, step: { km: expect.any(String) } })

    let unanswered = 0
    while (!run.said().includes('Ctrl-C stops everything.')) {
      if (!(await answer('/health'))) unanswered++
      await pause(5)
    }
    expect(unanswered).toBe(0)
    expect((await answer('/health'))?.status).toBe(200)

    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(await answer('/health')).toBeUndefined()
    expect(postmaster()).toBeUndefined()
  }, 120_000)

  test('after the kill of the server, of the start script, of PostgreSQL, the next start serves', async () => {
    const first = start()
    await untilServing(first)
    process.kill(serverOf(first), 'SIGKILL')
    expect(await first.ended).toBe(1)
    expect(first.said()).toContain('The server has stopped unexpectedly (SIGKILL); start again with npm start.')

    const second = start()
    await untilServing(second)
    second.child.kill('SIGKILL')
    await second.ended

    const third = start()
    await untilServing(third)
    process.kill(postmaster()!.pid, 'SIGKILL')
    expect(await third.ended).toBe(1)
    expect(third.said()).toContain('PostgreSQL has stopped; start again with npm start.')

    const fourth = start()
    await untilServing(fourth)
    fourth.child.kill('SIGTERM')
    expect(await fourth.ended).toBe(0)
    expect(postmaster()).toBeUndefined()
  }, 180_000)

  test('reset asks first, and then leaves nothing', async () => {
    const unasked = launch(['reset'], { CHAMKA_DATA: data })
    unasked.child.stdin?.end()
    expect(await unasked.ended).toBe(1)
    expect(unasked.said()).toBe('Nobody is there to ask: say npm run reset -- --yes to remove the data.\n')

    const elsewhere = launch(['reset', '--yes'], { CHAMKA_DATA: data, DATABASE_URL: 'postgresql://db.example/chamka' })
    expect(await elsewhere.ended).toBe(1)
    expect(elsewhere.said()).toMatch(/^DATABASE_URL names a server of yours, which reset never touches/)

    const run = launch(['reset', '--yes'], { CHAMKA_DATA: data })
    expect(await run.ended).toBe(0)
    expect(run.said()).toBe(`Removed ${data}.\n`)
  }, 60_000)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
