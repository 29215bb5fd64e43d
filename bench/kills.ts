/**
 * `npm run bench -- kills --kills=10000 --signals=200 --seed=1`: phones killed and roads cut by chance that
 * can be repeated, on the real door and a real database; then a browser, a server and PostgreSQL killed
 * with signal 9 on a profile that is kept.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { killBrowsers } from '#dev/chaos/browsers.ts'
import { killPhones, type Verdict } from '#dev/chaos/phones.ts'
import { startCluster } from './cluster.ts'

export async function measureKills(words: readonly string[]): Promise<void> {
  const given = (name: string, otherwise: number) =>
    Number(words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const seed = given('seed', Math.floor(Math.random() * 1e9))
  const kills = given('kills', 10_000)
  const cluster = await startCluster()
  const began = performance.now()
  console.log(`seed ${seed}`)
  let text = ''
  try {
    let round = 0
    const verdict = await killPhones({
      kills,
      seed,
      database: () => copyOf(cluster.url, `kills_${++round}`),
      onRound: (sum) => console.log(lineOf(sum)),
    })
    text = [
      '# Phones killed and roads cut',
      '',
      `Seed ${seed}; ${Math.round((performance.now() - began) / 1000)} s; Node ${process.version}. The door, PostgreSQL and the device side are real; battery and road are simulated (\`dev/chaos/phones.ts\`).`,
      '',
      lineOf(verdict),
      '',
    ].join('\n')
    if (verdict.lost + verdict.doubled + verdict.untrue > 0) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
  text += await measureSignals(given('signals', 200), seed)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/kills.md', text)
}

async function measureSignals(wanted: number, seed: number): Promise<string> {
  const began = performance.now()
  const verdict = await killBrowsers({
    kills: wanted,
    seed,
    onKill: (number, victim, promised) => console.log(`${number}. ${victim}, ${promised} promises so far`),
  })
  const { kills, promised, lost, doubled, unsent } = verdict
  if (lost + doubled + unsent > 0) process.exitCode = 1
  const counted = Object.entries(kills).map(([victim, times]) => `${times} × ${victim}`)
  const line = `${counted.join(', ')}; ${promised} promises: ${lost} lost, ${doubled} doubled, ${unsent} unsent in the end`
  console.log(line)
  const seconds = Math.round((performance.now() - began) / 1000)
  return `\n## Signal 9 on a kept profile\n\n${seconds} s (\`dev/chaos/browsers.ts\`).\n\n${line}\n`
}

function lineOf({ kills, cuts, promised, lost, doubled, untrue }: Verdict): string {
  return `${kills} kills, ${cuts} cuts of the road, ${promised} promises: ${lost} lost, ${doubled} doubled, ${untrue} shown otherwise than a fresh phone shows them`
}

/** The cluster's own database is migrated and empty. */
async function copyOf(url: string, name: string): Promise<string> {
  const named = (other: string) => url.replace(/\/[^/?]*(?=\?|$)/, `/${other}`)
  const original = /\/([^/?]*)(?=\?|$)/.exec(url)![1]!
  const client = new pg.Client({ connectionString: named('postgres') })
  await client.connect()
  await client.query(`create database ${name} template ${original}`)
  await client.end()
  return named(name)
}
