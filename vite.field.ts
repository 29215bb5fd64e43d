/**
 * The field app: the same TSX as the console, on Preact. React alone would cost a cheap phone another
 * second before it shows anything.
 */
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type Rolldown } from 'vite'
import { fieldWorker } from './vite.worker.ts'

/** What a phone on 2G waits for, in KB of gzip. A test holds the build against it. */
export const shellMaxKilobytes = 60

export default defineConfig({
  plugins: [react(), shellWeight(), fieldWorker()],
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
    ],
  },
  build: {
    target: 'es2020',
    cssTarget: 'chrome100',
    sourcemap: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: groups() } } },
  },
})

/**
 * What is needed together comes in one file: on 2G every request waits most of a second for its first byte.
 * A group takes along what it stands on and no group before it has taken.
 */
function groups(): Rolldown.CodeSplittingGroup[] {
  const inOrder: Omit<Rolldown.CodeSplittingGroup, 'priority'>[] = [
    // Up to the sign-in.
    { name: 'shell', tags: ['$initial'] },
    { name: 'decoder', test: /\/node_modules\/(barcode-detector|zxing-wasm)\// },
    { name: 'uploads', test: /\/node_modules\/tus-js-client\// },
    // Up to the first screen of whoever is signed in.
    { name: 'first', test: /\/sync\/engine\.ts$|\/apps\/field\/Rooms\.tsx$/ },
    { name: 'person', test: /\/apps\/field\/sign-in\/|\/sync\/spare\.ts$/ },
    { name: 'controls', test: /\/(ui\/(?!words\/)|door\/|capabilities\/|sync\/|apps\/field\/frame\/)/ },
    { name: (id) => /\/apps\/field\/([\w-]+)\//.exec(id)?.[1] ?? null },
  ]
  return inOrder.map((group, at) => ({ ...group, priority: inOrder.length - at }))
}

/** What the entry weighs with everything it imports before it can begin. */
export function shellKilobytes(bundle: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): number {
  const chunks = new Map(bundle.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])))
  const shell = new Set<string>()
  const take = (name: string) => {
    const chunk = chunks.get(name)
    if (!chunk || shell.has(name)) return
    shell.add(name)
    chunk.imports.forEach(take)
  }
  for (const { fileName, isEntry } of chunks.values()) if (isEntry) take(fileName)

  const bytes = [...shell].reduce((sum, name) => sum + gzipSync(chunks.get(name)!.code, { level: 9 }).length, 0)
  return Math.round(bytes / 102.4) / 10
}

function shellWeight(): Plugin {
  return {
    name: 'shell-weight',
    apply: 'build',
    generateBundle(_, bundle) {
      const kilobytes = shellKilobytes(Object.values(bundle))
      console.log(`field shell: ${kilobytes} of ${shellMaxKilobytes} KB (gzip)`)
      if (kilobytes > shellMaxKilobytes) this.warn(`The field shell is ${kilobytes - shellMaxKilobytes} KB too heavy.`)
    },
  }
}
