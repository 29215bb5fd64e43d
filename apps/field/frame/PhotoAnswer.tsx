import { type ComponentProps, lazy, Suspense, useEffect, useState } from 'react'
import type { Home } from '#door/key.ts'
import { usePhone } from '#sync/hooks.ts'
import { StorageFull } from '#sync/storage.ts'
import { PhotoField } from '#ui/PhotoField.tsx'
import { Say } from '#ui/Say.tsx'
import type { Shot } from '#ui/shrink.ts'
import { m } from '#ui/words/compiled/messages.js'

const CardCamera = lazy(async () => ({ default: (await import('../scan/CardCamera.tsx')).CardCamera }))

type Props = Omit<ComponentProps<typeof PhotoField>, 'value' | 'onChange' | 'onCamera'> & {
  readonly home: Home
  /** The name of a photo that this phone has kept. */
  readonly value: string | undefined
  readonly onChange: (photo: string | undefined) => void
  /** Of a card: by a camera of our own where there is one, so that no gallery keeps it. */
  readonly isCard?: boolean
}

/** A photo as an answer of a form: kept at once, so that a draft needs only its name. */
export function PhotoAnswer({ home, value, onChange, isCard = false, ...field }: Props) {
  const { photos } = usePhone()
  const [shot, setShot] = useState<Shot>()
  const [hasNoRoom, setNoRoom] = useState(false)
  const [camera, setCamera] = useState<'closed' | 'open' | 'forbidden' | 'none'>('closed')

  // What was taken before the form was left is in the phone's own drawer.
  useEffect(() => {
    if (value === undefined || shot?.photo === value) return
    let isCurrent = true
    void photos.open(value).then((blob) => isCurrent && blob && setShot({ photo: value, blob }))
    return () => {
      isCurrent = false
    }
  }, [photos, value, shot])

  return (
    <>
      <PhotoField
        {...field}
        onCamera={isCard && (camera === 'closed' || camera === 'open') ? () => setCamera('open') : undefined}
        problem={hasNoRoom ? m.phone_photo_no_room() : field.problem}
        value={value !== undefined && shot?.photo === value ? shot : undefined}
        onChange={(taken) => void keep(taken)}
      />
      {camera === 'open' && (
        <Suspense fallback={null}>
          <CardCamera
            onShot={(taken) => {
              setCamera('closed')
              void keep(taken)
            }}
            onTrouble={setCamera}
            onClose={() => setCamera('closed')}
          />
        </Suspense>
      )}
      {(camera === 'forbidden' || camera === 'none') && (
        <Say tone="waiting">
          {camera === 'forbidden' ? m.phone_card_camera_forbidden() : m.phone_card_camera_none()}
        </Say>
      )}
      {value !== undefined && shot?.photo !== value && <p className="note">{m.phone_photo_kept()}</p>}
    </>
  )

  async function keep(taken: Shot | undefined) {
    setNoRoom(false)
    setShot(taken)
    if (!taken) return onChange(undefined)
    try {
      onChange(await photos.keep(home, taken.blob))
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      setShot(undefined)
      setNoRoom(true)
    }
  }
}
