/** The laws of words: nothing visible is written outside them, and nothing in them is missing or idle. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { isTest, read, sourceFiles } from '#dev/laws/source.ts'
import { problems } from '../explain.ts'
import { fieldName, fieldWords } from './names.ts'
import { storyWords } from './stories.ts'

type Messages = Record<string, unknown>
const km = messagesOf('km')
const en = messagesOf('en')
const sources = sourceFiles().filter((path) => !isTest(path))

function messagesOf(language: string): Messages {
  const file = JSON.parse(readFileSync(new URL(`./messages/${language}.json`, import.meta.url), 'utf8')) as Messages
  return Object.fromEntries(Object.entries(file).filter(([key]) => key !== '$schema'))
}

function sentencesOf(message: unknown): string[] {
  if (typeof message === 'string') return [message]
  return (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match))
}

describe('messages', () => {
  test('each has both languages', () => {
    expect(Object.keys(km).sort()).toEqual(Object.keys(en).sort())
  })

  test('each was compiled', () => {
    const compiled = readdirSync(new URL('./compiled/messages', import.meta.url)).filter((name) => name !== '_index.js')
    expect(compiled.length).toBeGreaterThanOrEqual(Object.keys(km).length)
  })

  test('Khmer sentences are Khmer, and whole', () => {
    const notKhmer = Object.keys(km).filter((key) =>
      sentencesOf(km[key]).some((sentence) => sentence.trim() === '' || /[\u17d2]$|\ufffd/.test(sentence)),
    )
    expect(notKhmer).toEqual([])
  })

  test('none lies idle', () => {
    const said = new Set(
      sources.flatMap((path) => read(path).match(/(?<=\bm\.)[a-z0-9_]+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+/g) ?? []),
    )
    expect(Object.keys(km).filter((key) => !said.has(key))).toEqual([])
  })
})

describe('nothing is without words', () => {
  test('every refusal says what happened and what to do next', () => {
    const reasons = [...read('door/refusal.ts').matchAll(/^ {2}'([a-z]+\.[a-z-]+)':/gm)].map(([, reason]) => reason!)
    const unexplained = reasons.filter((reason) => {
      const sentences = sentencesOf(en[`refusal_${reason.replace(/[.-]/g, '_')}`] ?? '')
      // What happened, and then another sentence: what can be done about it.
      return sentences.some((sentence) => sentence.split(/[.?!](?:\s|$)/).filter(Boolean).length < 2)
    })
    expect(reasons.length).toBeGreaterThan(100)
    expect(unexplained).toEqual([])
  })

  test('every command can be told in a history', () => {
    expect(commandNames.filter((name) => !Object.hasOwn(storyWords, name))).toEqual([])
    expect(Object.keys(storyWords).filter((name) => !commandNamed(name))).toEqual([])
  })

  test('every problem that a schema names has a sentence', () => {
    const named = sources
      .filter((path) => /^(door|capabilities)\//.test(path))
      .flatMap((path) =>
        [...read(path).matchAll(/(?:error|problem): '([a-z]+\.[a-z-]+)'/g)].map(([, problem]) => problem!),
      )
    expect(named.filter((problem) => !Object.hasOwn(problems, problem))).toEqual([])
  })

  test('every answer that a person gives has a name', () => {
    const nameless = commandNames
      .filter((name) => !filledFromFiles.includes(name))
      .flatMap((name) => fieldsOf(commandNamed(name)!.input as unknown as Schema).map((field) => ({ name, field })))
      .filter(({ field }) => !Object.hasOwn(fieldWords, field) && !neverTyped.has(field))
      .map(({ name, field }) => `${name} ${field}`)
    expect(nameless).toEqual([])
  })

  test('a field in a list is called by what it holds', () => {
    expect(fieldName('phones.0.number', 'en')).toBe('phone number')
    expect(fieldName('nobody.knows', 'en')).toBe('nobody.knows')
  })
})

// Written in files of a programme and checked there, with the path of the mistake.
const filledFromFiles = ['programme.open', 'programme.revise', 'window.publish', 'window.price', 'gazetteer.publish']

// Given by the screen, not by the person: versions, keys, marks, measures of the receiver, what a file is.
const neverTyped = new Set(
  `about accountId askedAt author accuracyMetres assisted bulk bytes caller codes column command consents demonstration deputation device digest digitsHash envelope event
  field fields file gone grant handover hash header homes id import key latitude longitude language linked listed loss mapping marks message milliseconds n of
  possible publicKey refused repeated replaces report row rows rowsAbout said sample seen session settings sheet shared slot staffHeldStrip
  strip suspected unmatched version was withoutPaper`.split(/\s+/),
)

interface Schema {
  readonly _zod?: {
    readonly def: Record<string, unknown> & { readonly type?: string; readonly shape?: Record<string, Schema> }
  }
}

function fieldsOf(schema: Schema): string[] {
  const def = schema._zod?.def
  if (!def) return []
  const own = Object.keys(def.shape ?? {})
  const inner = [
    ...Object.values(def.shape ?? {}),
    ...(['innerType', 'element', 'valueType', 'in', 'out', 'left', 'right'] as const).map(
      (part) => def[part] as Schema,
    ),
    ...((def.options as Schema[] | undefined) ?? []),
  ]
  return [...new Set([...own, ...inner.filter(Boolean).flatMap(fieldsOf)])]
}

describe('screens', () => {
  const screens = sources.filter((path) => /^(apps|ui)\/.*\.tsx$/.test(path))

  test.each(screens)('%s says nothing of its own', (path) => {
    expect(literalsIn(read(path))).toEqual([])
  })

  test('a sentence written into a screen is found', () => {
    expect(literalsIn('const a = <p>Hello</p>')).toEqual(['Hello'])
    expect(literalsIn('const a = <img alt="A field" />')).toEqual(['A field'])
    expect(literalsIn('const a = <p>{m.app_name()} · 5 %</p>')).toEqual([])
  })
})

const spoken = new Set([
  'alt',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'summary',
  'title',
])

interface Node {
  readonly type: string
  readonly [part: string]: unknown
}

/** Text between tags, and attributes that are read out, with letters in them. */
function literalsIn(source: string): string[] {
  const found: string[] = []
  const look = (value: unknown) => {
    if (Array.isArray(value)) return value.forEach(look)
    if (typeof value !== 'object' || value === null) return
    const node = value as Node
    const text = node.type === 'JSXText' ? node.value : attributeText(node)
    if (typeof text === 'string' && /\p{L}/u.test(text)) found.push(text.trim())
    Object.values(node).forEach(look)
  }
  look(parseAst(source, { lang: 'tsx' }))
  return found
}

function attributeText(node: Node): unknown {
  if (node.type !== 'JSXAttribute' || !spoken.has((node.name as { name?: string }).name ?? '')) return undefined
  const value = node.value as { type: string; value?: unknown; expression?: { type: string; value?: unknown } } | null
  return value?.type === 'Literal'
    ? value.value
    : value?.expression?.type === 'Literal'
      ? value.expression.value
      : undefined
}
