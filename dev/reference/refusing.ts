/**
 * Which refusals a command may give, read from its source: those in its declaration and in the
 * functions of the capabilities that it calls. What every command may be refused with is said once.
 */
import { importsOf, isTest, read, sourceFiles } from '#dev/laws/source.ts'

interface Source {
  /** Functions and constants at the top of the file, by name. */
  readonly blocks: ReadonlyMap<string, string>
  /** Commands declared in it, by verb. */
  readonly commands: ReadonlyMap<string, string>
  readonly imports: readonly string[]
}

const opened = new Map<string, Source>()

function sourceOf(file: string): Source {
  const known = opened.get(file)
  if (known) return known
  const text = read(file)
  const blocks = [...text.matchAll(/^(?:export )?(?:function|const) (\w+)/gm)].map(
    ({ 1: name, index }): [string, string] => [name!, blockAt(text, index)],
  )
  const commands = [...text.matchAll(/^ {2}(\w+): \w+\(\{$/gm)].map(({ 1: verb, index }): [string, string] => [
    verb!,
    blockAt(text, index + 2),
  ])
  const source = { blocks: new Map(blocks), commands: new Map(commands), imports: importsOf(file) }
  opened.set(file, source)
  return source
}

/** From a line to the one that closes what it opens: the formatter sets both at the same indentation. */
function blockAt(text: string, start: number): string {
  const from = text.lastIndexOf('\n', start) + 1
  const lines = text.slice(from).split('\n')
  if (!/([{([]|=|=>)$/.test(lines[0]!)) return lines[0]!
  const indent = /^ */.exec(lines[0]!)![0].length
  const isDone = (line: string) => line !== '' && /^ */.exec(line)![0].length <= indent
  const end = lines.findIndex(
    (line, at) => at > 0 && isDone(line) && !/^\s*\)(: .*)?\{$/.test(line) && !/^\s*\}?\)?:? .*\{$/.test(line),
  )
  return lines.slice(0, end + 1).join('\n')
}

export function refusalsOf(noun: string, verb: string): string[] {
  const reasons = new Set<string>()
  const seen = new Set<string>()
  const next = declarationsOf(noun, verb)
  for (let block = next.pop(); block !== undefined; block = next.pop()) {
    for (const [, inside] of block.text.matchAll(/refuse\(([^;]*?)(?:,|\))/g))
      for (const [, reason] of inside!.matchAll(/'([a-z]+\.[a-z-]+)'/g)) reasons.add(reason!)
    for (const [name] of block.text.matchAll(/(?<![.\w'])[a-zA-Z]\w*(?=[(,)])/g)) {
      const found = lookUp(name, block.file)
      if (!found || seen.has(`${found.file} ${name}`)) continue
      seen.add(`${found.file} ${name}`)
      next.push(found)
    }
  }
  return [...reasons].sort()
}

interface Block {
  readonly text: string
  readonly file: string
}

function declarationsOf(noun: string, verb: string): Block[] {
  return sourceFiles()
    .filter(
      (file) => new RegExp(`^capabilities/[^/]+/${homeOfNoun[noun] ?? noun}\\.\\w+\\.ts$`).test(file) && !isTest(file),
    )
    .flatMap((file) => {
      const text = sourceOf(file).commands.get(verb)
      return text === undefined ? [] : [{ file, text }]
    })
}

/** Nouns whose commands stand in the file of another. */
const homeOfNoun: Readonly<Record<string, string>> = { allotment: 'budget' }

/** A name in a file: its own, or one of a capability that it imports. */
function lookUp(name: string, file: string): Block | undefined {
  const own = sourceOf(file).blocks.get(name)
  if (own !== undefined) return { file, text: own }
  for (const other of sourceOf(file).imports) {
    if (!other.startsWith('capabilities/')) continue
    const text = sourceOf(other).blocks.get(name)
    if (text !== undefined) return { file: other, text }
  }
  return undefined
}
