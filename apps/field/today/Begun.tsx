import { useState, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import type { Day } from '#door/values.ts'
import type { Draft } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { InstantText } from '#ui/DayText.tsx'
import { relativeDayText } from '#ui/days.ts'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** What was begun on this phone and not finished: nothing of it has been asked. */
export function Begun({ today }: { today: Day }) {
  useLanguage()
  const { drafts } = usePhone()
  const all = useSyncExternalStore(drafts.subscribe, drafts.all, drafts.all)
  if (all.length === 0) return null
  return (
    <section className="stack">
      <h2>
        {m.phone_drafts()} <span className="quiet">{all.length}</span>
      </h2>
      <ul className="plain items">
        {all.map((draft) => (
          <li key={`${draft.name} ${draft.subject}`}>
            <DraftItem draft={draft} today={today} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function DraftItem({ draft, today }: { draft: Draft; today: Day }) {
  const language = useLanguage()
  const { drafts } = usePhone()
  const [isWarned, setWarned] = useState(false)
  const planned = draft.name === 'training.hold' ? dayIn(draft.answers) : undefined
  const [words, picture] = begun[draft.name] ?? [m.phone_draft_form, 'proposal']
  return (
    <div className="draft">
      <Link href={draft.address} className="item">
        <Pictogram name={picture} />
        <span className="item__words">
          <strong>{draft.title || words()}</strong>
          {draft.title !== '' && <span>{words()}</span>}
          {planned && (
            <span>
              <Badge tone={planned < today ? 'bad' : 'waiting'}>
                {m.phone_training_planned_for({ when: relativeDayText(planned, today, language) })}
              </Badge>
            </span>
          )}
          <span>
            <Badge tone="quiet">{m.phone_draft_not_asked()}</Badge>
          </span>
          <span className="note">
            <InstantText at={draft.changedAt} />
          </span>
        </span>
        <Pictogram name="forward" size={20} />
      </Link>
      {isWarned ? (
        <div className="stack">
          <Say tone="bad">{m.phone_draft_discard_warning()}</Say>
          <div className="row">
            <button type="button" className="button button--second" onClick={() => setWarned(false)}>
              {m.phone_draft_keep()}
            </button>
            <button
              type="button"
              className="button button--grave"
              onClick={() => void drafts.drop(draft, draft.subject)}
            >
              {m.phone_draft_discard_do()}
            </button>
          </div>
        </div>
      ) : (
        <button
          type="button"
          className="button button--plain"
          aria-label={m.phone_draft_discard_named({ title: draft.title || words() })}
          onClick={() => setWarned(true)}
        >
          {m.phone_draft_discard()}
        </button>
      )}
    </div>
  )
}

/** The day of a session. Whatever shape the draft was written in, what is no day is none. */
function dayIn(answers: unknown): Day | undefined {
  const { heldOn } = (answers ?? {}) as { heldOn?: unknown }
  return typeof heldOn === 'string' && /^\d{4}-\d\d-\d\d$/.test(heldOn) ? heldOn : undefined
}

/** By the command that the form will ask. */
const begun: Readonly<Record<string, [() => string, PictogramName]>> = {
  'household.register': [m.phone_register_title, 'plus'],
  'household.amend': [m.phone_change_details, 'person'],
  'household.setPhones': [m.phone_change_phones, 'phone'],
  'household.setPoverty': [m.phone_change_poverty, 'camera'],
  'household.changeHead': [m.family_head, 'people'],
  'household.death': [m.family_death, 'cross'],
  'household.separate': [m.family_leave, 'out'],
  'household.move': [m.family_move, 'place'],
  'household.addMember': [m.family_add, 'people'],
  'proposal.submit': [m.phone_propose_title, 'proposal'],
  'proposal.resubmit': [m.phone_propose_again, 'again'],
  'proposal.verify': [m.phone_verify_title, 'inspect'],
  'proposal.decide': [m.phone_decide_title, 'proposal'],
  'training.hold': [m.phone_training_title, 'training'],
  'training.addAttendance': [m.phone_training_late, 'people'],
  'voucher.redeem': [m.phone_redeem_title, 'delivery'],
  'voucher.witness': [m.phone_witness_title, 'camera'],
  'voucher.check': [m.phone_check_title, 'inspect'],
  'voucher.confirm': [m.phone_confirm_title, 'check'],
  'voucher.claimMortality': [m.phone_loss_title, 'chick'],
  'voucher.report': [m.phone_report_title, 'warning'],
  'voucher.callBack': [m.phone_call_title, 'phone'],
}
