import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { samnang } from '#dev/cast.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { password, serveDatabase, serveStory } from '#dev/testing/served.ts'
import { firstFill } from './first-fill.ts'
import { readProgrammes } from './programmes.ts'
import { startFacts } from './sign-in/accounts.ts'
import type { Facts } from './start-guards.ts'

type Served = Pick<Awaited<ReturnType<typeof serveDatabase>>, 'chamka' | 'end'>

const programmes = readProgrammes()
const config = { host: '127.0.0.1', publicUrl: 'http://127.0.0.1:8080', demonstrationAsked: false } as const
const byDefault = { ...config, demonstration: 'rush-it' } as const
const none = { ...config, demonstration: 'none' } as const

async function fill({ chamka }: Served, wanted: Facts['config'], databaseUrl: string) {
  const told: string[] = []
  const report = {
    stopping: new AbortController().signal,
    progress: ({ en }: { en: string }) => void told.push(en),
  }
  const facts = await startFacts(chamka.pool, wanted)
  await firstFill(chamka, { databaseUrl, facts, programmes }, report)
  const { rows } = await chamka.pool.query<{ programme: string }>('select programme from programme order by 1')
  return { told, programmes: rows.map(({ programme }) => programme) }
}

describe('an empty database that nobody asked to fill', () => {
  let served: Served
  let url: string
  beforeEach(async () => {
    url = await freshDatabase()
    served = await serveDatabase(url)
  })
  afterEach(() => served.end())

  test('gets the places that come with the product, once, and nobody', async () => {
    const counted = async () =>
      (
        await served.chamka.pool.query(
          `select (select count(*)::int from journal) as lines, (select count(*)::int from place) as places,
                  (select count(*)::int from person) as people`,
        )
      ).rows[0]
    expect(await fill(served, none, url)).toEqual({ told: [], programmes: [] })
    const filled = await counted()
    expect(filled).toMatchObject({ places: programmes.places.units.length, people: 0 })
    await fill(served, none, url)
    expect(await counted()).toEqual(filled)
  })
})

describe('the demonstration is not loaded', () => {
  let served: Awaited<ReturnType<typeof serveStory>>
  beforeEach(async () => {
    served = await serveStory()
  })
  afterEach(() => served.end())

  test('beside another programme', async () => {
    await served.play.pool.query('update programme set demonstration = false')
    expect(await fill(served, byDefault, served.play.url)).toEqual({ told: [], programmes: ['story'] })
  })

  test('beside real accounts', async () => {
    await served.play.pool.query('update person set sample = false')
    await served.play.pool.query('update programme set demonstration = false')
    await served.chamka.accounts.linkAccount(samnang.key, password)
    await served.play.pool.query('update programme set demonstration = true')
    expect(await fill(served, byDefault, served.play.url)).toEqual({ told: [], programmes: ['story'] })
  })
})
