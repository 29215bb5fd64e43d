/**
 * `npm run bench -- attendance`: of the lines of an attendance sheet, how many are surely somebody who is
 * registered, and how often that is the right person, on people whose truth is known.
 *
 * The rules were chosen on seed 1, so it is left out here. `--seeds=2,3,4 --households=20000
 * --per-village=60` say on what; a folder named by CHAMKA_DATA_SOURCES lends its names.csv.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { countAttendance, type Sheet, sheets } from '#dev/labelled/attendance.ts'
import { namesFrom } from '#dev/labelled/names.ts'

export function measureAttendance(words: readonly string[]): void {
  const asked = (name: string, otherwise: string) =>
    words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise
  const seeds = asked('seeds', '2,3,4').split(',').map(Number)
  const households = Number(asked('households', '20000'))
  const perVillage = Number(asked('per-village', '60'))
  const folder = process.env.CHAMKA_DATA_SOURCES
  const names = namesFrom(folder)
  const rows = (Object.keys(sheets) as Sheet[]).flatMap((sheet) =>
    seeds.map((seed) => rowOf(seed, sheet, { households, perVillage, names })),
  )
  const text = [
    `# Who was there? ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Rules ${builtInRules.version}; ${households} households, ${perVillage} to a village, one in five of them not registered; a sheet of 15 to 35 lines in each village; names ${folder ? 'of the data folder' : 'built in'}; Node ${process.version}`,
    '',
    '| columns of the sheet | seed | lines | precision of sure | recall of sure | else offered to choose | called not registered | of strangers, surely somebody | µs a line |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/attendance.md', text)
}

function rowOf(seed: number, sheet: Sheet, wanted: Omit<Parameters<typeof countAttendance>[0], 'seed'>): string {
  const began = process.cpuUsage()
  const counted = countAttendance({ ...wanted, seed }, sheet, builtInRules)
  const each = process.cpuUsage(began).user / counted.lines
  const { lines, registered, sure, right, offered, missed, strangersTaken } = counted
  const cells = [right / sure, right / registered, offered / registered, missed / registered]
  const shares = [...cells, strangersTaken / (lines - registered)].map((share) => share.toFixed(3))
  return `| ${sheet} | ${seed} | ${lines} | ${shares.join(' | ')} | ${Math.round(each)} |`
}
