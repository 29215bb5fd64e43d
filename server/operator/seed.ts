import { parseArgs } from 'node:util'
import { CannotStart } from '#server/cannot-start.ts'
import { assemble } from '#server/main.ts'
import { readProgrammes } from '#server/programmes.ts'
import { startFacts } from '#server/sign-in/accounts.ts'
import { migrateDatabase } from './migrate.ts'
import { type Operation, WrongArguments } from './operation.ts'

const stories = ['rush-it', 'practice'] as const

export const operation: Operation = {
  name: 'seed',
  summary: 'load a demonstration: RUSH-IT as its published table has it, or a season to practise in',
  usage: '[rush-it|practice] [--seed N]',
  examples: [
    'npm run chamka -- seed rush-it',
    'npm run chamka -- seed rush-it --seed 7      (the same table, other people)',
    'npm run chamka -- seed practice',
  ],
  async run(args, { config, report, withDatabase, print }) {
    const { story, seed } = wantedBy(args)
    const programmes = readProgrammes()
    await withDatabase(async (url) => {
      await migrateDatabase(url, report)
      const chamka = await assemble({ ...config, databaseUrl: url })
      try {
        const { otherProgrammes, realAccounts } = await startFacts(chamka.pool, config)
        if (otherProgrammes.length > 0 || realAccounts > 0)
          throw new CannotStart(
            'A demonstration never stands beside another programme or real accounts; use an empty database.',
          )

        const began = performance.now()
        const isNew = story === 'rush-it' ? await rushIt(url, seed) : await practice()
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        print(isNew ? `Loaded ${story} in ${seconds} seconds.` : `${story} is there already.`)

        async function rushIt(databaseUrl: string, seed: number | undefined) {
          const { seedRushIt } = await import('#dev/rush-it/seed.ts')
          const definition = programmes.definitions['rush-it']!
          const parts = { definition, places: programmes.places }
          const { stopping, progress: onProgress } = report
          return seedRushIt({ databaseUrl, timeSeal: chamka.timeSeal, parts, seed, stopping, onProgress })
        }
        async function practice() {
          const { seedPractice } = await import('#dev/practice/seed.ts')
          const { stopping, progress: onProgress } = report
          return seedPractice({ ...chamka, programmes }, { now: () => new Date(), stopping, onProgress })
        }
      } finally {
        await chamka.close()
      }
    })
  },
}

function wantedBy(args: readonly string[]): { story: (typeof stories)[number]; seed: number | undefined } {
  const { values, positionals } = parsed(args)
  const story = stories.find((one) => one === (positionals[0] ?? 'rush-it'))
  if (!story || positionals.length > 1) throw new WrongArguments(`What can be loaded is ${stories.join(' or ')}.`)
  if (values.seed === undefined) return { story, seed: undefined }
  if (!/^[1-9]\d{0,8}$/.test(values.seed)) throw new WrongArguments('A seed is a whole number from 1 on.')
  if (story === 'practice') throw new WrongArguments('Only rush-it has a seed.')
  return { story, seed: Number(values.seed) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { seed: { type: 'string' } }, strict: true, allowPositionals: true })
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error))
  }
}
