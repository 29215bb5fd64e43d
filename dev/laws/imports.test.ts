import { expect, test } from 'vitest'
import { importsOf, isTest, sourceFiles } from './source.ts'

// Who may lean on whom. What is not listed is forbidden. Tests, dev/, journeys/ and bench/ may use everything.
const mayImport: Record<string, string[]> = {
  door: ['door', 'zod', '@noble/hashes'],
  capabilities: ['capabilities', 'door', 'zod', '@noble/hashes'],
  store: ['store', 'capabilities', 'door', 'server/database', 'server/outside', 'server/reactions.ts', 'zod', 'node:'],
  programmes: ['programmes', 'capabilities', 'door', 'zod', 'node:'],
  server: [
    'server',
    'store',
    'capabilities',
    'programmes',
    'door',
    'sync/box.ts',
    'sync/boxed-photos.ts',
    'sync/spare.ts',
    'ui/words',
    'ui/explain.ts',
    'ui/explain-import.ts',
    'apps/public',
    'dev',
    'better-auth',
    '@better-auth/core',
    'csv-parse',
    'hono',
    '@hono/node-server',
    '@tus/file-store',
    '@tus/server',
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
    'saxes',
    'yauzl',
    'zod',
    '@noble/hashes',
    'node:',
  ],
  sync: [
    'sync',
    'capabilities',
    'door',
    'ui/engine.ts',
    'react',
    'idb',
    '@hpke/core',
    'tus-js-client',
    '@noble/hashes',
    '@noble/ed25519',
  ],
  ui: ['ui', 'sync', 'capabilities', 'door', 'react', 'uqr', '@fontsource/noto-sans-khmer'],
  'apps/field': [
    'apps/field',
    'ui',
    'sync',
    'capabilities',
    'door',
    'react',
    'react-dom',
    'wouter',
    'uqr',
    'barcode-detector',
    'workbox-precaching',
    'workbox-routing',
    'zxing-wasm',
  ],
  'apps/console': [
    'apps/console',
    'ui',
    'capabilities',
    'door',
    'react',
    'react-dom',
    'uqr',
    '@mantine/core',
    '@mantine/hooks',
    '@tanstack/react-query',
    '@tanstack/react-router',
  ],
  'apps/public': ['apps/public', 'ui', 'capabilities', 'door', 'react', 'react-dom', 'hono', 'node:'],
}

test.each(Object.entries(mayImport))('%s leans only on what it may', (room, allowed) => {
  const trespasses = sourceFiles()
    .filter((path) => !isTest(path) && roomOf(path) === room)
    .flatMap((path) => importsOf(path).map((target) => `${path} -> ${target}`))
    .filter((arrow) => !allowed.some((one) => leansOn(arrow.split(' -> ')[1]!, one)))

  expect(trespasses).toEqual([])
})

test("a capability names another's nouns, never its commands or store", () => {
  const trespasses = sourceFiles()
    .filter((path) => /^capabilities\/[^/]+\//.test(path) && !isTest(path))
    .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
    .filter(
      ({ path, target }) =>
        /^capabilities\/[^/]+\/.*\.(commands|store|reactions)\.ts$/.test(target) && folderOf(path) !== folderOf(target),
    )
    .map(({ path, target }) => `${path} -> ${target}`)

  expect(trespasses).toEqual([])
})

test('nothing pure looks at a clock or rolls dice', async () => {
  const { read } = await import('./source.ts')
  const offenders = sourceFiles()
    .filter((path) => ['door', 'capabilities'].includes(roomOf(path)) && !isTest(path))
    .filter((path) => /new Date\(\)|Date\.now\(|Math\.random\(|crypto\.(randomUUID|getRandomValues)/.test(read(path)))

  expect(offenders).toEqual([])
})

test('the environment is read in one file', async () => {
  const { read } = await import('./source.ts')
  const offenders = sourceFiles().filter(
    (path) =>
      !isTest(path) &&
      /^(door|capabilities|server|sync|ui|apps)\//.test(path) &&
      path !== 'server/config.ts' &&
      /process\.env/.test(read(path)),
  )

  expect(offenders).toEqual([])
})

test('no rooms are drawers', () => {
  const drawers = sourceFiles().filter((path) => /(^|\/)(utils?|helpers?|common|lib|shared|core|misc)\//.test(path))

  expect(drawers).toEqual([])
})

function roomOf(path: string): string {
  if (/\.(store|reactions)\.ts$/.test(path)) return 'store'
  const apps = /^apps\/[a-z]+/.exec(path)
  return apps ? apps[0] : path.split('/')[0]!
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function leansOn(target: string, allowed: string): boolean {
  if (allowed === 'store') return roomOf(target) === 'store'
  if (allowed.endsWith(':')) return target.startsWith(allowed)
  return target === allowed || target.startsWith(`${allowed}/`)
    ? allowed !== 'capabilities' || roomOf(target) !== 'store'
    : false
}
