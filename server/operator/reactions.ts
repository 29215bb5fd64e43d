import { parseArgs } from 'node:util'
import { systemKey } from '#server/actors.ts'
import { openPool } from '#server/database/connection.ts'
import { allDeadLetters, retryReaction } from '#server/dead-letters.ts'
import { type Operation, WrongArguments } from './operation.ts'

export const operation: Operation = {
  name: 'reactions',
  summary: 'list what should have followed from a change and failed for good; --retry makes it due again',
  usage: '[--retry]',
  examples: ['npm run chamka -- reactions', 'npm run chamka -- reactions --retry'],
  async run(args, { withDatabase, print }) {
    const { retry } = optionsIn(args)
    await withDatabase(async (url) => {
      const pool = openPool(url, 2)
      try {
        const letters = await allDeadLetters(pool)
        for (const letter of letters) {
          const { home, stream, seq, reaction, name, about, attempts, error, since } = letter
          print(
            `${since}  ${reaction} after ${name} about ${about} (line ${seq} of ${home}/${stream}), ${attempts} times: ${error}`,
          )
          if (retry) await retryReaction(letter, systemKey, new Date(), pool)
        }
        if (letters.length === 0) print('Nothing has failed for good.')
        else if (retry) print(`${letters.length} due again; the server takes them up within seconds.`)
      } finally {
        await pool.end()
      }
    })
  },
}

function optionsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { retry: { type: 'boolean' } }, strict: true }).values
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error))
  }
}
