import { useState } from 'react'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { packageOf, reasonOf, type Window } from '#capabilities/windows/window.ts'
import { dayOf } from '#door/values.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { Clock } from '#ui/Clock.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { barredFromVerifying } from '../barred.ts'
import { Action } from '../frame/Action.tsx'
import { Found } from '../frame/Found.tsx'
import { Screen } from '../frame/Screen.tsx'
import { Story } from '../households/Story.tsx'
import { inOrder, ofProposal } from '../households/story.ts'
import { asLabel, nameText, usePlaceName } from '../words.ts'
import { Cost } from './Cost.tsx'
import { Standing } from './Standing.tsx'

/** One proposal: how it stands, why, what it costs, and what may be done about it now. */
export function ProposalScreen({ proposal: key }: { proposal: string }) {
  return (
    <Found<Proposal> noun="proposal" record={key}>
      {(proposal) => <ProposalPage proposal={proposal} />}
    </Found>
  )
}

function ProposalPage({ proposal }: { proposal: Proposal }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const unsent = useUnsent(proposal.key)
  const window = phone.find<Window>('window', proposal.window)
  const household = phone.find<Household>('household', proposal.household)
  const { key, state, quantity } = proposal
  const actor = phone.bearer()?.actor
  const may = (permission: string) => actor?.grants.some(({ permissions }) => permissions.includes(permission)) ?? false
  const voucher = phone.all<Voucher>('voucher').find((one) => one.proposal === key)

  return (
    <Screen
      title={window ? (packageOf(window, proposal.package)?.names[language] ?? proposal.package) : proposal.package}
      back={`/households/${proposal.household}`}
    >
      <section className="card stack">
        <p>{household ? nameText(headOf(household)) : ''}</p>
        <p>
          <StateBadge noun="proposal" state={state} />
        </p>
        <Clock
          since={proposal.since}
          dueOn={window && !voucher ? dueOn(proposal, window) : undefined}
          today={dayOf(phone.now())}
        />
        <p>
          {asLabel(m.field_quantity())}: {numberText(quantity)} · {placeName(proposal.place)} ·{' '}
          {contributionWords[proposal.contribution]()}
        </p>
        {proposal.lines && <Cost lines={proposal.lines} window={window} />}
        {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
      </section>

      {actor?.household === proposal.household && <Standing proposal={proposal} window={window} />}
      <Answer proposal={proposal} window={window} />

      {voucher && (
        <Action to={`/vouchers/${voucher.key}`} picture="voucher">
          {m.phone_proposal_voucher()}
        </Action>
      )}
      {state === 'submitted' && may('proposal.verify') && (
        <Action to={`/proposals/${key}/verify`} picture="inspect" barred={barredFromVerifying(phone, proposal)}>
          {m.phone_verify_title()}
        </Action>
      )}
      {['submitted', 'verified'].includes(state) && (may('proposal.verify') || may('proposal.decide')) && (
        <Action to={`/proposals/${key}/decide`} picture="proposal" isSecond>
          {m.phone_decide_title()}
        </Action>
      )}
      {state === 'returned' && may('proposal.submit') && (
        <Action to={`/proposals/${key}/again`} picture="again">
          {m.phone_propose_again()}
        </Action>
      )}
      {state === 'rejected' && may('proposal.submit') && !proposal.appeal && <Appeal proposal={proposal} />}
      <Story happenings={inOrder(ofProposal(proposal))} />
      {['draft', 'submitted', 'returned', 'verified'].includes(state) && may('proposal.submit') && (
        <Withdraw proposal={proposal} />
      )}
    </Screen>
  )
}

/** What was said to it, and what the household can do now. */
function Answer({ proposal, window }: { proposal: Proposal; window: Window | undefined }) {
  const language = useLanguage()
  const last =
    proposal.state === 'returned'
      ? proposal.returns.at(-1)
      : proposal.state === 'rejected'
        ? proposal.rejections.at(-1)
        : undefined
  const reason = last && window && reasonOf(window, last.code)
  if (!last) return null
  return (
    <section className="card stack">
      <h2>{proposal.state === 'returned' ? m.phone_proposal_why_returned() : m.phone_proposal_why_rejected()}</h2>
      <p>{reason?.names[language] ?? last.code}</p>
      {last.note && <p className="quiet">«{last.note}»</p>}
      {reason && (
        <Say tone="going" quietly>
          {reason.next[language]}
        </Say>
      )}
    </section>
  )
}

function Appeal({ proposal }: { proposal: Proposal }) {
  const [isOpen, setOpen] = useState(false)
  const [note, setNote] = useState('')
  if (!isOpen) {
    return (
      <button type="button" className="button button--second" onClick={() => setOpen(true)}>
        {m.phone_appeal_title()}
      </button>
    )
  }
  return (
    <section className="card stack">
      <TextField label={m.phone_appeal_note()} lines={4} max={1000} value={note} onChange={setNote} />
      <AskButton command="proposal.appeal" about={proposal.key} input={{ note }}>
        {m.phone_appeal_do()}
      </AskButton>
    </section>
  )
}

function Withdraw({ proposal }: { proposal: Proposal }) {
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  if (!isOpen) {
    return (
      <button type="button" className="button button--plain" onClick={() => setOpen(true)}>
        {m.phone_withdraw_title()}
      </button>
    )
  }
  return (
    <section className="card stack">
      <TextField label={asLabel(m.field_reason())} max={300} value={reason} onChange={setReason} />
      <AskButton command="proposal.withdraw" about={proposal.key} input={{ reason }} look="grave">
        {m.phone_withdraw_do()}
      </AskButton>
    </section>
  )
}
