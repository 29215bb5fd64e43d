import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The address of a new, migrated, empty database: one for each test file, made in some 40 ms, gone with the run. */
export function freshDatabase(): Promise<string> {
  return copyOf(inject('templateUrl'))
}

/** A copy of a database that nobody is connected to, with everything in it. */
export async function copyOf(url: string): Promise<string> {
  const original = new URL(`http://database/${url.slice(url.lastIndexOf('/') + 1)}`).pathname.slice(1)
  const name = `test_${randomBytes(6).toString('hex')}`
  const inDatabase = (other: string) => url.replace(`/${original}`, `/${other}`)

  const client = new pg.Client({ connectionString: inDatabase('postgres') })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${original}`)
  } finally {
    await client.end()
  }
  return inDatabase(name)
}
