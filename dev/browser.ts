/**
 * The browser for journeys, screenshots and print: found, unpacked or installed, never silently left out.
 * CHROME_PATH, else the one from npm unpacked into the project's cache, else one on PATH, else Debian's.
 */
import { execFile, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isAlive } from '#server/postgres/process.ts'
import { projectFolder } from '#server/project.ts'

const run = promisify(execFile)

/** Ours, not the package's own list: that one switches web security off. */
export const browserFlags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

let found: Promise<string> | undefined

/** The path of a browser that has answered its version. */
export function findBrowser(): Promise<string> {
  found ??= search()
  return found
}

async function search(): Promise<string> {
  const named = process.env.CHROME_PATH
  if (named) {
    if (await answers(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which does not answer as a browser; correct it or leave it out.`)
  }
  return (await fromPackage()) ?? (await fromPath()) ?? (await fromDebian()) ?? refuse()
}

async function fromPackage(): Promise<string | undefined> {
  const manifest = join(projectFolder, 'node_modules/@sparticuz/chromium/package.json')
  if (!existsSync(manifest)) return undefined
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const cache = join(projectFolder, '.cache')
  const folder = join(cache, `chromium-${version}-${process.platform}-${process.arch}`)
  const browser = join(folder, 'chromium')
  if (existsSync(browser) && (await answers(browser))) return browser

  mkdirSync(cache, { recursive: true })
  return underLock(`${folder}.lock`, async () => {
    if (existsSync(browser) && (await answers(browser))) return browser
    rmSync(folder, { recursive: true, force: true })
    const unfinished = `${folder}.unfinished`
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished)
    await unpack(unfinished)
    renameSync(unfinished, folder)
    return (await answers(browser)) ? browser : undefined
  })
}

/** The package unpacks into the temporary folder and takes whatever lies there: give it an empty one of its own. */
async function unpack(folder: string): Promise<void> {
  const script = "import('@sparticuz/chromium').then(({ default: it }) => it.executablePath())"
  await run(process.execPath, ['-e', script], { cwd: projectFolder, env: { ...process.env, TMPDIR: folder } }).catch(
    (error: { stderr?: string }) => {
      if (/ENOSPC/.test(error.stderr ?? ''))
        throw new Error(`The disk is full (${folder}); free some space and start again.`)
    },
  )
}

/** One process unpacks, others wait for it; the lock of a killed one does not count. */
async function underLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const lock = openSync(file, 'wx')
      writeSync(lock, String(process.pid))
      closeSync(lock)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(existsSync(file) ? readFileSync(file, 'utf8') : '')
      if (holder && !isAlive(holder)) rmSync(file, { force: true })
      await pause(100)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

async function fromPath(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), mac]
  for (const path of paths) if (existsSync(path) && (await answers(path))) return path
}

async function fromDebian(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  spawnSync('apt-get', ['update'], quiet)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet)
  return fromPath()
}

async function answers(browser: string): Promise<boolean> {
  try {
    const { stdout } = await run(browser, ['--version', '--no-sandbox'], { timeout: 20_000 })
    return /\d+\.\d+/.test(stdout)
  } catch {
    return false
  }
}

function refuse(): never {
  throw new Error(
    'No browser runs here: name one with CHROME_PATH, or run npm ci for the one that comes with the project, or install chromium, or run this as root on Debian.',
  )
}
