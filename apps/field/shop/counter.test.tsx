/** What a shop is told before anything leaves the counter, in Khmer and without a signal. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { Router } from 'wouter'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, pisey, samnang, sokha, sokhasShop, vanna } from '#dev/cast.ts'
import { aDelivery, type Delivery, given, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { allotment, type Play, startProgramme } from '#dev/testing/programme.ts'
import { account } from '#door/posting.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { distrustOf } from '#sync/seals.ts'
import { EngineProvider } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { amountText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { inLanguage } from '#ui/words/language.ts'
import { Redeem } from '../vouchers/RedeemScreen.tsx'
import { distrustWords } from '../vouchers/useDistrust.ts'
import { MoneyScreen } from './MoneyScreen.tsx'

let play: Play
let phone: Phone
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  phone = await phoneOf(play, sokha)
  return () => play.end()
})

const locale = { locale: 'km' as const }

async function counter(happens: (delivery: Delivery) => Promise<unknown> = async () => {}) {
  const delivery = await aDelivery(play)
  await happens(delivery)
  phone.isOffline = false
  await phone.engine.sync()
  phone.isOffline = true
  return delivery
}

function screen({ key }: Delivery): string {
  return shown(<Redeem voucher={phone.engine.find<Voucher>('voucher', key)!} />)
}

function shown(children: ReactNode): string {
  return inLanguage('km', () =>
    renderToStaticMarkup(
      <PhoneProvider value={phone.engine}>
        <EngineProvider value={engineOf(phone.engine)}>
          <Router ssrPath="/">{children}</Router>
        </EngineProvider>
      </PhoneProvider>,
    ),
  )
}

describe('nothing is asked of anybody when the voucher', () => {
  test('is good: then there is the form', async () => {
    const page = screen(await counter())
    expect(page).toContain(m.phone_redeem_do({}, locale))
    expect(page).not.toContain(m.phone_redeem_hand_nothing({}, locale))
  })

  test('has expired', async () => {
    const delivery = await counter()
    play.later(61)
    expectRefused(
      screen(delivery),
      explain({ refused: 'voucher.expired', on: (await delivery.voucher()).expiresOn }, 'km'),
    )
    play.later(-61)
  })

  test('is frozen', async () => {
    const page = screen(await counter(({ key }) => play.as(vanna).does('voucher.freeze', key, { why: 'doubts' })))
    expectRefused(page, explain({ refused: 'voucher.frozen' }, 'km'))
  })

  test('was cancelled', async () => {
    const page = screen(
      await counter(async ({ key }) => play.as(vanna).does('voucher.cancel', key, { seen: 1, why: 'moved away' })),
    )
    expectRefused(page, explain({ refused: 'voucher.wrong-state', state: 'cancelled', step: 'redeem' }, 'km'))
  })

  test('was moved to another shop', async () => {
    const delivery = await counter(({ key }) =>
      play.as(samnang).does('voucher.transfer', key, { seen: 1, shop: otherShop, why: 'no stock' }),
    )
    expect(await distrustOf(phone.engine, delivery.key)).toBe('other-shop')
    expect(inLanguage('km', () => distrustWords['other-shop']())).toBe(m.phone_seal_other_shop({}, locale))
    expectRefused(screen(delivery), explain({ refused: 'voucher.wrong-shop' }, 'km'))
  })

  test('is exhausted', async () => {
    const delivery = await counter(({ handsOver, sheet }) =>
      handsOver([
        { line: 1, code: sheet.code(1), farmerPaid: 30_000 },
        { line: 2, code: sheet.code(2), farmerPaid: 12_000 },
      ]),
    )
    const page = screen(delivery)
    expect(page).toContain(m.phone_redeem_nothing_left({}, locale))
    expect(page).not.toContain(m.phone_redeem_do({}, locale))
  })

  test('is of a shop that was suspended', async () => {
    const delivery = await counter(() => play.as(pisey).does('shop.suspend', sokhasShop, { why: 'under review' }))
    expectRefused(screen(delivery), explain({ refused: 'shop.suspended' }, 'km'))
    await play.as(pisey).does('shop.reinstate', sokhasShop, {})
  })
})

test('what was handed over with digits is off the voucher before the office has looked at them', async () => {
  const delivery = await counter()
  const all = [1, 2].map((line) => given({ line, code: delivery.sheet.digits(line) }))
  await phone.ask('voucher.redeem', delivery.key, { lines: all.slice(0, 1) })
  expect(screen(delivery)).toContain(m.phone_redeem_unconfirmed({}, locale))
  expect(screen(delivery)).not.toContain('កូនមាន់')
  await phone.ask('voucher.redeem', delivery.key, { lines: all.slice(1) })
  expect(screen(delivery)).toContain(m.phone_redeem_unconfirmed_none({}, locale))
  expect(screen(delivery)).not.toContain(m.phone_redeem_do({}, locale))
})

test('the money of the shop, in the states it can be in', async () => {
  await counter(({ handsOver, sheet }) => handsOver({ code: sheet.code(1), farmerPaid: 30_000 }))
  const page = shown(<MoneyScreen />)
  expect(page).toContain(m.phone_money_unbilled({}, locale))
  expect(page).toContain('120,000៛')
  const ledger = await play.balance(account.payable(allotment, sokhasShop))
  expect(page).toContain(amountText({ currency: 'USD', minor: ledger }, 'km'))

  const strangers = await phoneOf(play, dara)
  phone = strangers
  expect(shown(<MoneyScreen />)).toContain(m.not_yet_title({}, locale))
})

function expectRefused(page: string, why: string) {
  expect(page).toContain(m.phone_redeem_hand_nothing({}, locale))
  expect(page).toContain(why)
  expect(page).not.toContain(m.phone_redeem_do({}, locale))
}
