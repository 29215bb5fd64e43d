/**
 * `npm run bench -- kills --kills=10000 --signals=200 --seed=1 --minutes=25`: phones killed and roads cut by
 * chance that can be repeated, on the real door and a real database; and a browser, a server and PostgreSQL
 * killed with signal 9 on a profile that is kept. On two quiet processors some twelve minutes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { killBrowsers } from '#dev/chaos/browsers.ts'
import { killPhones, type Verdict } from '#dev/chaos/phones.ts'
import { startCluster } from './cluster.ts'

/** Both campaigns go on side by side: one is work for a processor, the other mostly waits for what it started. */
export async function measureKills(words: readonly string[]): Promise<void> {
  const given = (name: string, otherwise: number) =>
    Number(words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const seed = given('seed', Math.floor(Math.random() * 1e9))
  const [kills, signals] = [given('kills', 10_000), given('signals', 200)]
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const until = Date.now() + given('minutes', 25) * 60_000
  const say = (line: string) => console.log(`${String(seconds()).padStart(5)} s  ${line}`)
  console.log(`seed ${seed}; no longer than ${given('minutes', 25)} minutes`)

  const [phones, browsers] = await Promise.all([
    kills > 0 ? measurePhones({ kills, seed, until }, say) : undefined,
    signals > 0 ? measureSignals({ kills: signals, seed, until }, say) : undefined,
  ])
  const parts = [
    `# Phones killed and roads cut\n\nSeed ${seed}; ${seconds()} s; Node ${process.version}.`,
    phones &&
      `The door, PostgreSQL and the device side are real; battery and road are simulated (\`dev/chaos/phones.ts\`):\n\n${phones}`,
    browsers && `## Signal 9 on a kept profile\n\n(\`dev/chaos/browsers.ts\`)\n\n${browsers}`,
  ]
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/kills.md', `${parts.filter((part) => part !== undefined).join('\n\n')}\n`)
}

interface Wanted {
  readonly kills: number
  readonly seed: number
  /** Nothing new is begun after this moment. */
  readonly until: number
}

type Say = (line: string) => void

async function measurePhones(wanted: Wanted, say: Say): Promise<string> {
  const cluster = await startCluster()
  try {
    let round = 0
    const verdict = await killPhones({
      ...wanted,
      database: () => copyOf(cluster.url, `kills_${++round}`),
      onRound: (sum) => say(`phones: ${lineOf(sum)}`),
    })
    if (verdict.lost + verdict.doubled + verdict.untrue > 0) process.exitCode = 1
    return told(lineOf(verdict), verdict.kills, wanted, say)
  } finally {
    await cluster.stop()
  }
}

async function measureSignals(wanted: Wanted, say: Say): Promise<string> {
  const { kills, promised, lost, doubled, unsent } = await killBrowsers({
    ...wanted,
    onKill: (number, victim, promised) => say(`signal 9: ${number}. ${victim}, ${promised} promises so far`),
    onLook: ({ promised, lost, doubled }) =>
      say(`signal 9: of ${promised} promises ${lost} lost, ${doubled} doubled so far`),
  })
  if (lost + doubled + unsent > 0) process.exitCode = 1
  const counted = Object.entries(kills).map(([victim, times]) => `${times} × ${victim}`)
  const line = `${counted.join(', ')}; ${promised} promises: ${lost} lost, ${doubled} doubled, ${unsent} unsent in the end`
  const all = Object.values(kills).reduce((sum, times) => sum + times, 0)
  return told(`signal 9: ${line}`, all, wanted, say)
}

function told(line: string, done: number, wanted: Wanted, say: Say): string {
  const whole = done < wanted.kills ? `${line}; the time was over before the ${wanted.kills} that were asked for` : line
  say(whole)
  return whole
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
