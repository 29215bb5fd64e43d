import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '#dev/testing/database.ts'

test('a fresh database is migrated', async () => {
  const t = performance.now()
  const url = await freshDatabase()
  console.log(performance.now() - t)
  const c = new pg.Client({ connectionString: url })
  await c.connect()
  expect((await c.query('select count(*)::int n from migration')).rows[0].n).toBeGreaterThan(0)
  await c.end()
})
