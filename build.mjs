/**
 * Builds what changed: words into typed functions, the server and the tools into .build/ by esbuild, the two apps
 * by Vite. `--watch` builds again on every change and tells whoever started it.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './dev/launch/project.mjs'
import { buildFolder, keepStamp, parts, staleParts, stampOf } from './dev/launch/sources.mjs'

/** What node runs: the operator's command line with the server in it, and the tools of development. */
const entries = { server: 'server/cli.ts', bench: 'bench/main.ts', screens: 'dev/screens/main.ts' }

const builders = { words: buildWords, server: buildServer, console: buildApp, field: buildApp }
const watches = process.argv.includes('--watch')

process.on('message', (message) => message.kind === 'stop' && process.exit(0))
process.on('disconnect', () => process.exit(0))

const asked = process.argv.slice(2).filter((name) => Object.hasOwn(parts, name))
const toBuild = watches ? Object.keys(parts) : asked.length > 0 ? asked : staleParts()
for (const [done, part] of toBuild.entries()) {
  tell({ kind: 'progress', done, total: toBuild.length })
  const stamp = stampOf(part)
  await builders[part](part)
  keepStamp(part, stamp)
}
tell({ kind: 'progress', done: toBuild.length, total: toBuild.length })
if (!watches) process.exit(0)

async function buildWords() {
  const compiler = join(projectFolder, 'ui/words/compile.mjs')
  const child = spawn(process.execPath, [compiler], { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) process.exit(1)
}

async function buildServer() {
  const { build, context } = await import('esbuild')
  const options = {
    absWorkingDir: projectFolder,
    entryPoints: Object.fromEntries(
      Object.entries(entries).filter(([, file]) => existsSync(join(projectFolder, file))),
    ),
    outdir: buildFolder,
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
    plugins: [{ name: 'tell', setup: ({ onEnd }) => onEnd(finishServer) }],
  }
  if (!watches) return build(options).catch(() => process.exit(1))
  const watching = await context(options)
  await watching.rebuild().catch(() => {})
  await watching.watch()
}

/** Chunks are named by their content: the ones nothing refers to any more go. */
function finishServer({ errors, metafile }) {
  if (errors.length > 0) return
  const made = new Set(Object.keys(metafile.outputs))
  const chunks = join(buildFolder, 'chunks')
  for (const name of existsSync(chunks) ? readdirSync(chunks) : [])
    if (!made.has(`.build/chunks/${name}`)) rmSync(join(chunks, name))
  tell({ kind: 'built', part: 'server' })
}

/** Served below /console/ and /field/; everything else is the app's own vite.config.ts. */
async function buildApp(name) {
  const root = join(projectFolder, 'apps', name)
  if (!existsSync(root)) return
  const { build } = await import('vite')
  await build({
    root,
    base: `/${name}/`,
    logLevel: 'warn',
    build: { outDir: join(buildFolder, 'apps', name), emptyOutDir: true, watch: watches ? {} : null },
  }).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
}

function tell(message) {
  if (process.connected) process.send(message)
}
