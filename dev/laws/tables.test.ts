/** What is true of every table, asked of the catalogue of a migrated database. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '#dev/testing/database.ts'

let db: pg.Client
beforeAll(async () => {
  db = new pg.Client({ connectionString: await freshDatabase() })
  await db.connect()
})
afterAll(() => db.end())

/** Kept by libraries in schemas of their own, small, on one machine, and referred to by nothing. */
const schemasApart = ['auth', 'pgboss']

/** Small, and whole on every machine; each with why. */
const tablesApart: Record<string, string> = {
  migration: 'what was done to this database',
  installation: 'one row: what this database is',
  place: 'the gazetteer: found by its code, in no home',
}

async function rowsOf<T>(sql: string): Promise<T[]> {
  return (await db.query(sql)).rows as T[]
}

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', ${schemasApart.map((name) => `'${name}'`).join(', ')})`

describe('the shard key', () => {
  test('stands first in every primary key and every unique one', async () => {
    const keys = await rowsOf<{ table: string; index: string; columns: string[] }>(
      `select t.relname as "table", c.relname as index,
              array(select a.attname::text from unnest(i.indkey) with ordinality k(attnum, at)
                    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum order by at) as columns
       from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
       join pg_namespace n on n.oid = t.relnamespace where i.indisunique and ${ours} order by 1, 2`,
    )
    expect(keys.length).toBeGreaterThan(20)
    const astray = keys.filter(({ table, columns }) => columns[0] !== 'home' && !Object.hasOwn(tablesApart, table))
    expect(astray.filter(({ index }) => !Object.hasOwn(keysApart, index))).toEqual([])
  })

  test('every table has it in its primary key', async () => {
    const without = await rowsOf<{ table: string }>(
      `select t.relname as "table" from pg_class t join pg_namespace n on n.oid = t.relnamespace
       where t.relkind in ('r', 'p') and ${ours}
         and not exists (select from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                         where i.indrelid = t.oid and i.indisprimary and a.attname = 'home') order by 1`,
    )
    expect(without.map(({ table }) => table)).toEqual(Object.keys(tablesApart).sort())
  })
})

/** Keys that cannot begin with it; each with why. */
const keysApart: Record<string, string> = {
  "a programme's code is its own": 'all programmes have the national home, and the table is whole on every machine',
}

test('the list of exceptions holds nothing that is gone', async () => {
  const tables = await rowsOf<{ name: string }>(`select relname as name from pg_class where relkind in ('r', 'i')`)
  const names = tables.map(({ name }) => name)
  expect([...Object.keys(tablesApart), ...Object.keys(keysApart)].filter((name) => !names.includes(name))).toEqual([])
})

test('no trigger, no rule and no function of ours holds logic', async () => {
  const triggers = await rowsOf(
    `select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and ${ours}`,
  )
  const rules = await rowsOf(
    `select r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
     where r.rulename <> '_RETURN' and ${ours}`,
  )
  const functions = await rowsOf(
    // An extension's functions come with PostgreSQL.
    `select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours}
       and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')`,
  )
  expect({ triggers, rules, functions }).toEqual({ triggers: [], rules: [], functions: [] })
})

test('no table of ours refers to another: a record and what it names may lie on two machines', async () => {
  const references = await rowsOf(
    `select c.conname from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
     where c.contype = 'f' and ${ours}`,
  )
  expect(references).toEqual([])
})

test('every check is named by the sentence it holds', async () => {
  const checks = await rowsOf<{ table: string; name: string }>(
    `select t.relname as "table", c.conname as name from pg_constraint c join pg_class t on t.oid = c.conrelid
     join pg_namespace n on n.oid = t.relnamespace where c.contype = 'c' and ${ours} order by 1, 2`,
  )
  expect(checks.length).toBeGreaterThan(20)
  const nameless = checks.filter(({ table, name }) => !/\w+ \w+ /.test(name) && !Object.hasOwn(tablesApart, table))
  expect(nameless.map(({ table, name }) => `${table}: ${name}`)).toEqual([])
})
