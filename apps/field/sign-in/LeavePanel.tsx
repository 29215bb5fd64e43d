import { useState } from 'react'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { askBySession } from '../askBySession.ts'
import { giveFile } from '../sending/give.ts'
import type { Care } from './care.ts'

/** The way out: what it takes from this phone, and what has to be kept first. */
export function LeavePanel({ care }: { care: Care }) {
  useLanguage()
  useStanding()
  const phone = usePhone()
  const [isSaved, setSaved] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const unsent = phone.outbox().filter(({ state }) => state !== 'accepted').length + phone.unreadable().length
  const photos = phone.photos.waiting().length
  const drafts = phone.drafts.all().length
  const [given, setGiven] = useState(0)
  // What was asked after the file was saved is not in it.
  const mustSave = unsent > 0 && !(isSaved && given === unsent)

  return (
    <details className="card stack">
      <summary>{m.phone_leave_title()}</summary>
      <p>{m.phone_leave_warning()}</p>
      {drafts > 0 && <Say tone="waiting">{m.phone_leave_drafts({ count: drafts })}</Say>}
      {photos > 0 && <Say tone="bad">{m.phone_leave_photos({ count: photos })}</Say>}
      {unsent > 0 && (
        <>
          <Say tone="bad">{m.phone_leave_save_first({ count: unsent })}</Say>
          <button type="button" className="button button--second" onClick={() => void save()}>
            {m.phone_pin_save_work()}
          </button>
          {given === unsent && (
            <label className="choice">
              <input type="checkbox" checked={isSaved} onChange={() => setSaved(!isSaved)} />
              <span className="choice__words">{m.phone_leave_saved()}</span>
              <span className="choice__mark" aria-hidden="true">
                <Pictogram name="check" size={16} />
              </span>
            </label>
          )}
        </>
      )}
      {trouble && <Say tone="bad">{trouble}</Say>}
      <button
        type="button"
        className="button button--grave"
        disabled={mustSave || photos > 0 || isBusy}
        onClick={() => void leave()}
      >
        {m.phone_leave_sure()}
      </button>
    </details>
  )

  async function save() {
    const work = await phone.handOver()
    if (!work) return setTrouble(m.phone_hand_over_not_yet())
    await giveFile(work, phone.now().slice(0, 10))
    setGiven(unsent)
  }

  /** The session ends with it, if it is this person's: a cookie left behind would be a way in. */
  async function leave() {
    setBusy(true)
    setTrouble(undefined)
    const me = await phone.network.reach('/api/me').catch(() => undefined)
    const isOwn = me?.ok && ((await me.json()) as { person: { key: string } }).person.key === phone.person
    // What was saved as a file is still to come from this device: it is shut out only where nothing is.
    if (isOwn && unsent === 0) {
      const answer = await askBySession(phone, 'device.revoke', phone.device.key, { reason: m.phone_leave_title() })
      if (!answer) {
        setBusy(false)
        return setTrouble(m.phone_leave_no_signal())
      }
    }
    const ended = isOwn ? await phone.network.reach('/api/sign-out', { method: 'POST' }).catch(() => undefined) : me
    if (!ended || ended.status >= 500) {
      setBusy(false)
      return setTrouble(m.phone_leave_no_signal())
    }
    await care.forget()
  }
}
