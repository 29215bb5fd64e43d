import { useLocation } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Action } from '../frame/Action.tsx'
import { Found } from '../frame/Found.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText } from '../words.ts'
import { WeighingCard } from './Weighing.tsx'
import { type Way, waysOf } from './ways.ts'

interface Answers {
  /** Whose proposal, for a list of what was begun. */
  readonly name: string
  readonly way: Way | undefined
  readonly code: string
  readonly note: string
}

const deciding: DraftForm<Answers> = { name: 'proposal.decide', carry: [], about: ({ name }) => name }

/** One proposal weighed: look at it, approve it, send it back or refuse it, each with why one may not. */
export function DecideScreen({ proposal: key }: { proposal: string }) {
  return (
    <Found<Proposal> noun="proposal" record={key}>
      {(proposal) => <Decide key={proposal.key} proposal={proposal} />}
    </Found>
  )
}

function Decide({ proposal }: { proposal: Proposal }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const unsent = useUnsent(proposal.key)
  const household = phone.find<Household>('household', proposal.household)
  const draft = useDraft(deciding, proposal.key, () => ({
    name: household ? nameText(headOf(household)) : '',
    way: undefined,
    code: '',
    note: '',
  }))
  const { way, code, note } = draft.answers
  const ways = waysOf(phone, proposal)
  const open = ways.filter(({ barred }) => !barred)
  const reasons = phone.find<Window>('window', proposal.window)?.reasons ?? []
  const said = { seen: proposal.version, note: note.trim() === '' ? null : note }
  const chosen = open.some((one) => one.way === way) ? way : undefined
  const about = proposal.key

  return (
    <Screen title={m.phone_decide_title()} back="/review">
      <Resumed draft={draft} />
      <WeighingCard proposal={proposal} />
      {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
      {ways.map(({ way: one, barred }) =>
        barred ? (
          <Say key={one} tone="quiet" quietly>
            {wayWords[one]()}: {explain(barred, language)}
          </Say>
        ) : null,
      )}
      {open.length > 0 && (
        <ChoiceCards<Way>
          label={m.phone_decide_question()}
          oneColumn
          value={chosen}
          onChange={(given) => draft.change({ way: given })}
          choices={open.map(({ way: one }) => ({ value: one, label: wayWords[one]() }))}
        />
      )}
      {chosen === 'verify' && (
        <Action to={`/proposals/${about}/verify`} picture="inspect">
          {m.phone_verify_title()}
        </Action>
      )}
      {(chosen === 'return' || chosen === 'reject') && (
        <ChoiceCards
          label={m.proposal_reason()}
          oneColumn
          value={code}
          onChange={(given) => draft.change({ code: given })}
          choices={reasons.map((reason) => ({
            value: reason.code,
            label: reason.names[language],
            hint: reason.next[language],
          }))}
        />
      )}
      {chosen && chosen !== 'verify' && (
        <>
          <TextField
            label={asLabel(m.field_note())}
            optional
            lines={2}
            max={1000}
            value={note}
            onChange={(given) => draft.change({ note: given })}
          />
          <p className="note">{m.phone_decide_when()}</p>
        </>
      )}
      {chosen === 'approve' && (
        <AskButton command="proposal.approve" about={about} input={said} onAnswer={decided}>
          {m.proposal_approve_do()}
        </AskButton>
      )}
      {(chosen === 'return' || chosen === 'reject') && code === '' && (
        <Say tone="quiet" quietly>
          {m.phone_decide_reason_first()}
        </Say>
      )}
      {chosen === 'return' && code !== '' && (
        <AskButton command="proposal.return" about={about} input={{ ...said, code }} onAnswer={decided} look="second">
          {m.proposal_return_do()}
        </AskButton>
      )}
      {chosen === 'reject' && code !== '' && (
        <AskButton command="proposal.reject" about={about} input={{ ...said, code }} onAnswer={decided} look="grave">
          {m.proposal_reject_do()}
        </AskButton>
      )}
    </Screen>
  )

  async function decided({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    await draft.done()
    go('/review')
  }
}

const wayWords: Record<Way, () => string> = {
  verify: m.phone_verify_title,
  approve: m.proposal_approve,
  return: m.proposal_return,
  reject: m.proposal_reject,
}
