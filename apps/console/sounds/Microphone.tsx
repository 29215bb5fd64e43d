import { useEffect, useRef, useState } from 'react'
import { soundMillisecondsMax } from '#capabilities/sounds/sound.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { startRecording } from './recorder.ts'

const secondsMax = soundMillisecondsMax / 1_000

/** Press, read aloud, press again. It stops by itself before the recording gets too long. */
export function Microphone({
  word,
  labelledBy,
  onTaken,
  onRefused,
}: {
  word: string
  labelledBy: string
  onTaken: (blob: Blob) => void
  onRefused: () => void
}) {
  const [seconds, setSeconds] = useState<number>()
  const recording = useRef<{ stop(): void }>(undefined)
  const isRecording = seconds !== undefined

  useEffect(() => () => recording.current?.stop(), [])
  useEffect(() => {
    if (!isRecording) return
    const timer = setInterval(() => setSeconds((passed = 0) => passed + 1), 1_000)
    return () => clearInterval(timer)
  }, [isRecording])
  useEffect(() => {
    if (seconds !== undefined && seconds >= secondsMax - 1) recording.current?.stop()
  }, [seconds])

  if (!isRecording)
    return (
      <button type="button" className="button" aria-describedby={labelledBy} onClick={() => void begin()}>
        <Pictogram name="microphone" size={20} />
        {word}
      </button>
    )
  return (
    <span className="row">
      <button type="button" className="button button--grave" onClick={() => recording.current?.stop()}>
        <Pictogram name="stop" size={20} />
        {m.sounds_stop()}
      </button>
      <span role="status">{m.sounds_recording()}</span>
      <span className="amount">{m.sounds_seconds({ seconds: numberText(seconds), most: numberText(secondsMax) })}</span>
    </span>
  )

  async function begin() {
    try {
      const begun = await startRecording()
      recording.current = begun
      setSeconds(0)
      const blob = await begun.done
      recording.current = undefined
      setSeconds(undefined)
      onTaken(blob)
    } catch {
      setSeconds(undefined)
      onRefused()
    }
  }
}
