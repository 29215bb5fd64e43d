/**
 * The worker that keeps the field app on the phone: built with the app, since it carries the list of what the
 * build has made.
 */
import { createHash } from 'node:crypto'
import { build } from 'esbuild'
import type { Plugin, Rolldown } from 'vite'

type Bundle = readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]

/** What only some need and weighs much, by what it is made of. */
const heavy: Readonly<Record<string, RegExp>> = {
  scan: /\/node_modules\/(barcode-detector|zxing-wasm)\//,
  photos: /\/node_modules\/tus-js-client\//,
}

/** A name with a digest in it: what it holds never changes. */
const isNamedByDigest = /-[A-Za-z0-9_-]{8}\.\w+$/
const isKept = /\.(js|css|woff2|svg|html|wasm)$/

/** While somebody works on the app nothing is kept; what an earlier build left behind takes itself away. */
const nothingKept = `
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(registration.unregister()))
`

export function fieldWorker(): Plugin {
  let isWatched = false
  return {
    name: 'field-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      isWatched = config.build.watch !== null
    },
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        if (isWatched) {
          this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: nothingKept })
          return
        }
        const made = await build({
          entryPoints: ['apps/field/version/service-worker.ts'],
          absWorkingDir: import.meta.dirname,
          bundle: true,
          minify: true,
          write: false,
          format: 'iife',
          target: 'es2020',
          define: {
            version: JSON.stringify(versionOf(Object.values(bundle))),
            'process.env.NODE_ENV': '"production"',
          },
        })
        // Its address is its identity: it has no digest in its name.
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: made.outputFiles[0]!.text })
      },
    },
  }
}

/** What everybody keeps, and what those keep who need it. */
export function versionOf(bundle: Bundle) {
  const later = new Map<string, string[]>(Object.keys(heavy).map((name) => [name, []]))
  const everybody: { url: string; revision: string | null; integrity?: string }[] = []
  const eager = eagerOf(bundle)

  for (const file of bundle) {
    if (!isKept.test(file.fileName)) continue
    const url = `/field/${file.fileName}`
    const group = eager.has(file.fileName) ? undefined : groupOf(file)
    if (group) later.get(group)!.push(url)
    else if (isNamedByDigest.test(url)) everybody.push({ url, revision: null })
    else everybody.push({ url, ...contentOf(file) })
  }
  return {
    everybody: everybody.sort((one, other) => (one.url < other.url ? -1 : 1)),
    groups: Object.fromEntries([...later].map(([name, urls]) => [name, urls.sort()])),
  }
}

/** A server that is being renewed may answer with the next version's page: it is not taken for this one's. */
function contentOf(file: Bundle[number]): { revision: string; integrity: string } {
  const digest = createHash('sha256')
    .update(file.type === 'chunk' ? file.code : file.source)
    .digest('base64')
  return { revision: digest.slice(0, 16), integrity: `sha256-${digest}` }
}

/** What an ordinary part of the app cannot begin without, heavy or not. */
function eagerOf(bundle: Bundle): ReadonlySet<string> {
  const chunks = new Map(bundle.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])))
  const eager = new Set<string>()
  const take = (name: string) => {
    const chunk = chunks.get(name)
    if (!chunk || eager.has(name)) return
    eager.add(name)
    chunk.imports.forEach(take)
  }
  for (const [name, chunk] of chunks) if (!groupOf(chunk)) take(name)
  return eager
}

function groupOf(file: Bundle[number]): string | undefined {
  const from = file.type === 'chunk' ? file.moduleIds : file.originalFileNames.map((name) => `/${name}`)
  return Object.keys(heavy).find((name) => from.some((id) => heavy[name]!.test(id)))
}
