/** Before the first reading: what it brings and costs, a yes, and then how far it is. */
import type { ReactNode } from 'react'
import { useRoute } from 'wouter'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Screen } from './Screen.tsx'

/** What a photo weighs at most on the way: known to everybody who sends some. */
const photoBytes = 150_000

/** Stands before the rooms until there is something in them. What waits to be sent, and oneself, can be reached. */
export function FirstSync({ children }: { children: ReactNode }) {
  useLanguage()
  const { firstSync, failed, isComplete } = useStanding()
  const [isSending] = useRoute('/sending')
  const [isMe] = useRoute('/me')
  if (isSending || isMe) return children
  if (failed === 'too-much') return isComplete ? <StillTooMuch>{children}</StillTooMuch> : <TooMuch />
  if (!firstSync) return children
  return firstSync.isBegun ? <Coming {...firstSync} isWaiting={failed !== null} /> : <Asking {...firstSync} />
}

interface AskingProps {
  readonly documents: number
  readonly households: number
  readonly bytes: number
  readonly read: number
}

function Asking({ documents, households, bytes, read }: AskingProps) {
  const phone = usePhone()
  const size = numberText(Math.ceil(bytes / 1_000))
  const photos = Math.round(bytes / photoBytes)
  return (
    <Screen title={m.phone_first_title()}>
      <ul className="plain stack">
        {households > 0 && (
          <li className="item">
            <Pictogram name="household" />
            <span className="item__words">{m.phone_first_households({ count: households })}</span>
          </li>
        )}
        <li className="item">
          <Pictogram name="camera" />
          <span className="item__words">
            {bytes < photoBytes ? m.phone_first_small({ size }) : m.phone_first_size({ size, count: photos })}
          </span>
        </li>
      </ul>
      <p>{m.phone_first_why()}</p>
      {read > 0 && (
        <Say tone="waiting">{m.phone_first_stopped({ read: numberText(read), all: numberText(documents) })}</Say>
      )}
      <button type="button" className="button button--wide" onClick={() => void phone.beginFirstSync()}>
        <Pictogram name="again" size={20} />
        {read > 0 ? m.phone_first_go_on() : m.phone_first_begin()}
      </button>
      <p className="quiet">{m.phone_first_later()}</p>
    </Screen>
  )
}

function Coming({ documents, read, isWaiting }: { documents: number; read: number; isWaiting: boolean }) {
  const phone = usePhone()
  // Something may have been registered since it was counted.
  const all = Math.max(documents, read)
  const told = m.phone_first_read({ read: numberText(read), all: numberText(all) })
  return (
    <Screen title={m.phone_first_coming()}>
      <div className="progress">
        <p className="progress__words">{told}</p>
        <progress value={read} max={all} aria-label={told} />
      </div>
      {isWaiting ? (
        <Say tone="waiting">{m.phone_first_broken()}</Say>
      ) : (
        <p className="quiet">{m.phone_first_patience()}</p>
      )}
      <button type="button" className="button button--second" onClick={() => void phone.stopFirstSync()}>
        {m.phone_first_stop()}
      </button>
    </Screen>
  )
}

/** The office says no to the whole of it: only an administrator can help. */
function TooMuch() {
  const phone = usePhone()
  return (
    <Screen title={m.trouble_too_much_for_a_phone()}>
      <Say tone="bad">{m.phone_too_much_next()}</Say>
      <p className="quiet">{m.phone_too_much_sending()}</p>
      <button type="button" className="button button--second" onClick={() => void phone.sync()}>
        <Pictogram name="again" size={20} />
        {m.failed_again()}
      </button>
    </Screen>
  )
}

function StillTooMuch({ children }: { children: ReactNode }) {
  return (
    <>
      <Say tone="bad">
        {m.trouble_too_much_for_a_phone()} {m.phone_too_much_still()}
      </Say>
      {children}
    </>
  )
}
