/** An officer's queue on a phone: whose turn it is, what is known for and against, and decisions without a signal. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { Router } from 'wouter'
import type { Household } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, type Player, rithy, sreymom, vanna } from '#dev/cast.ts'
import { aDelivery, aHousehold, openShops } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { EngineProvider } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { m } from '#ui/words/compiled/messages.js'
import { inLanguage } from '#ui/words/language.ts'
import { DecideScreen } from './DecideScreen.tsx'
import { ReviewScreen } from './ReviewScreen.tsx'
import { waysOf } from './ways.ts'
import { weighed } from './weighing.ts'

let play: Play
const phones = new Map<Key, Phone>()
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  for (const player of [dara, vanna, rithy]) phones.set(player.key, await phoneOf(play, player))
  return () => play.end()
})

async function submitted(): Promise<Key> {
  const household = await aHousehold(play)
  const key = play.key()
  await play.as(sreymom).does('proposal.submit', key, aWish({ household }))
  return key
}

async function verified(): Promise<Key> {
  const key = await submitted()
  await play.as(dara).does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  return key
}

async function onPhone(player: Player, key: Key) {
  const phone = phones.get(player.key)!
  phone.isOffline = false
  await phone.engine.sync()
  phone.isOffline = true
  return { phone, proposal: () => phone.engine.find<Proposal>('proposal', key)! }
}

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

const locale = { locale: 'km' as const }

describe('whose turn it is', () => {
  test('the district looks, sends back and refuses; the province approves', async () => {
    const [fresh, looked] = [await submitted(), await verified()]
    const ways = async (player: Player, key: Key) => {
      const { phone, proposal } = await onPhone(player, key)
      return waysOf(phone.engine, proposal()).map(({ way, barred }) => [way, barred?.refused])
    }
    expect(await ways(dara, fresh)).toEqual([
      ['verify', undefined],
      ['return', undefined],
      ['reject', undefined],
    ])
    expect(await ways(vanna, looked)).toEqual([
      ['approve', undefined],
      ['return', undefined],
      ['reject', undefined],
    ])
    // Who verified does not refuse either.
    expect(await ways(dara, looked)).toEqual([
      ['return', undefined],
      ['reject', 'duty.verified'],
    ])
    expect(await ways(rithy, fresh)).toEqual([])
  })

  test('the queue shows it, and the reason stands where there is no way', async () => {
    const looked = await verified()
    const { phone } = await onPhone(dara, looked)
    expect(shown(phone, <ReviewScreen />)).toContain(m.phone_review_title({}, locale))
    const page = shown(phone, <DecideScreen proposal={looked} />)
    expect(page).toContain(explain({ refused: 'duty.verified' }, 'km'))
    expect(page).toContain(m.phone_decide_question({}, locale))
  })
})

describe('a decision without a signal', () => {
  test('is kept, changes nothing here, and counts when the office has it', async () => {
    const key = await verified()
    const { phone, proposal } = await onPhone(vanna, key)
    const foreseen = phone.engine.foresee('proposal.approve', key, { seen: 2, note: null })
    expect(foreseen).toMatchObject({ refusal: undefined, record: undefined })
    await phone.ask('proposal.approve', key, { seen: 2, note: null })
    expect(proposal().state).toBe('verified')
    expect(phone.engine.unsent(key)).toBe(1)

    phone.isOffline = false
    await phone.engine.sync()
    expect(proposal()).toMatchObject({ state: 'approved', approval: { by: vanna.key } })
  })

  test('is refused and told when something changed before it arrived', async () => {
    const key = await verified()
    const { phone, proposal } = await onPhone(vanna, key)
    await phone.ask('proposal.reject', key, { seen: 2, code: 'no-coop', note: null })
    await play.as(sreymom).does('proposal.withdraw', key, { reason: 'moved away' })
    phone.isOffline = false
    await phone.engine.sync()
    expect(proposal().state).toBe('withdrawn')
    expect(phone.engine.trouble()).toMatchObject([
      { state: 'refused', answer: { refusal: { refused: 'record.changed' } } },
    ])
  })

  test('sends a proposal back with the reason that the farmer reads', async () => {
    const key = await submitted()
    const { phone, proposal } = await onPhone(dara, key)
    await phone.ask('proposal.return', key, { seen: 1, code: 'incomplete', note: null })
    expect(proposal().state).toBe('returned')
    phone.isOffline = false
    await phone.engine.sync()
    expect(await play.record('proposal', key)).toMatchObject({ state: 'returned', returns: [{ code: 'incomplete' }] })
  })
})

test('what is known for and against', async () => {
  const delivery = await aDelivery(play)
  await delivery.handsOver({ code: delivery.sheet.code(1), farmerPaid: 30_000 })
  const again = play.key()
  await play.as(sreymom).does('proposal.submit', again, aWish({ household: delivery.household }))
  const { phone, proposal } = await onPhone(dara, again)
  const known = {
    household: phone.engine.find<Household>('household', delivery.household),
    proposals: phone.engine.all<Proposal>('proposal').filter(({ household }) => household === delivery.household),
    vouchers: phone.engine.all<Voucher>('voucher').filter(({ household }) => household === delivery.household),
    trainings: 2,
  }
  expect(weighed(proposal(), known)).toEqual({
    speaksFor: ['trained', 'received'],
    trainings: 2,
    against: ['second-application'],
  })
  const first = known.proposals.find(({ key }) => key === delivery.proposal)!
  expect(weighed(first, { ...known, proposals: [first], vouchers: [], trainings: 0 })).toEqual({
    speaksFor: ['first'],
    trainings: 0,
    against: [],
  })
})
