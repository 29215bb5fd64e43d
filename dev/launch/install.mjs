/** Whether the packages in node_modules are the ones of the lock file, and if not, their installation. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEnding, start } from './children.mjs'
import { projectFolder } from './project.mjs'
import { isFullDisk, Sentence } from './sentence.mjs'

const lockFile = join(projectFolder, 'package-lock.json')
const modules = join(projectFolder, 'node_modules')
/** Written by npm last of all, so an interrupted installation has none. */
const installed = join(modules, '.package-lock.json')
const stamp = join(modules, '.chamka-installed')

export function isInstalled() {
  if (!existsSync(installed)) return false
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()) return true
  if (!isAsLocked()) return false
  writeFileSync(stamp, digest())
  return true
}

/** @param show told how many of all packages stand. */
export async function install(show) {
  const packages = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
    .filter(
      ([path, it]) =>
        path !== '' && fits(it.os, process.platform) && fits(it.cpu, process.arch) && fits(it.libc, 'glibc'),
    )
    .map(([path]) => join(projectFolder, path, 'package.json'))
  show(0, packages.length)
  const watch = setInterval(() => show(packages.filter((file) => existsSync(file)).length, packages.length + 1), 500)

  // No package of ours needs its install script, so none is run.
  const { command, first } = npm()
  const all = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund']
  const child = start(command, [...first, 'ci', ...all], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const { code } = await child.ended.finally(() => clearInterval(watch))
  if (isEnding()) return
  if (code !== 0) throw new Sentence(reasonOf(said))
  writeFileSync(stamp, digest())
  show(1, 1)
}

/** What the installation takes on the disk, in megabytes. */
export function installedSize() {
  return Math.round(sizeOf(modules) / 1_000_000)
}

function digest() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} `)
  return hash.update(readFileSync(lockFile)).update(readFileSync(installed)).digest('hex')
}

/** Somebody may have installed by hand: what counts is that every package has the locked version. */
function isAsLocked() {
  const { packages: locked } = JSON.parse(readFileSync(lockFile, 'utf8'))
  const { packages: here } = JSON.parse(readFileSync(installed, 'utf8'))
  const missing = Object.entries(locked).filter(([path, it]) => path !== '' && here[path]?.version !== it.version)
  return missing.every(([path, it]) => it.optional && !here[path])
}

function fits(allowed, value) {
  return !allowed || allowed.includes(value)
}

/** The npm that runs us, if it does; else the one on PATH. */
function npm() {
  const running = process.env.npm_execpath
  if (running && /npm-cli\.c?js$/.test(running)) return { command: process.execPath, first: [running] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] }
}

function reasonOf(said) {
  if (isFullDisk(said))
    return `The disk is full (${projectFolder}); the installation needs 600 MB: free some space and start again.`
  if (/EACCES|EROFS|EPERM/.test(said))
    return `This user may not write in ${projectFolder}; start as the user it belongs to, or clone it anew.`
  const unreached = /(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT)/.exec(said)
  if (unreached)
    return `The registry of packages cannot be reached (${unreached[1]}); check the network and start again.`
  const lines = said.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
  const wrong = said.split('\n').findIndex((line) => /^npm (error|ERR!) (?!code|errno|syscall)/.test(line))
  return `npm could not install the packages: ${lines[wrong] || lines.filter(Boolean).at(-1) || 'it said nothing'} (npm ci tells more).`
}

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? sizeOf(path) : lstatSync(path).blocks * 512)
  }, 0)
}
