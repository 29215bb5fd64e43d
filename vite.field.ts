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
  build: { target: 'es2020', cssTarget: 'chrome100', sourcemap: true, modulePreload: { polyfill: false } },
})

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
