import { join } from 'node:path'
import { openPool } from '#server/database/connection.ts'
import { migrate } from '#server/database/migrate.ts'
import type { Report } from '#server/process.ts'
import { projectFolder } from '#server/project.ts'
import { fillSearch } from './fill-search.ts'
import type { Operation } from './operation.ts'

export const operation: Operation = {
  name: 'migrate',
  summary: 'bring the database to the shape this version needs',
  usage: '',
  examples: ['npm run chamka -- migrate', 'DATABASE_URL=postgresql://user@host/chamka npm run chamka -- migrate'],
  async run(_args, { report, withDatabase, print }) {
    const made = await withDatabase((url) => migrateDatabase(url, report))
    print(made.length > 0 ? `Applied ${made.join(', ')}.` : 'The database has the shape this version needs.')
  },
}

export async function migrateDatabase(url: string, report?: Report): Promise<string[]> {
  const step = { km: 'កំពុងរៀបចំមូលដ្ឋានទិន្នន័យ', en: 'Preparing the database' }
  const made = await migrate(url, join(projectFolder, 'server/database/migrations'), ({ done, total }) =>
    report?.progress(step, done, total),
  )
  const pool = openPool(url, 1)
  try {
    await fillSearch(pool)
  } finally {
    await pool.end()
  }
  return made
}
