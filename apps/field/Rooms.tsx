/** Which screen stands at which address. What only some roles need is fetched when it is first opened. */
import { lazy, Suspense, useEffect } from 'react'
import { Route, Router, Switch } from 'wouter'
import type { Household } from '#capabilities/households/household.ts'
import { usePhone } from '#sync/hooks.ts'
import { Empty } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { FirstSync } from './frame/FirstSync.tsx'
import { Frame } from './frame/Frame.tsx'
import { Opening } from './frame/Opening.tsx'
import { TodayScreen } from './today/TodayScreen.tsx'

const HouseholdsScreen = lazy(async () => ({
  default: (await import('./households/HouseholdsScreen.tsx')).HouseholdsScreen,
}))
const RegisterScreen = lazy(async () => ({ default: (await import('./households/RegisterScreen.tsx')).RegisterScreen }))
const HouseholdScreen = lazy(async () => ({
  default: (await import('./households/HouseholdScreen.tsx')).HouseholdScreen,
}))
const ChangeScreen = lazy(async () => ({ default: (await import('./households/ChangeScreen.tsx')).ChangeScreen }))
const OwnDataScreen = lazy(async () => ({ default: (await import('./households/OwnDataScreen.tsx')).OwnDataScreen }))
const ProposeScreen = lazy(async () => ({ default: (await import('./proposals/ProposeScreen.tsx')).ProposeScreen }))
const ProposalScreen = lazy(async () => ({ default: (await import('./proposals/ProposalScreen.tsx')).ProposalScreen }))
const VerifyScreen = lazy(async () => ({ default: (await import('./proposals/VerifyScreen.tsx')).VerifyScreen }))
const ReviewScreen = lazy(async () => ({ default: (await import('./review/ReviewScreen.tsx')).ReviewScreen }))
const DecideScreen = lazy(async () => ({ default: (await import('./review/DecideScreen.tsx')).DecideScreen }))
const VouchersScreen = lazy(async () => ({ default: (await import('./vouchers/VouchersScreen.tsx')).VouchersScreen }))
const VoucherScreen = lazy(async () => ({ default: (await import('./vouchers/VoucherScreen.tsx')).VoucherScreen }))
const RedeemScreen = lazy(async () => ({ default: (await import('./vouchers/RedeemScreen.tsx')).RedeemScreen }))
const ConfirmScreen = lazy(async () => ({ default: (await import('./vouchers/ConfirmScreen.tsx')).ConfirmScreen }))
const WitnessScreen = lazy(async () => ({ default: (await import('./vouchers/WitnessScreen.tsx')).WitnessScreen }))
const CheckScreen = lazy(async () => ({ default: (await import('./vouchers/CheckScreen.tsx')).CheckScreen }))
const CallScreen = lazy(async () => ({ default: (await import('./vouchers/CallScreen.tsx')).CallScreen }))
const CodesScreen = lazy(async () => ({ default: (await import('./vouchers/CodesScreen.tsx')).CodesScreen }))
const ReportScreen = lazy(async () => ({ default: (await import('./vouchers/ReportScreen.tsx')).ReportScreen }))
const LossScreen = lazy(async () => ({ default: (await import('./vouchers/LossScreen.tsx')).LossScreen }))
const MoneyScreen = lazy(async () => ({ default: (await import('./shop/MoneyScreen.tsx')).MoneyScreen }))
const TrainingScreen = lazy(async () => ({ default: (await import('./trainings/TrainingScreen.tsx')).TrainingScreen }))
const SendingScreen = lazy(async () => ({ default: (await import('./sending/SendingScreen.tsx')).SendingScreen }))
const TrainingsScreen = lazy(async () => ({
  default: (await import('./trainings/TrainingsScreen.tsx')).TrainingsScreen,
}))
const SessionScreen = lazy(async () => ({ default: (await import('./trainings/SessionScreen.tsx')).SessionScreen }))
const LateScreen = lazy(async () => ({ default: (await import('./trainings/LateScreen.tsx')).LateScreen }))
const MeScreen = lazy(async () => ({ default: (await import('./sign-in/MeScreen.tsx')).MeScreen }))

