import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Complaint, openStates } from '#capabilities/complaints/complaint.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { deskWords, kindWords } from './words.ts'

/** One complaint: what was said, what it holds up, and the answer. */
export function ComplaintScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const complaint = useRecord<Complaint>('complaint', key)
  useTitle(m.complaints_title())
  if (complaint === 'not-yet') return <Waiting />
  if (!complaint) return <Empty title={m.complaints_public_none()} picture="question" />
  const isOpen = openStates.includes(complaint.state)
  const { name, phone } = complaint.caller
  return (
    <PlaceNames codes={complaint.about === '' ? [] : [complaint.about]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              {complaint.reference} · <PlaceName code={complaint.about} levels={4} />
            </p>
            <h1>{wordFor(kindWords, complaint.kind, language)}</h1>
            <p className="row">
              <StateBadge noun="complaint" state={complaint.state} />
              <span>{wordFor(deskWords, complaint.desk, language)}</span>
              {isOpen && (
                <span>
                  {m.sheet_until()} <DayText day={complaint.dueOn} />
                </span>
              )}
              {complaint.voucher && may(me, 'voucher.read') && (
                <Link to="/vouchers/$key" params={{ key: complaint.voucher }}>
                  {m.voucher_title()}
                </Link>
              )}
            </p>
          </div>
        </div>
        <div className="columns">
          <div className="columns__main">
            <section className="panel">
              <h2>{m.complaints_said()}</h2>
              <p className="quiet">
                <InstantText at={complaint.loggedAt} /> ·{' '}
                {[name, phone && phoneText(phone)].filter(Boolean).join(', ') || m.complaints_unknown_caller()}
              </p>
              <p>{complaint.said}</p>
              {complaint.voucher && isOpen && (
                <Say tone="waiting" quietly>
                  {m.complaints_held()}
                </Say>
              )}
            </section>
            {complaint.answer && (
              <section className="panel">
                <h2>{m.complaint_state_answered()}</h2>
                {complaint.answer.passedTo && <p>{m.complaints_passed_to({ to: complaint.answer.passedTo })}</p>}
                <p lang="km">{complaint.answer.words}</p>
              </section>
            )}
            {may(me, 'journal.read') && (
              <section className="panel">
                <h2>{m.proposal_history()}</h2>
                <History keys={[complaint.key]} />
              </section>
            )}
          </div>
          {isOpen && may(me, 'complaint.answer') && (
            <div className="columns__side">
              <section className="panel panel--do">
                <h2>{m.proposal_do()}</h2>
                {complaint.takenBy !== me.person.key && (
                  <AskButton
                    command="complaint.take"
                    about={complaint.key}
                    input={{ seen: complaint.version }}
                    look="second"
                  >
                    {m.complaints_take()}
                  </AskButton>
                )}
                <Answer complaint={complaint} />
              </section>
            </div>
          )}
        </div>
      </div>
    </PlaceNames>
  )
}

function Answer({ complaint }: { complaint: Complaint }) {
  const [words, setWords] = useState('')
  const [to, setTo] = useState('')
  const input = { seen: complaint.version, words: words.trim() }
  return (
    <>
      <TextField
        label={m.complaints_answer()}
        hint={m.complaints_answer_about()}
        lines={5}
        max={1000}
        value={words}
        onChange={setWords}
      />
      <TextField
        label={m.complaints_pass_to()}
        hint={m.complaints_pass_about()}
        max={200}
        value={to}
        onChange={setTo}
      />
      <AskButton
        command="complaint.answer"
        about={complaint.key}
        input={to.trim() === '' ? input : { ...input, passedTo: to.trim() }}
      >
        {to.trim() === '' ? m.complaints_answer_do() : m.complaints_pass_do()}
      </AskButton>
    </>
  )
}
