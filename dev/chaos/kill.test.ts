import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kill.ts'

// The long campaign, with its table: node dev/chaos/run.mjs 50
test('killed four times under eight writers: nothing acknowledged is lost, nothing is applied twice', async () => {
  const { acknowledged, ...verdict } = await killAgainAndAgain({ cycles: 4 })

  expect(acknowledged).toBeGreaterThan(50)
  expect(verdict).toEqual({ lost: 0, twice: 0, answeredDifferently: 0, cents: 0, findings: [] })
}, 180_000)
