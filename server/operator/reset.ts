import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { CannotStart } from '#server/cannot-start.ts'
import { isDataFolder } from '#server/data-folder.ts'
import { clusterIn } from '#server/postgres/cluster.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { findPostmaster } from '#server/postgres/postmaster.ts'
import type { Operation } from './operation.ts'

export const operation: Operation = {
  name: 'reset',
  summary: 'remove the data folder with everything in it, so that the next start begins anew',
  usage: '[--yes]',
  examples: ['npm run reset', 'CHAMKA_DATA=/tmp/trial npm run reset -- --yes'],
  async run(args, { config, print }) {
    const folder = config.dataFolder
    if (config.databaseUrl)
      throw new CannotStart(
        'DATABASE_URL names a server of yours, which reset never touches; leave it out, or drop the database there.',
      )
    if (!existsSync(folder)) {
      print(`There is nothing to remove: ${folder} does not exist.`)
      return
    }
    if (!isDataFolder(folder))
      throw new CannotStart(`The folder ${folder} was not made by Chamka; nothing was removed.`)
    if (!args.includes('--yes') && !(await agrees(`Remove everything in ${folder}? (yes/no) `))) {
      print('Nothing was removed.')
      return 1
    }
    await emptyOut(folder, config.searchPath)
    // Its contents first: the folder itself may be the root of a disk.
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
    try {
      rmdirSync(folder)
    } catch {
      // A disk of its own stays, empty.
    }
    print(`Removed ${folder}.`)
  },
}

/** Stops what a killed process left running; a server that serves is not stopped under its people. */
async function emptyOut(folder: string, searchPath: string): Promise<void> {
  if (!findPostmaster(clusterIn(folder))) return
  const postgres = await startPostgres(folder, { searchPath, serves: true, patience: 2000 })
  await postgres.stop()
  if (findPostmaster(clusterIn(folder)))
    throw new CannotStart(`A command still works with the data in ${folder}; nothing was removed.`)
}

async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CannotStart('Nobody is there to ask: say npm run reset -- --yes to remove the data.')
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^(y|yes)$/i.test((await asking.question(question)).trim())
  } finally {
    asking.close()
  }
}
