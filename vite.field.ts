/**
 * The field app: the same TSX as the console, on Preact. React alone would cost a cheap phone another
 * second before it shows anything.
 */
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** What a phone on 2G waits for. */
const shellMaxKilobytes = 80

export default defineConfig({
  plugins: [react(), shellBudget(shellMaxKilobytes)],
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
    ],
  },
  build: { target: 'es2020', cssTarget: 'chrome100', sourcemap: true, modulePreload: { polyfill: false } },
})

/** Prints what the entry weighs with everything it imports before it can begin, and warns when that is too much. */
function shellBudget(maxKilobytes: number): Plugin {
  return {
    name: 'shell-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const shell = new Map<string, string>()
      const take = (name: string) => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || shell.has(name)) return
        shell.set(name, chunk.code)
        chunk.imports.forEach(take)
      }
      for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) take(name)

      const bytes = [...shell.values()].reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0)
      const kilobytes = Math.round(bytes / 102.4) / 10
      console.log(`field shell: ${kilobytes} of ${maxKilobytes} KB (gzip, ${shell.size} files)`)
      if (kilobytes > maxKilobytes) this.warn(`The field shell weighs ${kilobytes} KB; it may weigh ${maxKilobytes}.`)
    },
  }
}
