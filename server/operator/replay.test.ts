import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bophasHousehold, dara, rithy, sreymom, vanna } from '#dev/cast.ts'
import { freshDatabase } from '#dev/testing/database.ts'
import { aRegistration, aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { inTransaction, openPool, type Pool } from '#server/database/connection.ts'
import { writeNote } from '#server/journal.ts'
import { replay } from './replay.ts'

let programme: Play
let empty: Pool

beforeEach(async () => {
  programme = await startProgramme()
  empty = openPool(await freshDatabase(), 4)
  // The stories' people and places were put there by SQL, so no journal can tell of them.
  for (const table of ['person', 'place']) {
    const { rows } = await programme.pool.query(`select coalesce(jsonb_agg(t), '[]') as all from ${table} t`)
    await empty.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(rows[0].all),
    ])
  }
})
afterEach(async () => {
  await programme.end()
  await empty.end()
})

/** A season in small: accepted, refused, returned, decided, paid for, and what follows. */
async function aSeason() {
  const proposal = programme.key()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  await programme.as(sreymom).does('proposal.submit', proposal, aWish())
  await programme
    .as(rithy)
    .ask('proposal.verify', proposal, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  await programme
    .as(dara)
    .does('proposal.verify', proposal, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  await programme.as(vanna).ask('proposal.approve', proposal, { seen: 1, note: null })
  await programme.as(vanna).does('proposal.approve', proposal, { seen: 2, note: 'Good' })
  await programme.as(sreymom).ask('proposal.submit', programme.key(), aWish({ quantity: 0 }))
  await programme.settle()
}

const again = () => replay({ from: programme.pool, into: empty, capabilities, stores, timeSeal: programme.timeSeal })

test('the journal of a season, told again to an empty database, gives the same records, money and answers', async () => {
  await aSeason()
  const replayed = await again()

  expect(replayed.differences).toEqual([])
  expect(replayed.asked).toBe((await programme.journal()).length)
  const { rows } = await empty.query('select count(*)::int as proposals from proposal')
  expect(rows[0].proposals).toBe(1)
})

test('what happened outside of commands is not asked again', async () => {
  await aSeason()
  const { key } = sreymom
  const note = { id: randomUUID(), programme: 'story', name: 'session.begin', about: key, author: key, input: {} }
  await inTransaction(programme.pool, (tx) => writeNote({ ...note, at: programme.now().toISOString() }, tx))

  expect(await again()).toMatchObject({ notes: 1, differences: [] })
})

test('a record that was changed by other hands is told', async () => {
  await aSeason()
  await programme.pool.query('update proposal set quantity = 31')
  expect((await again()).differences).toEqual(['The table proposal is not the same: 1 rows then, 1 now.'])
})

test('an answer that comes out differently is told with its line', async () => {
  await aSeason()
  await empty.query("update person set grants = '[]' where id = $1", [dara.key.slice(3)])
  expect((await again()).differences[0]).toMatch(/^Line \d+ of 05\/field\/story\/0508, proposal.verify, was answered/)
})
