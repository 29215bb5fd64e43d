import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Slot } from '#capabilities/sounds/slots.ts'
import { Pictogram } from './drawings/Pictogram.tsx'
import { type Sounds, useSounds } from './engine.ts'
import { type Playing, play } from './playing.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Says a sentence out loud. Where somebody did not record all of it, or it is not on this phone yet, there is no button. */
export function Listen({ slots, what }: { slots: readonly Slot[]; what: string }) {
  const language = useLanguage()
  const sounds = useSounds()
  const found = () => sounds?.find(slots, language)?.join(' ') ?? ''
  const digests = useSyncExternalStore(sounds?.subscribe ?? nobodyTells, found, found)
  if (!sounds || digests === '') return null
  // Another sentence is another voice: the one that speaks falls silent with its button.
  return <Voice key={digests} digests={digests.split(' ')} sounds={sounds} what={what} />
}

function Voice({ digests, sounds, what }: { digests: readonly string[]; sounds: Sounds; what: string }) {
  const [isPlaying, setPlaying] = useState(false)
  const voice = useRef<Playing>(undefined)
  useEffect(() => () => voice.current?.stop(), [])
  const word = isPlaying ? m.listen_stop() : m.listen()
  return (
    <button
      type="button"
      className="listen"
      aria-label={m.listen_to({ word, what })}
      onClick={() => (isPlaying ? voice.current?.stop() : listen())}
    >
      <Pictogram name={isPlaying ? 'stop' : 'speaker'} />
      <span>{word}</span>
    </button>
  )

  function listen() {
    setPlaying(true)
    voice.current = play(
      digests.map((digest) => () => sounds.open(digest)),
      () => setPlaying(false),
    )
  }
}

const nobodyTells = () => () => {}
