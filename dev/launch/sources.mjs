/**
 * The parts that are built, what each is made of, and whether it is older than that. First sizes and times are
 * compared, which takes milliseconds; only if they differ, as after a clone, the contents.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './project.mjs'

export const buildFolder = join(projectFolder, '.build')
const stampFile = join(buildFolder, 'stamps.json')

const pure = ['door', 'capabilities', 'ui']
const always = ['build.mjs', 'package-lock.json', 'tsconfig.base.json', 'dev/launch/sources.mjs']

/** In the order in which they are built. The tools of development are built when one is asked for. */
export const parts = {
  words: { from: ['ui/words', 'project.inlang'], makes: 'ui/words/compiled' },
  server: { from: [...pure, 'server', 'apps/public', 'programmes', 'dev'], makes: '.build/server.mjs' },
  tools: { from: [...pure, 'server', 'apps/public', 'programmes', 'dev', 'bench'], makes: '.build/tools' },
  public: { from: ['ui/look', 'apps/public'], makes: '.build/apps/public' },
  console: { from: [...pure, 'sync', 'apps/console', 'vite.console.ts'], makes: '.build/apps/console' },
  field: { from: [...pure, 'sync', 'apps/field', 'vite.field.ts', 'vite.worker.ts'], makes: '.build/apps/field' },
}

export const product = ['words', 'server', 'public', 'console', 'field']

export function staleAmong(wanted) {
  const stamps = readStamps()
  return wanted.filter((part) => {
    const stamp = stamps[part]
    if (!stamp || !existsSync(join(projectFolder, parts[part].makes))) return true
    const files = filesOf(part)
    if (stamp.times === digestOf(files, timesOf)) return false
    if (stamp.contents !== digestOf(files, contentOf)) return true
    keepStamp(part, { ...stamp, times: digestOf(files, timesOf) })
    return false
  })
}

/** Taken before a build begins, so that a change during the build makes another one. */
export function stampOf(part) {
  const files = filesOf(part)
  return { times: digestOf(files, timesOf), contents: digestOf(files, contentOf) }
}

export function keepStamp(part, stamp) {
  mkdirSync(buildFolder, { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [part]: stamp }))
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return {}
  }
}

function filesOf(part) {
  return [...parts[part].from, ...always].flatMap((path) => walk(path)).sort()
}

function walk(path) {
  const full = join(projectFolder, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  if (/(^|\/)(compiled|cache|node_modules|results)$/.test(path)) return []
  return readdirSync(full).flatMap((name) => walk(`${path}/${name}`))
}

function digestOf(files, describe) {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(describe(join(projectFolder, file)))
      .update('\0')
  return hash.digest('hex')
}

function timesOf(file) {
  const { size, mtimeMs } = statSync(file)
  return `${size} ${mtimeMs}`
}

function contentOf(file) {
  return readFileSync(file)
}
