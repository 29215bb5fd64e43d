import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { Router } from 'wouter'
import { bopha, dara, kunthea, rithy, sokha, sreymom } from '#dev/cast.ts'
import { aDelivery, aHousehold, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { EngineProvider } from '#ui/engine.ts'
import { inLanguage } from '#ui/words/language.ts'
import { HouseholdScreen } from './households/HouseholdScreen.tsx'
import { inputFrom, noAnswers } from './households/registration.ts'
import { ProposalScreen } from './proposals/ProposalScreen.tsx'
import { SendingScreen } from './sending/SendingScreen.tsx'
import { mattersFor } from './today/matters.ts'
import { TodayScreen } from './today/TodayScreen.tsx'
import { VoucherScreen } from './vouchers/VoucherScreen.tsx'

let play: Play
let delivery: Delivery
let submitted: Key
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  delivery = await aDelivery(play)
  await delivery.handsOver({ quantity: 20, farmerPaid: 20_000 })
  submitted = play.key()
  await play.as(sreymom).does('proposal.submit', submitted, aWish({ household: delivery.household, quantity: 20 }))
  return () => play.end()
})

describe('today', () => {
  test('each role is told of its own work, and of nothing it may not do', async () => {
    const kinds = async (player: typeof dara) =>
      mattersFor((await phoneOf(play, player)).engine).map(({ kind }) => kind)

    expect(await kinds(dara)).toEqual(['verify'])
    expect(await kinds(bopha)).toEqual(['confirm', 'collect'])
    expect(await kinds(sokha)).toEqual(['redeem'])
    expect(await kinds(kunthea)).toEqual(['witness'])
    // She helped with the proposal: neither the witness nor the check is hers.
    expect(await kinds(sreymom)).toEqual([])
    expect(await kinds(rithy)).toEqual(['witness', 'check'])
  })

  test('says hello, what is due and by when', async () => {
    const page = shown(await phoneOf(play, dara), <TodayScreen />)
    expect(page).toContain('Hello, Heng Dara')
    expect(page).toContain('Verify the proposal')
    expect(page).toContain('in 10 days')
  })
})

describe('a voucher', () => {
  test('says to the worker who helped why the check is not theirs', async () => {
    const page = shown(await phoneOf(play, sreymom), <VoucherScreen voucher={delivery.key} />)
    expect(page).toContain('Check the delivery')
    expect(page).toContain('aria-disabled="true"')
    expect(page).toContain('You helped')
  })

  test('shows the farmer its QR, and the shop none', async () => {
    const isQr = (page: string) => page.includes('class="qr"')
    expect(isQr(shown(await phoneOf(play, bopha), <VoucherScreen voucher={delivery.key} />))).toBe(true)
    expect(isQr(shown(await phoneOf(play, sokha), <VoucherScreen voucher={delivery.key} />))).toBe(false)
  })
})

describe('a household', () => {
  test('tells its history from the beginning', async () => {
    const page = shown(await phoneOf(play, sreymom), <HouseholdScreen household={delivery.household} />)
    const told = ['registered', 'submitted', 'verified', 'approved', 'issued', 'handed goods over']
    const places = told.map((word) => page.lastIndexOf(word))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(page).toContain('ID Poor 2')
  })

  test('of another area is not on this phone', async () => {
    const page = shown(await phoneOf(play, kunthea), <HouseholdScreen household={delivery.household} />)
    expect(page).toContain('This is not on your phone')
  })

  test('that has not arrived yet is told apart from one that does not exist', async () => {
    const phone = await phoneOf(play, sreymom)
    const empty = {
      ...phone.engine,
      find: () => undefined,
      standing: () => ({ ...phone.engine.standing(), isComplete: false }),
    }
    const page = shown({ ...phone, engine: empty }, <HouseholdScreen household={delivery.household} />)
    expect(page).toContain('Not on this phone yet')
  })
})

test('a refusal stays on the screen with its reason and a next step until it was read', async () => {
  const household = await aHousehold(play)
  const proposal = play.key()
  await play.as(sreymom).does('proposal.submit', proposal, aWish({ household }))
  const phone = await phoneOf(play, dara)
  phone.isOffline = true
  await phone.ask('proposal.verify', proposal, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  expect(shown(phone, <SendingScreen />)).toContain('Waiting for a signal')
  expect(shown(phone, <ProposalScreen proposal={proposal} />)).toContain('Verified')

  await play.as(sreymom).does('proposal.withdraw', proposal, { reason: 'moved away' })
  phone.isOffline = false
  await phone.engine.sync()

  const page = shown(phone, <SendingScreen />)
  expect(page).toContain('Refused')
  expect(page).toContain('Read it again')
  expect(page).toContain('Leave it; do not send again')
  expect(page).toContain('href="tel:+85512000901"')
  expect(shown(phone, <ProposalScreen proposal={proposal} />)).toContain('Withdrawn')
})

describe('a registration refuses', () => {
  const answers = {
    ...noAnswers,
    name: 'សុខ មុំ',
    sex: 'female',
    born: 1984,
    village: '05080101',
    hasPhone: 'none',
    status: 'unknown',
    consents: true,
  } as const
  const given = { programme: 'story', consent: '1', member: '01930000-0000-7000-8000-000000000999' }
  let phone: Phone | undefined

  test.each([
    ['nothing that is right', {}, undefined],
    ['no name', { name: ' ' }, 'nameKm'],
    ['a name with signs that nobody sees', { name: 'សុខ\u202e មុំ' }, 'nameKm'],
    ['a name longer than any', { name: 'ស'.repeat(81) }, 'nameKm'],
    ['an age of nothing', { born: 0 }, 'age'],
    ['an age below nothing', { born: -4 }, 'age'],
    ['an age of a thousand million', { born: 1e9 }, 'birthYear'],
    ['half a year', { born: 37.5 }, 'age'],
    ['a year before anybody living', { born: 1850 }, 'birthYear'],
    ['nobody knows whether woman or man', { sex: undefined }, 'sex'],
    ['no answer about the phone', { hasPhone: undefined }, 'phone'],
    ['no answer about poverty', { status: undefined }, 'poverty'],
    ['a card that was seen and has no number', { status: 'poor1', cardSeen: true }, 'poverty.card'],
    ['no consent', { consents: false }, 'consent'],
  ])('%s', async (_, changes, path) => {
    phone ??= await phoneOf(play, sreymom)
    const input = inputFrom({ ...answers, ...changes } as never, given)
    const { refusal } = phone.engine.foresee('household.register', play.key(), input)
    const paths = refusal?.refused === 'input.invalid' ? refusal.fields.map((field) => field.path) : []
    expect(paths[0]).toBe(path)
  })
})

test('an age of 37 and the year 1984 say the same household', () => {
  const given = { programme: 'story', consent: '1', member: 'x' }
  expect(inputFrom({ ...noAnswers, born: 37 }, given)).toMatchObject({ birthYear: null, age: 37 })
  expect(inputFrom({ ...noAnswers, born: 1984 }, given)).toMatchObject({ birthYear: 1984 })
  expect(aRegistration().birthYear).toBe(1984)
})

function shown({ engine }: Pick<Phone, 'engine'>, screen: ReactNode): string {
  return inLanguage('en', () =>
    renderToStaticMarkup(
      <Router ssrPath="/">
        <PhoneProvider value={engine}>
          <EngineProvider value={engineOf(engine)}>{screen}</EngineProvider>
        </PhoneProvider>
      </Router>,
    ),
  )
}
