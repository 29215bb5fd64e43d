import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conclusionOf, verify } from '#server/audit/verify.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { openPool } from '#server/database/connection.ts'
import { parseSeals, type ReadSeal, rawPublicKey, readSeals } from '#server/seals.ts'
import { openSecrets } from '#server/secrets.ts'
import { type Operation, WrongArguments } from './operation.ts'

export const operation: Operation = {
  name: 'audit verify',
  summary: 'read the whole journal and ledger, and name what was altered, removed or slipped in',
  usage: '[--seals FILE] [--key KEY] [--json]',
  examples: [
    'npm run chamka -- audit verify',
    'npm run chamka -- audit verify --json',
    'npm run chamka -- audit verify --seals copy-of-the-seals.jsonl --key PUBLIC-KEY   (both kept elsewhere)',
  ],
  async run(args, { config, report, withDatabase, print }) {
    const { json, seals: path = join(config.dataFolder, 'seals'), key } = optionsIn(args)
    const step = { km: 'កំពុងផ្ទៀងផ្ទាត់កំណត់ហេតុ', en: 'Verifying the journal' }

    const found = await withDatabase(async (url) => {
      const pool = openPool(url, 2)
      try {
        return await verify({
          pool,
          seals: sealsAt(path),
          publicKey: key ?? rawPublicKey(createPrivateKey(openSecrets(config.dataFolder).signingKey('seals'))),
          onProgress: (done, total) => report.progress(step, done, total),
        })
      } finally {
        await pool.end()
      }
    })

    const { findings, more } = found
    if (json) print(JSON.stringify({ ok: findings.length === 0, ...found }, null, 2))
    else {
      for (const { says } of findings) print(says)
      if (more > 0) print(`… and ${more} more.`)
      print(conclusionOf(found))
      print(findings.length === 0 ? 'The journal and the ledger hold.' : 'The journal or the ledger does not hold.')
    }
    return findings.length === 0 ? 0 : 1
  },
}

function optionsIn(args: readonly string[]) {
  try {
    const options = { json: { type: 'boolean' }, seals: { type: 'string' }, key: { type: 'string' } } as const
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error))
  }
}

/** A folder of them, as the server keeps it, or one file, as somebody else did. */
function sealsAt(path: string): ReadSeal[] {
  try {
    return existsSync(path) && statSync(path).isFile() ? parseSeals(readFileSync(path, 'utf8')) : readSeals(path)
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new CannotStart(`The seals in ${path} cannot be read: a line is not one of them.`)
    throw error
  }
}
