import { useState } from 'react'
import { Link } from 'wouter'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { type KeptPhoto, type PhotoRoad, tellsWifi } from '#sync/photos.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { sentenceOf } from '#ui/HistoryStory.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { addressOf } from '../sending/addressOf.ts'
import { nameText } from '../words.ts'

/** How many photos have not reached the office, what they weigh, and on which network they may go. */
export function PhotosWaiting() {
  useLanguage()
  useStanding()
  const { photos } = usePhone()
  const kept = photos.waiting()
  if (kept.length === 0) return null
  const refused = kept.filter((photo) => photo.refused !== null)
  const size = numberText(Math.ceil(kept.reduce((sum, { bytes }) => sum + bytes, 0) / 1024))
  const choices: { value: PhotoRoad; label: string }[] = [
    { value: 'any', label: m.phone_photos_any() },
    ...(tellsWifi() ? [{ value: 'wifi' as const, label: m.phone_photos_wifi() }] : []),
    { value: 'asked', label: m.phone_photos_asked() },
  ]
  return (
    <section className="stack">
      <h2>{m.phone_photos_waiting({ count: kept.length, size })}</h2>
      <ChoiceCards
        label={m.phone_photos_road()}
        choices={choices}
        value={photos.road()}
        onChange={(road) => void photos.choose(road)}
      />
      <button type="button" className="button button--second" onClick={() => void photos.send(true)}>
        <Pictogram name="camera" size={20} />
        {m.phone_photos_now()}
      </button>
      {refused.map((photo) => (
        <TurnedAway key={photo.digest} photo={photo} />
      ))}
    </section>
  )
}

/** One that the office did not take: whose record it belongs to, and the ways on. */
function TurnedAway({ photo }: { photo: KeptPhoto }) {
  useLanguage()
  const phone = usePhone()
  const [isWarned, setWarned] = useState(false)
  const { digest, asked } = photo
  const bearer = phone.bearer()
  const there = asked && addressOf(asked, phone)
  return (
    <div className="card stack">
      <Say tone="bad">{m.phone_photos_refused()}</Say>
      {asked && <p>{sentenceOf(asked.name, bearer ? nameText(bearer) : '')}</p>}
      <p>{reasonOf(photo)}</p>
      {there && isOfCard(asked.name) && (
        <Link href={`${there}/change/poverty`} className="button">
          <Pictogram name="camera" size={20} />
          {m.photo_again()}
        </Link>
      )}
      {there && (
        <Link href={there} className="button button--second">
          {m.phone_trouble_look()}
        </Link>
      )}
      <button type="button" className="button button--second" onClick={() => void phone.photos.again(digest)}>
        {m.failed_again()}
      </button>
      {isWarned && <Say tone="waiting">{m.phone_photos_drop_warning()}</Say>}
      <button
        type="button"
        className={isWarned ? 'button button--grave' : 'button button--plain'}
        onClick={() => (isWarned ? void phone.photos.drop(digest) : setWarned(true))}
      >
        {m.phone_photos_drop()}
      </button>
    </div>
  )
}

/** A card can be photographed anew at any time; of what was seen on a visit there is no second photo. */
function isOfCard(name: string): boolean {
  return name === 'household.register' || name === 'household.setPoverty'
}

function reasonOf({ refused }: KeptPhoto): string {
  if (refused === 'picture-too-large') return m.trouble_picture_too_large_next()
  return refused === 'not-a-picture' ? m.trouble_not_a_picture_next() : m.trouble_unreadable_next()
}
