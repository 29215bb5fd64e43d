/**
 * Compiles the messages into typed functions, one module each, so that a bundle carries only the
 * sentences it says.
 *
 * Stops with a sentence when nothing was compiled (the compiler itself would only warn), when a
 * sentence is missing in one language, or when the two languages fill in different values. The
 * runtime of the compiler knows about addresses and cookies; ours is `language.ts`, so that one
 * takes its place.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const finished = join(root, 'ui/words/compiled')

const messages = { km: read('km'), en: read('en') }
refuse(differences(messages))

const digest = createHash('sha256')
  .update(JSON.stringify(messages))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex')
if (!isFresh()) await compileWords()
console.log(`words: ${Object.keys(messages.km).length} messages in Khmer and English`)

function isFresh() {
  const kept = join(finished, 'digest')
  return existsSync(kept) && readFileSync(kept, 'utf8') === digest
}

/** Beside the finished words and then in their place, so that nobody reads half of them. */
async function compileWords() {
  const { compile } = await import('@inlang/paraglide-js')
  mkdirSync(join(root, '.build'), { recursive: true })
  const outdir = join(root, `.build/words-${process.pid}`)
  await compile({
    project: join(root, 'project.inlang'),
    outdir,
    strategy: ['baseLocale'],
    disableAsyncLocalStorage: true,
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  })
  const compiled = readdirSync(join(outdir, 'messages')).filter((name) => name !== '_index.js' && name.endsWith('.js'))
  const wanted = Object.keys(messages.km)
  refuse(
    compiled.length === wanted.length
      ? []
      : [`${compiled.length} of ${wanted.length} messages were compiled: is @inlang/plugin-message-format installed?`],
  )

  writeFileSync(
    join(outdir, 'runtime.js'),
    `export { currentLanguage as getLocale } from '../language.ts'\nexport const experimentalStaticLocale = undefined\n`,
  )
  rmSync(join(outdir, 'server.js'), { force: true })
  writeFileSync(join(outdir, 'messages.d.ts'), declarations(messages.en))
  writeFileSync(join(outdir, 'digest'), digest)

  const old = join(root, `.build/words-before-${process.pid}`)
  if (existsSync(finished)) renameSync(finished, old)
  renameSync(outdir, finished)
  rmSync(old, { recursive: true, force: true })
}

function read(language) {
  const { $schema: _, ...sentences } = JSON.parse(
    readFileSync(join(root, `ui/words/messages/${language}.json`), 'utf8'),
  )
  return sentences
}

function differences({ km, en }) {
  const keys = [...new Set([...Object.keys(km), ...Object.keys(en)])]
  return keys.flatMap((key) => {
    if (!km[key]) return [`${key} has no Khmer`]
    if (!en[key]) return [`${key} has no English`]
    const [inKhmer, inEnglish] = [inputsOf(km[key]), inputsOf(en[key])]
    const onlyInKhmer = inKhmer.filter((name) => !inEnglish.includes(name))
    return onlyInKhmer.length > 0 ? [`${key} fills in ${onlyInKhmer.join(', ')} in Khmer only`] : []
  })
}

/** The values a message fills in: `{name}` in a sentence, `input count` where it is chosen by a number. */
function inputsOf(message) {
  const declared = Array.isArray(message) ? message.flatMap(({ declarations }) => declarations) : []
  const inputs = declared.filter((line) => line.startsWith('input ')).map((line) => line.slice('input '.length))
  const local = declared.map((line) => /^local (\w+)/.exec(line)?.[1])
  const sentences = Array.isArray(message) ? message.flatMap(({ match }) => Object.values(match)) : [message]
  const filled = sentences.flatMap((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  return [...new Set([...inputs, ...filled])].filter((name) => !local.includes(name))
}

function declarations(sentences) {
  const lines = Object.entries(sentences).map(([key, message]) => {
    const inputs = inputsOf(message)
    const shape = inputs.map((name) => `${name}: string | number`).join('; ')
    const parameter = inputs.length === 0 ? 'inputs?: {}' : `inputs: { ${shape} }`
    const text = Array.isArray(message) ? Object.values(message[0].match).at(-1) : message
    return `  /** ${text.replaceAll('*/', '')} */\n  ${key}(${parameter}, options?: { locale?: 'km' | 'en' }): string`
  })
  return `export declare const m: {\n${lines.join('\n')}\n}\nexport type MessageKey = keyof typeof m\n`
}

function refuse(reasons) {
  if (reasons.length === 0) return
  console.error(`The words are not complete:\n  ${reasons.join('\n  ')}`)
  process.exit(1)
}
