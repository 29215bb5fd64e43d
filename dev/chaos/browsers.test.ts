import { expect, test } from 'vitest'
import { killBrowsers } from './browsers.ts'

test('a phone whose browser, server and PostgreSQL are killed keeps every promise', { timeout: 180_000 }, async () => {
  const verdict = await killBrowsers({ kills: 6, seed: 1 })
  expect(verdict).toMatchObject({ lost: 0, doubled: 0, unsent: 0 })
  expect(verdict.promised).toBeGreaterThanOrEqual(18)
  expect(Object.values(verdict.kills).reduce((sum, times) => sum + times)).toBe(6)
})
