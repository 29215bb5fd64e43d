/** A plug-in of the build: prints what the shell of an app weighs, and stops when it is too heavy. */
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** The shell is the entry with everything it imports before it can begin. */
export function shellBudget(app: string, maxKilobytes: number): Plugin {
  return {
    name: 'shell-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const shell = new Set<string>()
      const take = (name: string) => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || shell.has(name)) return
        shell.add(name)
        chunk.imports.forEach(take)
      }
      for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) take(name)

      const bytes = [...shell].reduce((sum, name) => {
        const chunk = bundle[name]
        return chunk?.type === 'chunk' ? sum + gzipSync(chunk.code, { level: 9 }).length : sum
      }, 0)
      const kilobytes = Math.round(bytes / 102.4) / 10
      console.log(`${app} shell: ${kilobytes} KB of ${maxKilobytes} KB (gzip)`)
      if (kilobytes > maxKilobytes) this.error(`The shell of ${app} weighs ${kilobytes} KB; it may weigh ${maxKilobytes}.`)
    },
  }
}
