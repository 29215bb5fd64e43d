/** The project's own source files, and what each imports: what the laws look at. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const rooms = ['door', 'capabilities', 'server', 'sync', 'ui', 'apps', 'dev', 'journeys', 'bench', 'programmes']
const generated = ['ui/words/compiled/']

export function sourceFiles(): string[] {
  return rooms
    .filter((room) => existsSync(room))
    .flatMap((room) => readdirSync(room, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !generated.some((folder) => path.startsWith(folder)))
    .sort()
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

export function read(path: string): string {
  return readFileSync(path, 'utf8')
}

const importing =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** What a file leans on: a path within the project, or the name of a package. */
export function importsOf(path: string): string[] {
  return [...read(path).matchAll(importing)].map((found) => resolve(path, found[2] ?? found[3]!))
}

function resolve(from: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1)
  if (!target.startsWith('.'))
    return target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]!
  const parts = from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}
