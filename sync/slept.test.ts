import { expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { bophasHousehold, dara, sreymom } from '#dev/cast.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, aWish, startProgramme } from '#dev/testing/programme.ts'

test('a phone that slept ninety days sends and is heard: what was asked counts when it was asked, and all news arrives', async () => {
  const play = await startProgramme({ terms: { closesOn: '2021-03-01' } })
  try {
    await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const [household, proposal] = [play.key(), play.key()]
    const member = play.id()
    await phone.ask(
      'household.register',
      household,
      aRegistration({ member, nameKm: 'ម៉ៅ រតនា', nameLatin: null, poverty: null }),
    )
    await phone.ask('proposal.submit', proposal, aWish({ household }))

    play.later(90)
    // Meanwhile the window closed, and a family that it holds has another well.
    await play.as(dara).does('household.amend', bophasHousehold, { water: { was: null, becomes: 'pond' } })
    const awake = await phone.restarted()

    expect(awake.engine.standing()).toMatchObject({ unsent: 0, trouble: 0, failed: null, isComplete: true })
    const { rows } = await play.pool.query(
      'select name, outcome, happened_at::date::text as happened, received_at::date::text as received from journal where about = any($1) order by received_at, position',
      [[household, proposal]],
    )
    expect(rows).toEqual([
      { name: 'household.register', outcome: 'accepted', happened: '2021-02-01', received: '2021-05-02' },
      { name: 'proposal.submit', outcome: 'accepted', happened: '2021-02-01', received: '2021-05-02' },
    ])
    expect(await play.record('proposal', proposal)).toMatchObject({ state: 'submitted' })
    expect(awake.engine.find<Household>('household', bophasHousehold)?.water).toBe('pond')
    const fresh = await phoneOf(play, sreymom)
    for (const noun of ['household', 'proposal']) expect(awake.engine.all(noun)).toEqual(fresh.engine.all(noun))
  } finally {
    await play.end()
  }
})
