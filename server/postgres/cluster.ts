/**
 * PostgreSQL's own folder within the data folder. It is made beside its place and moved there when it is
 * whole, so an interrupted first start leaves nothing that a later one could mistake for data.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '#server/cannot-start.ts'
import type { Account } from './account.ts'
import { type Binaries, program } from './binaries.ts'
import { isAlive } from './process.ts'

const run = promisify(execFile)

/** What was chosen when the data were made; later starts keep to it. */
export interface Choice {
  readonly major: number
  readonly version: string
  readonly from: 'npm' | 'system'
}

export function clusterIn(folder: string): string {
  return join(folder, 'postgres')
}

export function findChoice(folder: string): Choice | undefined {
  const cluster = clusterIn(folder)
  if (!existsSync(cluster)) return undefined
  const file = join(cluster, 'chamka-postgres.json')
  const unknown = new CannotStart(
    `The data in ${cluster} were not made by this version of Chamka; start the one that made them, or name another folder with CHAMKA_DATA.`,
  )
  if (!existsSync(file)) throw unknown
  const choice = parse(readFileSync(file, 'utf8'))
  if (typeof choice?.major !== 'number') throw unknown
  return choice
}

export function passwordOf(folder: string): string {
  return readFileSync(join(clusterIn(folder), 'chamka-password'), 'utf8').trim()
}

export async function makeCluster(folder: string, binaries: Binaries, account: Account): Promise<void> {
  const cluster = clusterIn(folder)
  clearUnfinished(folder)
  const unfinished = mkdtempSync(join(folder, `postgres.unfinished-${process.pid}-`))
  making.add(unfinished)
  account.own(unfinished)

  const password = `${unfinished}.password`
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  account.own(password)
  try {
    // C: the order of an index must not depend on the machine's C library.
    const { command, args, options } = account.run(program(binaries.folder, 'initdb'), [
      ...['-D', unfinished, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--data-checksums'],
      ...['-A', 'scram-sha-256', `--pwfile=${password}`],
    ])
    await run(command, args, { ...options, cwd: '/' })

    renameSync(password, join(unfinished, 'chamka-password'))
    const choice: Choice = { major: binaries.major, version: binaries.version, from: binaries.from }
    writeFileSync(join(unfinished, 'chamka-postgres.json'), `${JSON.stringify(choice, null, 2)}\n`)
    account.own(join(unfinished, 'chamka-postgres.json'))
    chmodSync(unfinished, 0o700)
    // If another start was quicker, its data stand and ours go.
    if (!existsSync(cluster)) renameSync(unfinished, cluster)
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    if (stderr === undefined) throw error
    throw new CannotStart(sentenceOfInitdb(stderr, folder))
  } finally {
    making.delete(unfinished)
    rmSync(unfinished, { recursive: true, force: true })
    rmSync(password, { force: true })
  }
}

function sentenceOfInitdb(stderr: string, folder: string): string {
  if (/No space left on device|Disk quota exceeded/.test(stderr))
    return `The disk is full (${folder}); free some space and start again.`
  const reason = /(?:FATAL|error): +(.*)/.exec(stderr)?.[1] ?? stderr.trim().split('\n')[0]
  return `PostgreSQL could not make its data in ${folder}: ${reason}.`
}

/** What this process is making now; the same number on another folder is from a life before. */
const making = new Set<string>()

/** Removes what starts left that were killed half way; one that may still be at work is left alone. */
function clearUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^postgres\.unfinished-(\d+)/.exec(name)?.[1])
    const path = join(folder, name)
    const atWork = pid === process.pid ? making.has(path.replace(/\.password$/, '')) : isAlive(pid)
    if (pid && !atWork) rmSync(path, { recursive: true, force: true })
  }
}

function parse(text: string): Choice | undefined {
  try {
    return JSON.parse(text) as Choice
  } catch {
    return undefined
  }
}
