import { usePhone, useStanding } from '#sync/hooks.ts'
import { type KeptPhoto, type PhotoRoad, tellsWifi } from '#sync/photos.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

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
        <div className="card stack" key={photo.digest}>
          <Say tone="bad">{m.phone_photos_refused()}</Say>
          <p>{reasonOf(photo)}</p>
          <button type="button" className="button button--plain" onClick={() => void photos.again(photo.digest)}>
            {m.failed_again()}
          </button>
        </div>
      ))}
    </section>
  )
}

function reasonOf({ refused }: KeptPhoto): string {
  if (refused === 'picture-too-large') return m.trouble_picture_too_large_next()
  return refused === 'not-a-picture' ? m.trouble_not_a_picture_next() : m.trouble_unreadable_next()
}
