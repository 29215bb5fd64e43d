/** A farmer with her own phone: where her proposal stands, and what is known about her. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test } from 'vitest'
import { Router } from 'wouter'
import type { Household } from '#capabilities/households/household.ts'
import type { Queue } from '#capabilities/proposals/queue.ts'
import { bopha, dara, sokha, sreymom } from '#dev/cast.ts'
import { aHousehold, openShops } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { EngineProvider } from '#ui/engine.ts'
import { m } from '#ui/words/compiled/messages.js'
import { inLanguage } from '#ui/words/language.ts'
import { ProposalScreen } from '../proposals/ProposalScreen.tsx'
import { OwnDataScreen } from './OwnDataScreen.tsx'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  return () => play.end()
})

const locale = { locale: 'km' as const }

function shown({ engine }: Phone, children: ReactNode): string {
  return inLanguage('km', () =>
    renderToStaticMarkup(
      <PhoneProvider value={engine}>
        <EngineProvider value={engineOf(engine)}>
          <Router ssrPath="/">{children}</Router>
        </EngineProvider>
      </PhoneProvider>,
    ),
  )
}

async function proposes(household: Key): Promise<Key> {
  const key = play.key()
  await play.as(sreymom).does('proposal.submit', key, aWish({ household }))
  return key
}

test('a proposal tells its household how many are before it, and nobody else', async () => {
  const others = [await aHousehold(play), await aHousehold(play)]
  const before = [await proposes(others[0]!), await proposes(others[1]!)]
  const household = await aHousehold(play)
  const mine = await proposes(household)
  const hers = await phoneOf(play, bopha)
  expect(hers.engine.find<Queue>('queue', mine)).toMatchObject({ ahead: 2 })
  expect(hers.engine.all('queue')).toHaveLength(1)
  expect(JSON.stringify(hers.engine.all('queue'))).not.toContain(others[0])
  const page = shown(hers, <ProposalScreen proposal={mine} />)
  expect(page).toContain(m.phone_queue_ahead({ count: 2 }, locale))
  expect(page).toContain(m.phone_queue_nothing({}, locale))
  for (const player of [dara, sreymom, sokha]) expect((await phoneOf(play, player)).engine.all('queue')).toEqual([])

  // Another state is another queue: the figure of the first is not told any more.
  await play
    .as(dara)
    .does('proposal.verify', before[0]!, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  await play.as(dara).does('proposal.verify', mine, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  await hers.engine.sync()
  expect(hers.engine.find<Queue>('queue', mine)).toMatchObject({ ahead: 1, version: 2 })
  expect(shown(hers, <ProposalScreen proposal={mine} />)).toContain(m.phone_queue_decide({}, locale))
})

test('she reads what is known about her, withdraws her consent without a signal, and gives it again', async () => {
  const household = await aHousehold(play)
  const hers = await phoneOf(play, bopha)
  const page = shown(hers, <OwnDataScreen household={household} />)
  for (const words of [m.phone_own_poverty_for, m.phone_own_phones_for, m.phone_own_export, m.phone_own_withdraw])
    expect(page).toContain(words({}, locale))

  hers.isOffline = true
  await hers.ask('household.consent', household, { version: '1', given: false })
  const withdrawn = shown(hers, <OwnDataScreen household={household} />)
  expect(withdrawn).toContain(m.phone_own_give_do({}, locale))
  expect(hers.engine.foresee('proposal.submit', play.key(), aWish({ household })).refusal).toMatchObject({
    refused: 'household.no-consent',
  })
  await hers.ask('household.consent', household, { version: '1', given: true })
  hers.isOffline = false
  await hers.engine.sync()
  expect(((await play.record('household', household)) as Household).consent.withdrawnOn).toBeNull()
})

test('whoever does not belong to it reads nothing to withdraw', async () => {
  const household = await aHousehold(play)
  const page = shown(await phoneOf(play, sreymom), <OwnDataScreen household={household} />)
  expect(page).not.toContain(m.phone_own_withdraw({}, locale))
})
