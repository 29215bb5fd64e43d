/**
 * `npm run bench -- same-person`: how many duplicates the rules notice, how many suspicions are wrong,
 * and what a lookup costs, on lists whose truth is known.
 *
 * The rules were chosen on seed 1, so it is left out here. `--seeds=2,3,4 --households=100000` say on
 * what, `--per-village=60` how densely; `--national=2000000` also counts the candidates of a lookup among
 * so many (0 leaves it out). A folder named by CHAMKA_DATA_SOURCES lends its names.csv and gazetteer.csv.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, likenessOf, matchKeysOf } from '#capabilities/households/likeness.ts'
import { figuresOf, type Layout, measureListed } from '#dev/labelled/listed.ts'
import { evidenceFrom, isSame, type Measured, measure, precisionAndRecall } from '#dev/labelled/measure.ts'
import { namesFrom } from '#dev/labelled/names.ts'
import { noises, type Registration, registrations, villagesFrom } from '#dev/labelled/registrations.ts'

export function samePerson(words: readonly string[]): void {
  const asked = (name: string, otherwise: string) =>
    words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise
  const seeds = asked('seeds', '2,3,4').split(',').map(Number)
  const households = Number(asked('households', '100000'))
  const national = Number(asked('national', '2000000'))
  const perVillage = Number(asked('per-village', '60'))
  const folder = process.env.CHAMKA_DATA_SOURCES
  const listOf = (seed: number, count: number) =>
    registrations({ seed, households: count, perVillage, names: namesFrom(folder), villages: villagesFrom(folder) })

  const measured = seeds.map((seed) => {
    process.stderr.write(`seed ${seed}\n`)
    return measure(listOf(seed, households), builtInRules)
  })
  const text = [
    `# Same person? ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Rules ${builtInRules.version}, threshold ${builtInRules.threshold}; ${households} households a list, ${perVillage} to a village, names ${folder ? 'of the data folder' : 'built in'}; Node ${process.version}, ${cpus().length} cores`,
    '',
    ...overall(seeds, measured),
    '',
    ...byKind(measured),
    '',
    ...costs([...listOf(seeds[0]!, 20_000)]),
    '',
    ...listedRows(seeds, (seed) => listOf(seed, households)),
    ...(national > 0 ? candidatesAmong(() => listOf(seeds[0]!, national), national) : []),
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/same-person.md', text)
}

function overall(seeds: readonly number[], measured: readonly Measured[]): string[] {
  return [
    '| seed | duplicates | suspicions | precision | recall | candidates a lookup, mean | p99 |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...measured.map((one, place) => {
      const { precision, recall } = precisionAndRecall(one)
      const [mean, p99] = meanAndP99(one.candidates)
      return `| ${seeds[place]} | ${one.duplicates.length} | ${one.suspicions.length} | ${precision.toFixed(3)} | ${recall.toFixed(3)} | ${mean} | ${p99} |`
    }),
  ]
}

/** Over all seeds. A wrong suspicion has no kind of noise, so precision is by script only. */
function byKind(measured: readonly Measured[]): string[] {
  const duplicates = measured.flatMap((one) => one.duplicates)
  const suspicions = measured.flatMap((one) => one.suspicions)
  const byScript = scripts.map((kind) => {
    const those = suspicions.filter(({ one, other }) => scriptOf(one, other) === kind)
    const right = those.filter(({ one, other }) => isSame(one, other))
    return {
      kind,
      precision: share(right.length, those.length),
      those: duplicates.filter(({ registration, original }) => scriptOf(registration, original) === kind),
    }
  })
  const clean = duplicates.filter(({ registration }) => registration.noise.length === 0)
  const byNoise = noises.map((kind) => ({
    kind,
    precision: '',
    those: duplicates.filter(({ registration }) => registration.noise.includes(kind)),
  }))
  return [
    '| kind | duplicates | precision | recall | met as a candidate |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...byScript, { kind: 'nothing but the script', precision: '', those: clean }, ...byNoise].map(
      ({ kind, precision, those }) => {
        const suspected = those.filter(({ isSuspected }) => isSuspected).length
        const met = those.filter(({ isMet }) => isMet).length
        return `| ${kind} | ${those.length} | ${precision} | ${share(suspected, those.length)} | ${share(met, those.length)} |`
      },
    ),
  ]
}

const scripts = ['Khmer and Khmer', 'Latin and Latin', 'both and both', 'across scripts'] as const

