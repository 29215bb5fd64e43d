import { build } from 'esbuild'
import { defineConfig, type Plugin } from 'vitest/config'

// Days must not depend on where the machine stands: 12 hours 45 minutes ahead, with summer time.
process.env.TZ = 'Pacific/Chatham'

const never = ['**/node_modules/**', '.build/**', '.cache/**', '.data/**']

/** Each sentence is a module of its own, for the sake of the bundles; here they are read at once instead of by the thousand. */
const words: Plugin = {
  name: 'words-at-once',
  enforce: 'pre',
  async load(id) {
    if (!id.endsWith('/ui/words/compiled/messages.js')) return
    const { outputFiles } = await build({
      entryPoints: [id],
      bundle: true,
      format: 'esm',
      external: ['../language.ts'],
      write: false,
    })
    return outputFiles[0]!.text
  },
}

export default defineConfig({
  plugins: [words],
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Every file reads nearly the same modules: once for each worker, not once for each file.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, 'journeys/**'],
          globalSetup: ['dev/testing/built.setup.mjs', 'dev/testing/postgres.setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.{ts,tsx}'],
          exclude: never,
          globalSetup: ['dev/testing/built.setup.mjs', 'dev/testing/stage.setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
