/** What is written is true: links lead somewhere, files that are named exist, and the reference is as the product is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { commandNamed } from '#capabilities/commands.ts'
import { referenceFolder, referencePages, stateDiagram } from '#dev/reference/pages.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { reads } from '#server/capabilities.ts'

const written = readdirSync('docs', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
  .map((entry) => join(entry.parentPath, entry.name))
const documents = [...readdirSync('.').filter((name) => name.endsWith('.md')), ...written].sort()
const text = (path: string) => readFileSync(path, 'utf8')

describe('documents', () => {
  test.each(['README.md', 'ARCHITECTURE.md', 'GLOSSARY.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE'])(
    '%s is there',
    (path) => expect(existsSync(path)).toBe(true),
  )

  test.each(documents)('%s links to what exists', (path) => {
    const links = [...text(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    const broken = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false
      const [file, anchor] = link.split('#') as [string, string?]
      const target = file === '' ? path : normalize(join(dirname(path), file))
      if (!existsSync(target)) return true
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test.each(documents)('%s names files, commands and reads that exist', (path) => {
    if (path.startsWith(referenceFolder)) return
    const quoted = [...withoutBlocks(text(path)).matchAll(/`([^`\n]+)`/g)].map(([, words]) => words!)
    expect(quoted.filter((words) => isFile(words) && !existsSync(words.replace(/\/$/, '')))).toEqual([])
    const named = quoted.filter((words) => /^[a-z]+\.[a-z]+([A-Z][a-z]+)*$/.test(words) && isAsked(words))
    expect(named.filter((name) => !commandNamed(name) && !Object.hasOwn(reads, name))).toEqual([])
  })
})

/** The capability that a guide adds is not there. */
const invented = /\bvisits?\b/

/** A path into one of the rooms. */
function isFile(words: string): boolean {
  return (
    /^(door|capabilities|programmes|server|sync|ui|apps|dev|journeys|bench|docs)\/[\w./-]+$/.test(words) &&
    !invented.test(words)
  )
}

/** `noun.verb` of a noun that has commands or reads. */
function isAsked(words: string): boolean {
  const noun = words.split('.')[0]!
  const isNoun = Object.keys(reads).some((name) => name.startsWith(`${noun}.`))
  return isNoun && !/\.(ts|md|json|sql|css)$/.test(words) && !/permission/.test(words) && !isPermission(words)
}

const permissions = text('programmes/roles.json')
function isPermission(words: string): boolean {
  return permissions.includes(`"${words}"`)
}

function anchorsOf(path: string): string[] {
  return [...text(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/```[\s\S]*?```/g, '')
}

describe('decisions', () => {
  const decisions = readdirSync('docs/decisions').sort()

  test('are numbered one after another', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, at) => at + 1))
  })

  test.each(decisions)('%s says what was decided, why, and what follows', (name) => {
    const decision = text(`docs/decisions/${name}`)
    expect(decision).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `))
    for (const part of ['Status: ', '**Context.**', '**Decision.**', '**Consequences.**'])
      expect(decision).toContain(part)
  })
})

test('the reference is as the product is: `npm run chamka -- reference` writes it anew', async () => {
  const db = new pg.Client({ connectionString: await freshDatabase() })
  await db.connect()
  const pages = await referencePages(db).finally(() => db.end())
  expect(readdirSync(referenceFolder).sort()).toEqual(Object.keys(pages).sort())
  const stale = Object.keys(pages).filter((name) => text(join(referenceFolder, name)) !== pages[name])
  expect(stale).toEqual([])
})

test('a diagram has an arrow for each way a step may go', () => {
  const steps = { close: { from: ['open', 'half-open'], to: 'closed' }, look: { from: ['closed'], to: 'same' } }
  expect(stateDiagram(steps).split('\n')).toEqual([
    '```mermaid',
    'stateDiagram-v2',
    '  open --> closed: close',
    '  half_open --> closed: close',
    '  closed --> closed: look',
    '```',
  ])
})