function scriptOf(one: Registration, other: Registration): (typeof scripts)[number] {
  const khmer = one.nameKm !== null && other.nameKm !== null
  const latin = one.nameLatin !== null && other.nameLatin !== null
  if (khmer && latin) return 'both and both'
  if (khmer) return 'Khmer and Khmer'
  return latin ? 'Latin and Latin' : 'across scripts'
}

/** Microseconds of one core, each the best of three runs; records are made anew, as from a database. */
function costs(list: readonly Registration[]): string[] {
  const alphabetical = [...list].sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
  const keys = fastest(list, (one) => matchKeysOf(one, builtInRules))
  const strangers = fastest(list, (one, next) => likenessOf(one, next, builtInRules))
  const alike = fastest(alphabetical, (one, next) => likenessOf(one, next, builtInRules))
  return [
    '| work | CPU µs each |',
    '| --- | ---: |',
    `| match keys of a household | ${keys.toFixed(1)} |`,
    `| likeness of two strangers | ${strangers.toFixed(1)} |`,
    `| likeness of two whose names are alike | ${alike.toFixed(1)} |`,
  ]
}

function fastest(list: readonly Registration[], work: (one: Evidence, next: Evidence) => unknown): number {
  const runs = [1, 2, 3].map(() => {
    const evidence = list.map(evidenceFrom)
    const began = process.cpuUsage()
    for (let place = 1; place < evidence.length; place++) work(evidence[place]!, evidence[place - 1]!)
    return process.cpuUsage(began).user / evidence.length
  })
  return Math.min(...runs)
}

function nameOf({ nameKm, nameLatin }: Registration): string {
  return nameKm ?? nameLatin ?? ''
}

/** A thousand households ask, then the whole list is made once more and goes by: no index of millions is held. */
function candidatesAmong(list: () => Iterable<Registration>, households: number): string[] {
  process.stderr.write(`candidates among ${households}\n`)
  const every = Math.ceil(households / 1_000)
  const asking = new Map<string, number[]>()
  let asked = 0
  for (const registration of list()) {
    if (registration.number % every !== 0) continue
    for (const key of matchKeysOf(evidenceFrom(registration), builtInRules)) {
      asking.set(key, [...(asking.get(key) ?? []), asked])
    }
    asked += 1
  }
  // Each meets itself once.
  const counts = Array.from({ length: asked }, () => -1)
  let made = 0
  let bytes = 0
  for (const registration of list()) {
    const keys = matchKeysOf(evidenceFrom(registration), builtInRules)
    made += keys.length
    for (const key of keys) bytes += Buffer.byteLength(key)
    for (const place of new Set(keys.flatMap((key) => asking.get(key) ?? []))) counts[place]! += 1
  }
  const [mean, p99] = meanAndP99(counts)
  return [
    '',
    `Among ${households} households a lookup meets ${mean} candidates (mean), ${p99} (p99), ${Math.max(...counts)} at most; ${(made / households).toFixed(1)} keys a household of ${Math.round(bytes / made)} bytes each.`,
  ]
}

/** Rows of a ministry's list, which names one person each: what is sure, what is offered, and what is missed. */
function listedRows(seeds: readonly number[], listOf: (seed: number) => Iterable<Registration>): string[] {
  const { sure, apart, near } = builtInRules.listed
  const layouts: readonly Layout[] = ['with cards', 'without numbers']
  const rows = seeds.flatMap((seed) =>
    layouts.map((layout) => {
      process.stderr.write(`listed rows ${layout}, seed ${seed}\n`)
      const told = figuresOf(measureListed(listOf(seed), layout, builtInRules))
      const shares = [told.sure, told.precision, told.offered, told.missed, told.unknown].map((one) => one.toFixed(3))
      return `| ${seed} | ${layout} | ${told.rows} | ${told.registered} | ${shares.join(' | ')} |`
    }),
  )
  return [
    `Rows of a ministry's list: sure from ${sure} points and ${apart} above the next, offered from ${near}.`,
    '',
    '| seed | rows | of them | about registered | of these sure | precision of sure | else offered among five | found nobody | not registered and nobody offered |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ]
}

function meanAndP99(counts: readonly number[]): [string, number] {
  const sorted = [...counts].sort((one, other) => one - other)
  const mean = sorted.reduce((sum, count) => sum + count, 0) / sorted.length
  return [mean.toFixed(1), sorted[Math.floor(sorted.length * 0.99)] ?? 0]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : (part / whole).toFixed(3)
}
