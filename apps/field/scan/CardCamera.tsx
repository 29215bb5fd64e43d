import { useEffect, useRef, useState } from 'react'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { type Shot, shrink, within } from '#ui/shrink.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { type CameraTrouble, openStream } from './stream.ts'

interface CardCameraProps {
  readonly onShot: (shot: Shot) => void
  readonly onTrouble: (trouble: CameraTrouble) => void
  readonly onClose: () => void
}

/** A card is half as broad again as it is high, and fills this much of what the camera sees. */
const cardShape = 1.5
const filled = 0.9
/** Of what lies around the card, so much stays: nobody holds a phone quite still. */
const margin = 1.08
/** What is drawn is made smaller afterwards, and not worse before. */
const quality = 0.95

/** A photo of a card that never leaves the app: no other camera, no gallery, and of the picture only the card. */
export function CardCamera({ onShot, onTrouble, onClose }: CardCameraProps) {
  useLanguage()
  const video = useRef<HTMLVideoElement>(null)
  const [size, setSize] = useState<{ width: number; height: number }>()
  const [taken, setTaken] = useState<Shot & { address: string }>()
  const [isBlurred, setBlurred] = useState(false)
  const told = useRef(onTrouble)
  told.current = onTrouble

  useEffect(() => {
    let isOpen = true
    const stream = openStream(video.current!, { width: { ideal: 1920 }, height: { ideal: 1080 } })
    void stream.opened.then((opened) => isOpen && opened !== 'open' && told.current(opened))
    return () => {
      isOpen = false
      stream.close()
    }
  }, [])

  useEffect(() => {
    if (!taken) return
    return () => URL.revokeObjectURL(taken.address)
  }, [taken])

  const card = size && cardIn(size)
  return (
    <div
      className="camera"
      role="dialog"
      aria-modal="true"
      aria-label={m.phone_card_camera()}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <p className="camera__how">{taken ? m.phone_card_readable() : m.phone_card_frame()}</p>
      <div className="camera__view">
        {/* The camera stays open behind the photo, for whoever takes it again. */}
        <div className="camera__picture" hidden={taken !== undefined}>
          <video
            ref={video}
            muted
            playsInline
            aria-label={m.phone_camera()}
            onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) =>
              setSize({ width: videoWidth, height: videoHeight })
            }
          />
          {card && size && (
            <div
              className="camera__frame"
              style={{
                width: `${(100 * card.width) / size.width}%`,
                height: `${(100 * card.height) / size.height}%`,
              }}
            />
          )}
        </div>
        {taken && <img className="camera__taken" src={taken.address} alt={m.photo_alt()} />}
      </div>
      {isBlurred && <Say tone="bad">{m.photo_too_large()}</Say>}
      <div className="camera__buttons">
        {taken ? (
          <>
            <button type="button" className="button" onClick={() => onShot({ blob: taken.blob, photo: taken.photo })}>
              <Pictogram name="check" size={22} />
              {m.phone_card_use()}
            </button>
            <button type="button" className="button button--second" onClick={() => setTaken(undefined)}>
              <Pictogram name="again" size={22} />
              {m.photo_again()}
            </button>
          </>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noAutofocus: a dialog begins at what it is for */}
            <button type="button" className="button" disabled={!card} autoFocus onClick={() => void take()}>
              <Pictogram name="camera" size={22} />
              {m.photo_take()}
            </button>
            <button type="button" className="button button--second" onClick={onClose}>
              {m.close()}
            </button>
          </>
        )}
      </div>
    </div>
  )

  async function take() {
    if (!video.current || !size) return
    setBlurred(false)
    const shot = await shrink(await cutOut(video.current, size))
    if (typeof shot === 'string') return setBlurred(true)
    setTaken({ ...shot, address: URL.createObjectURL(shot.blob) })
  }
}

/** Where the card is to lie in a picture of this size: in its middle. */
function cardIn({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const broad = Math.min(width * filled, height * filled * cardShape)
  return { width: broad, height: broad / cardShape }
}

async function cutOut(video: HTMLVideoElement, size: { width: number; height: number }): Promise<Blob> {
  const card = cardIn(size)
  const width = Math.min(size.width, card.width * margin)
  const height = Math.min(size.height, card.height * margin)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, within(width, height, Math.max(width, height)))
  const [left, top] = [(size.width - width) / 2, (size.height - height) / 2]
  canvas.getContext('2d')!.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
      'image/jpeg',
      quality,
    )
  })
}
