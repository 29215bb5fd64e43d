import { useState } from 'react'
import { type Proposal, type ProposalStep, proposalStepsFrom } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { may, useMe } from '../me.ts'
import { KeptPhoto } from '../photos/KeptPhoto.tsx'
import { IssueVoucher } from '../vouchers/IssueVoucher.tsx'

/** What can be done with a proposal in its state, by somebody with this person's duties. Why not, where not. */
export function Actions({ proposal, window }: { proposal: Proposal; window: Window }) {
  useLanguage()
  const me = useMe()
  const steps = proposalStepsFrom(proposal.state)
  const can = (step: ProposalStep, permission: string) => steps.includes(step) && may(me, permission)
  const decidesAppeal = can('uphold', 'proposal.decide')

  const shown = [
    can('verify', 'proposal.verify') && <Verify key="verify" proposal={proposal} />,
    can('approve', 'proposal.decide') && <Approve key="approve" proposal={proposal} />,
    can('reject', 'proposal.reject') && <Refuse key="reject" proposal={proposal} window={window} as="reject" />,
    can('return', 'proposal.verify') && <Refuse key="return" proposal={proposal} window={window} as="return" />,
    decidesAppeal && <DecideAppeal key="appeal" proposal={proposal} />,
    proposal.state === 'approved' && may(me, 'voucher.issue') && (
      <IssueVoucher key="issue" proposal={proposal} window={window} />
    ),
    can('cancel', 'proposal.decide') && <Cancel key="cancel" proposal={proposal} />,
  ].filter(Boolean)

  return shown.length > 0 ? <div className="stack">{shown}</div> : <p className="quiet">{m.proposal_nothing_to_do()}</p>
}

function Verify({ proposal }: { proposal: Proposal }) {
  const [how, setHow] = useState<'desk' | 'visit'>(proposal.sampled ? 'visit' : 'desk')
  const [note, setNote] = useState('')
  const [photo, setPhoto] = useState<string | null>(null)
  return (
    <Opening label={m.proposal_verify()} first>
      <ChoiceCards
        label={m.proposal_verify_how()}
        value={how}
        onChange={setHow}
        choices={[
          { value: 'desk', label: m.proposal_verify_desk(), hint: m.proposal_verify_desk_hint() },
          { value: 'visit', label: m.proposal_verify_visit(), hint: m.proposal_verify_visit_hint() },
        ]}
      />
      {how === 'visit' && <KeptPhoto label={m.field_photo()} home={proposal.key.slice(0, 2)} onKept={setPhoto} />}
      <TextField label={m.field_note()} optional lines={2} max={1000} value={note} onChange={setNote} />
      <AskButton
        command="proposal.verify"
        about={proposal.key}
        input={{ seen: proposal.version, how, note: note.trim() || null, photo, position: null }}
      >
        {m.proposal_verify_do()}
      </AskButton>
    </Opening>
  )
}

function Approve({ proposal }: { proposal: Proposal }) {
  const [note, setNote] = useState('')
  return (
    <Opening label={m.proposal_approve()} first>
      <TextField label={m.field_note()} optional lines={2} max={1000} value={note} onChange={setNote} />
      <AskButton
        command="proposal.approve"
        about={proposal.key}
        input={{ seen: proposal.version, note: note.trim() || null }}
      >
        {m.proposal_approve_do()}
      </AskButton>
    </Opening>
  )
}

/** A coded reason that the farmer reads with a next step, and a note in one's own words. */
function Refuse({ proposal, window, as }: { proposal: Proposal; window: Window; as: 'reject' | 'return' }) {
  const language = useLanguage()
  const [code, setCode] = useState('')
  const [note, setNote] = useState('')
  const input = { seen: proposal.version, code, note: note.trim() || null }
  return (
    <Opening label={as === 'reject' ? m.proposal_reject() : m.proposal_return()}>
      <ChoiceCards
        label={m.proposal_reason()}
        oneColumn
        value={code}
        onChange={setCode}
        choices={window.reasons.map((reason) => ({
          value: reason.code,
          label: reason.names[language],
          hint: reason.next[language],
        }))}
      />
      <TextField label={m.field_note()} optional lines={2} max={1000} value={note} onChange={setNote} />
      {code === '' ? (
        <Say tone="quiet" quietly>
          {m.proposal_reason_first()}
        </Say>
      ) : as === 'reject' ? (
        <AskButton command="proposal.reject" about={proposal.key} input={input} look="grave">
          {m.proposal_reject_do()}
        </AskButton>
      ) : (
        <AskButton command="proposal.return" about={proposal.key} input={input} look="second">
          {m.proposal_return_do()}
        </AskButton>
      )}
    </Opening>
  )
}

function DecideAppeal({ proposal }: { proposal: Proposal }) {
  const [reply, setReply] = useState('')
  const said = reply.trim() !== ''
  return (
    <Opening label={m.proposal_decide_appeal()} first>
      <TextField label={m.field_reply()} lines={3} max={1000} value={reply} onChange={setReply} />
      {said ? (
        (['overturned', 'upheld'] as const).map((outcome) => (
          <AskButton
            key={outcome}
            command="proposal.decideAppeal"
            about={proposal.key}
            input={{ seen: proposal.version, outcome, reply: reply.trim() }}
            look={outcome === 'overturned' ? 'first' : 'grave'}
          >
            {outcome === 'overturned' ? m.proposal_overturn() : m.proposal_uphold()}
          </AskButton>
        ))
      ) : (
        <Say tone="quiet" quietly>
          {m.proposal_reply_first()}
        </Say>
      )}
    </Opening>
  )
}

function Cancel({ proposal }: { proposal: Proposal }) {
  const [reason, setReason] = useState('')
  return (
    <Opening label={m.proposal_cancel()}>
      <p className="quiet">{m.proposal_cancel_about()}</p>
      <TextField label={m.field_reason()} max={300} value={reason} onChange={setReason} />
      <AskButton
        command="proposal.cancel"
        about={proposal.key}
        input={{ seen: proposal.version, reason: reason.trim() }}
        look="grave"
      >
        {m.proposal_cancel_do()}
      </AskButton>
    </Opening>
  )
}
