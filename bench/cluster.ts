/** A PostgreSQL of the benchmark's own, durable as the product's, and what a family of processes costs in CPU. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#server/database/migrate.ts'
import { startPostgres } from '#server/postgres/postgres.ts'

export async function startCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-bench-'))
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data)
  const postgres = await startPostgres(data)
  await migrate(postgres.url, 'server/database/migrations')
  return {
    url: postgres.url,
    version: postgres.version,
    folder,
    postmaster: postmasterIn(folder),
    async stop() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postmasterIn(folder: string): number {
  for (const path of readdirSync(folder, { recursive: true }) as string[]) {
    if (path.endsWith('postmaster.pid')) return Number(readFileSync(join(folder, path), 'utf8').split('\n')[0])
  }
  throw new Error('the benchmark found no postmaster of its own')
}

const ticksPerSecond = 100

/** Seconds of CPU that a process and its children, living and gone, have used so far. */
export function cpuSecondsOf(parent: number): number {
  let ticks = 0
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number)
      const [parentOf, own, system, ofGone, systemOfGone] = [
        fields[1],
        fields[11]!,
        fields[12]!,
        fields[13]!,
        fields[14]!,
      ]
      if (Number(entry) === parent) ticks += own + system + ofGone + systemOfGone
      else if (parentOf === parent) ticks += own + system
    } catch {
      // A process that ended between the listing and the reading is in its parent's account.
    }
  }
  return ticks / ticksPerSecond
}
