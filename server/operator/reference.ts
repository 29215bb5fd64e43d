import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referenceFolder, referencePages } from '#dev/reference/pages.ts'
import { openPool } from '#server/database/connection.ts'
import { projectFolder } from '#server/project.ts'
import { migrateDatabase } from './migrate.ts'
import { type Operation, WrongArguments } from './operation.ts'

export const operation: Operation = {
  name: 'reference',
  summary: 'write docs/reference anew from the product, or say which page is out of date',
  usage: '[--check]',
  examples: ['npm run chamka -- reference', 'npm run chamka -- reference --check'],
  async run(args, { withDatabase, print }) {
    if (args.some((arg) => arg !== '--check')) throw new WrongArguments(`reference does not know ${args.join(' ')}.`)
    const pages = await withDatabase(async (url) => {
      await migrateDatabase(url)
      const pool = openPool(url, 1)
      try {
        return await referencePages(pool)
      } finally {
        await pool.end()
      }
    })
    const stale = Object.keys(pages).filter((name) => pages[name] !== kept(name))
    if (args.includes('--check')) {
      for (const name of stale) print(`${referenceFolder}/${name} is out of date: npm run chamka -- reference`)
      return stale.length > 0 ? 1 : 0
    }
    mkdirSync(join(projectFolder, referenceFolder), { recursive: true })
    for (const name of stale) writeFileSync(join(projectFolder, referenceFolder, name), pages[name]!)
    print(stale.length > 0 ? `Wrote ${stale.join(', ')}.` : 'Every page is as the product is.')
  },
}

function kept(name: string): string | undefined {
  try {
    return readFileSync(join(projectFolder, referenceFolder, name), 'utf8')
  } catch {
    return undefined
  }
}
