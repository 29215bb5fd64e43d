/**
 * Completes package-lock.json: `node dev/lock-file.mjs`, after every `npm install` of something new. `--check` only tells.
 *
 * npm leaves out the optional packages of other platforms if the registry at hand does not have them, and
 * `npm ci` then refuses the lock file everywhere. Their version is known, and their platform is in their name.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const operatingSystems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = missingFrom(lock)
console.log(`${missing.length} packages of other platforms are missing`)
if (process.argv.includes('--check')) process.exit(missing.length === 0 ? 0 : 1)
if (missing.length > 0) complete()

function complete() {
  for (const { path, ...it } of missing) lock.packages[path] = entry(it)
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}

/** Every optional package that some package names and the lock file does not hold. */
function missingFrom({ packages }) {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesOf(name, parent).some((path) => packages[path]))
      .map(([name, version]) => ({ name, version, dev, path: `node_modules/${name}` })),
  )
}

/** Where node looks for a package from within another one. */
function placesOf(name, parent) {
  const above = parent.lastIndexOf('/node_modules/')
  const here = `${parent ? `${parent}/` : ''}node_modules/${name}`
  if (parent === '') return [here]
  return [here, ...placesOf(name, above < 0 ? '' : parent.slice(0, above))]
}

function entry({ name, version, dev }) {
  const words = name.split(/[/-]/)
  const os = operatingSystems.filter((it) => words.includes(it))
  const cpu = processors.filter((it) => words.includes(it))
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : []
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`the name of ${name} does not say for which platform it is`)
  return { version, cpu, ...(dev ? { dev } : {}), ...(libc.length > 0 ? { libc } : {}), optional: true, os }
}
