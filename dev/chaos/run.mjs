// Bundles the campaign and runs it: TypeScript of this project is never run by node as it is.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const project = join(dirname(fileURLToPath(import.meta.url)), '../..')
const outfile = join(project, '.cache', `chaos-run-${process.pid}.mjs`)
await build({
  entryPoints: [join(project, 'dev/chaos/run.ts')],
  absWorkingDir: project,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
  logLevel: 'error',
})
process.on('exit', () => rmSync(outfile, { force: true }))
await import(pathToFileURL(outfile).href)
