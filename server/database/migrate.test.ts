import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#dev/testing/database.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { openPool } from '#server/database/connection.ts'
import { migrate } from './migrate.ts'

let url: string
const folder = mkdtempSync(join(tmpdir(), 'chamka-migrations-'))

beforeAll(async () => {
  url = await freshDatabase()
  const pool = openPool(url, 1)
  await pool.query('delete from migration')
  await pool.end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(text: string) {
  writeFileSync(join(folder, '0001_one.sql'), text)
  return migrate(url, folder)
}

test('an extension that the server does not have is said as what to ask its administrator', async () => {
  const refused = written('create extension if not exists no_such_extension;')

  await expect(refused).rejects.toBeInstanceOf(CannotStart)
  await expect(refused).rejects.toThrow(/Ask whoever administers it.*create extension no_such_extension;/)
})

test('any other failure stays what it is, and nothing of the file was done', async () => {
  await expect(written('create table half (n integer); select 1 / 0;')).rejects.toThrow('division by zero')
  expect(await written('create table half (n integer);')).toEqual(['0001_one.sql'])
})
