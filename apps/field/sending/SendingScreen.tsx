import { usePhone, useStanding } from '#sync/hooks.ts'
import type { Entry } from '#sync/outbox.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Screen } from '../frame/Screen.tsx'
import { NotPromised } from '../keeping/NotPromised.tsx'
import { PhotosWaiting } from '../photos/PhotosWaiting.tsx'
import { HandOver } from './HandOver.tsx'
import { OfficePhone } from './OfficePhone.tsx'
import { TroubleCard } from './TroubleCard.tsx'
import { WaitingCard } from './WaitingCard.tsx'

/** What has not arrived, and what was answered with no: why, and what can be done now. */
export function SendingScreen() {
  useLanguage()
  useStanding()
  const phone = usePhone()
  const entries = phone.outbox().filter(({ state }) => state !== 'accepted')
  const trouble = phone.trouble()
  const waiting = entries.filter((entry) => !trouble.includes(entry))
  const unreadable = phone.unreadable().length

  return (
    <Screen title={m.phone_sending()}>
      {phone.isClockBehind() && <Say tone="waiting">{m.phone_clock_behind()}</Say>}
      {entries.length === 0 && unreadable === 0 && phone.photos.waiting().length === 0 && (
        <Empty title={m.phone_sending_nothing()} picture="sent">
          <p className="quiet">{m.phone_sending_nothing_next()}</p>
        </Empty>
      )}
      {entries.length > 0 && <NotPromised />}
      <Entries title={m.phone_sending_look()} entries={trouble} Card={TroubleCard} />
      {(trouble.length > 0 || unreadable > 0) && <OfficePhone />}
      <Entries title={m.phone_sending_waiting()} entries={waiting} Card={WaitingCard} />
      {unreadable > 0 && <Say tone="bad">{m.phone_sending_unreadable({ count: unreadable })}</Say>}
      {entries.length > 0 && (
        <button type="button" className="button button--second" onClick={() => void phone.sync()}>
          <Pictogram name="again" size={20} />
          {m.phone_sending_now()}
        </button>
      )}
      <PhotosWaiting />
      <HandOver unsent={entries.length + unreadable} />
    </Screen>
  )
}

function Entries({
  title,
  entries,
  Card,
}: {
  title: string
  entries: readonly Entry[]
  Card: (props: { entry: Entry }) => ReturnType<typeof TroubleCard>
}) {
  if (entries.length === 0) return null
  return (
    <section className="stack">
      <h2>
        {title} <span className="quiet">{entries.length}</span>
      </h2>
      <ul className="plain stack">
        {entries.map((entry) => (
          <li key={entry.envelope.id}>
            <Card entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  )
}
