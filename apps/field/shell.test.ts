import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { shellKilobytes, shellMaxKilobytes } from '../../vite.field.ts'
import { versionOf } from '../../vite.worker.ts'

test('a cheap phone on 2G has little to wait for (OpenCRVS #6575)', { timeout: 120_000 }, async () => {
  const built = await build({
    root: 'apps/field',
    configFile: 'vite.field.ts',
    base: '/field/',
    mode: 'production',
    logLevel: 'silent',
    build: { write: false },
  })
  const { output } = built as Rolldown.RolldownOutput
  const kilobytes = shellKilobytes(output)

  expect(kilobytes).toBeGreaterThan(10)
  expect(kilobytes).toBeLessThanOrEqual(shellMaxKilobytes)
  // React itself must not come along beside Preact.
  expect(
    output.some((file) => file.type === 'chunk' && file.moduleIds.some((id) => /node_modules\/react-dom\//.test(id))),
  ).toBe(false)

  // Everybody keeps every screen; what weighs more than all of them only whoever needs it.
  const { everybody, groups } = versionOf(output)
  expect(everybody.map(({ url }) => url)).toContain('/field/index.html')
  expect(everybody.some(({ url }) => /wasm|\.map$/.test(url))).toBe(false)
  expect(groups.scan?.some((url) => url.endsWith('.wasm'))).toBe(true)
})
