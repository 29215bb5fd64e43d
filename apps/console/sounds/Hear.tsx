import { useEffect, useRef, useState } from 'react'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { type Playing, play } from '#ui/playing.ts'
import { m } from '#ui/words/compiled/messages.js'

/** Plays one recording to whoever is about to keep it, or wants to know how it sounds. */
export function Hear({ open, what }: { open: () => Promise<Blob | undefined>; what: string }) {
  const [isPlaying, setPlaying] = useState(false)
  const voice = useRef<Playing>(undefined)
  useEffect(() => () => voice.current?.stop(), [])
  const word = isPlaying ? m.listen_stop() : m.sounds_hear()
  return (
    <button
      type="button"
      className="button button--second"
      aria-label={m.listen_to({ word, what })}
      onClick={() => (isPlaying ? voice.current?.stop() : listen())}
    >
      <Pictogram name={isPlaying ? 'stop' : 'speaker'} size={20} />
      {word}
    </button>
  )

  function listen() {
    setPlaying(true)
    voice.current = play([open], () => setPlaying(false))
  }
}
