/**
 * Builds the parts that are named, or the whole product, into .build/: words into typed functions, the server and
 * the tools by esbuild, the two apps by Vite. `--watch` builds again on every change and tells whoever started it.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './dev/launch/project.mjs'
import { buildFolder, keepStamp, parts, product, stampOf } from './dev/launch/sources.mjs'

/** What node runs: the operator's command line with the server in it, and the tools of development. */
const programs = {
  server: { entries: { server: 'server/cli.ts' }, folder: buildFolder },
  tools: { entries: { bench: 'bench/main.ts', screens: 'dev/screens/main.ts' }, folder: join(buildFolder, 'tools') },
}

const builders = {
  words: buildWords,
  server: buildProgram,
  tools: buildProgram,
  console: buildApp,
  field: buildApp,
  public: buildSheet,
}
const watches = process.argv.includes('--watch')

// Whoever asks for it, a test as well: what is built is what people get.
process.env.NODE_ENV = 'production'

process.on('message', (message) => message.kind === 'stop' && process.exit(0))
process.on('disconnect', () => process.exit(0))

const asked = process.argv.slice(2).filter((name) => Object.hasOwn(parts, name))
const toBuild = asked.length > 0 ? asked : product
for (const [done, part] of toBuild.entries()) {
  tell({ kind: 'progress', done, total: toBuild.length })
  const stamp = stampOf(part)
  await builders[part](part)
  keepStamp(part, stamp)
}
tell({ kind: 'progress', done: toBuild.length, total: toBuild.length })
if (!watches) process.exit(0)

async function buildWords() {
  if (watches) watch(join(projectFolder, 'ui/words/messages'), () => compileWords())
  if ((await compileWords()) !== 0) process.exit(1)
}

/** What was compiled is imported by everything else, whose own watchers then see it change. */
function compileWords() {
  const compiler = join(projectFolder, 'ui/words/compile.mjs')
  const child = spawn(process.execPath, [compiler], { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((resolve) => child.once('exit', resolve))
}

async function buildProgram(name) {
  const { entries, folder } = programs[name]
  const { build, context } = await import('esbuild')
  const options = {
    absWorkingDir: projectFolder,
    entryPoints: Object.fromEntries(
      Object.entries(entries).filter(([, file]) => existsSync(join(projectFolder, file))),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [{ name: 'finish', setup: ({ onEnd }) => onEnd((result) => finish(name, result)) }],
  }
  if (!watches) return build(options).catch(() => process.exit(1))
  const watching = await context(options)
  await watching.watch()
}

/** Chunks are named by their content: the ones nothing refers to any more go. */
function finish(name, { errors, metafile }) {
  if (errors.length > 0) return
  const made = new Set(Object.keys(metafile.outputs).map((file) => join(projectFolder, file)))
  const chunks = join(programs[name].folder, 'chunks')
  const kept = existsSync(chunks) ? readdirSync(chunks).map((file) => join(chunks, file)) : []
  for (const file of kept) if (!made.has(file)) rmSync(file)
  tell({ kind: 'built', part: name })
}

/** What the public pages need beside themselves: one style sheet with its typefaces, and the mark. */
async function buildSheet() {
  const { build, context } = await import('esbuild')
  const options = {
    absWorkingDir: projectFolder,
    entryPoints: { public: 'apps/public/public.css', logo: 'ui/look/logo.svg' },
    outdir: join(buildFolder, 'apps/public'),
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    bundle: true,
    minify: true,
    logLevel: 'warning',
  }
  if (!watches) return build(options).catch(() => process.exit(1))
  const watching = await context(options)
  await watching.watch()
}

/** Served below /console/ and /field/; everything else stands in vite.console.ts and vite.field.ts. */
async function buildApp(name) {
  const root = join(projectFolder, 'apps', name)
  if (!existsSync(join(root, 'index.html'))) return
  const { build } = await import('vite')
  await build({
    root,
    configFile: join(projectFolder, `vite.${name}.ts`),
    base: `/${name}/`,
    logLevel: 'warn',
    build: {
      outDir: join(buildFolder, 'apps', name),
      emptyOutDir: true,
      chunkSizeWarningLimit: 1500,
      watch: watches ? {} : null,
    },
  }).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
}

function tell(message) {
  if (process.connected) process.send(message)
}
