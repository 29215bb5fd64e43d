/** The campaign as a table: `node dev/chaos/run.mjs 50`. */
import { killAgainAndAgain } from './kill.ts'

const cycles = Number(process.argv[2] ?? 50)
const row = (...cells: (string | number)[]) =>
  console.log(cells.map((cell, at) => String(cell).padStart(at === 1 ? 16 : 14)).join(''))

row('cycle', 'killed', 'acknowledged', 'sent again', 'back after')
const verdict = await killAgainAndAgain({
  cycles,
  onCycle: (number, { victim, acknowledged, inDoubt, backAfterMs }) =>
    row(number, victim, acknowledged, inDoubt, `${backAfterMs} ms`),
})
console.log('')
for (const [name, value] of Object.entries(verdict))
  console.log(`${name}: ${Array.isArray(value) ? value.length : value}`)
for (const finding of verdict.findings) console.log(`  ${finding}`)
const { lost, twice, answeredDifferently, cents, findings } = verdict
process.exit(lost + twice + answeredDifferently + Math.abs(cents) + findings.length === 0 ? 0 : 1)
