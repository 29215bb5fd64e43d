/**
 * `npm run bench -- kills --kills=10000 --seed=1`: phones killed and roads cut by chance that can be
 * repeated, on the real door and a real database.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import pg from 'pg'
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
  try {
    let round = 0
    const verdict = await killPhones({
      kills,
      seed,
      database: () => copyOf(cluster.url, `kills_${++round}`),
      onRound: (sum) => console.log(lineOf(sum)),
    })
    const text = [
      '# Phones killed and roads cut',
      '',
      `Seed ${seed}; ${Math.round((performance.now() - began) / 1000)} s; Node ${process.version}. The door, PostgreSQL and the device side are real; battery and road are simulated (\`dev/chaos/phones.ts\`).`,
      '',
      lineOf(verdict),
      '',
    ].join('\n')
    mkdirSync('bench/results', { recursive: true })
    writeFileSync('bench/results/kills.md', text)
    if (verdict.lost + verdict.doubled + verdict.untrue > 0) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
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