/** After the first screen stands, and before anybody has come as far as to search. */
const quietMilliseconds = 2_000

export function Rooms({ onSignIn }: { onSignIn: () => void }) {
  const phone = usePhone()
  useEffect(() => {
    let callOff = () => {}
    const timer = setTimeout(async () => {
      const households = phone.all<Household>('household')
      if (households.length === 0) return
      // Where it cannot be had, it is made ready once somebody searches.
      const finding = await import('./households/finding.ts').catch(() => undefined)
      if (finding) callOff = finding.makeReady(households)
    }, quietMilliseconds)
    return () => {
      clearTimeout(timer)
      callOff()
    }
  }, [phone])

  return (
    <Router base="/field">
      <Frame onSignIn={onSignIn}>
        <FirstSync>
          <Suspense fallback={<Opening />}>
            <Switch>
              <Route path="/" component={TodayScreen} />
              <Route path="/households" component={HouseholdsScreen} />
              <Route path="/households/new" component={RegisterScreen} />
              <Route path="/households/:household">
                {({ household }) => <HouseholdScreen household={household} />}
              </Route>
              <Route path="/households/:household/change">
                {({ household }) => <ChangeScreen household={household} />}
              </Route>
              <Route path="/households/:household/change/:what">
                {({ household, what }) => <ChangeScreen household={household} what={what} />}
              </Route>
              <Route path="/households/:household/data">
                {({ household }) => <OwnDataScreen household={household} />}
              </Route>
              <Route path="/households/:household/propose">
                {({ household }) => <ProposeScreen household={household} />}
              </Route>
              <Route path="/proposals/:proposal">{({ proposal }) => <ProposalScreen proposal={proposal} />}</Route>
              <Route path="/proposals/:proposal/again">{({ proposal }) => <ProposeScreen again={proposal} />}</Route>
              <Route path="/proposals/:proposal/verify">{({ proposal }) => <VerifyScreen proposal={proposal} />}</Route>
              <Route path="/proposals/:proposal/decide">{({ proposal }) => <DecideScreen proposal={proposal} />}</Route>
              <Route path="/review" component={ReviewScreen} />
              <Route path="/vouchers" component={VouchersScreen} />
              <Route path="/vouchers/:voucher">{({ voucher }) => <VoucherScreen voucher={voucher} />}</Route>
              <Route path="/vouchers/:voucher/redeem">{({ voucher }) => <RedeemScreen voucher={voucher} />}</Route>
              <Route path="/vouchers/:voucher/codes">{({ voucher }) => <CodesScreen voucher={voucher} />}</Route>
              <Route path="/vouchers/:voucher/report">{({ voucher }) => <ReportScreen voucher={voucher} />}</Route>
              <Route path="/vouchers/:voucher/check">{({ voucher }) => <CheckScreen voucher={voucher} />}</Route>
              <Route path="/vouchers/:voucher/:handover/confirm">
                {({ voucher, handover }) => <ConfirmScreen voucher={voucher} handover={handover} />}
              </Route>
              <Route path="/vouchers/:voucher/:handover/witness">
                {({ voucher, handover }) => <WitnessScreen voucher={voucher} handover={handover} />}
              </Route>
              <Route path="/vouchers/:voucher/:handover/call">
                {({ voucher, handover }) => <CallScreen voucher={voucher} handover={handover} />}
              </Route>
              <Route path="/vouchers/:voucher/:handover/loss">
                {({ voucher, handover }) => <LossScreen voucher={voucher} handover={handover} />}
              </Route>
              <Route path="/trainings" component={TrainingsScreen} />
              <Route path="/money" component={MoneyScreen} />
              <Route path="/trainings/new" component={TrainingScreen} />
              <Route path="/sending" component={SendingScreen} />
              <Route path="/trainings/:training">{({ training }) => <SessionScreen training={training} />}</Route>
              <Route path="/trainings/:training/late">{({ training }) => <LateScreen training={training} />}</Route>
              <Route path="/me" component={MeScreen} />
              <Route>
                <Empty title={m.phone_no_such_page()} picture="question" />
              </Route>
            </Switch>
          </Suspense>
        </FirstSync>
      </Frame>
    </Router>
  )
}
