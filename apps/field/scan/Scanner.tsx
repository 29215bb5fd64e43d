import { useEffect, useRef, useState } from 'react'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { openDetector } from './detector.ts'
import { type CameraTrouble, openStream } from './stream.ts'

/** How often a frame is looked at: a cheap phone needs the rest of the time for the picture. */
const everyMilliseconds = 250

/** The camera, and every new text that it reads. */
export function Scanner({ onText }: { onText: (text: string) => void }) {
  useLanguage()
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<CameraTrouble>()
  const told = useRef(onText)
  told.current = onText

  useEffect(() => {
    let isOpen = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = ''
    const stream = openStream(video.current!)
    void begin()
    return () => {
      isOpen = false
      clearTimeout(timer)
      stream.close()
    }

    async function begin() {
      const [detect, opened] = await Promise.all([openDetector().catch(() => undefined), stream.opened])
      if (!isOpen) return
      if (opened !== 'open') return setTrouble(opened)
      if (!detect) {
        stream.close()
        return setTrouble('none')
      }
      void look(detect)
    }

    async function look(detect: (source: HTMLVideoElement) => Promise<string[]>) {
      if (!isOpen || !video.current) return
      const texts = await detect(video.current).catch(() => [])
      const text = texts[0]
      if (text !== undefined && text !== last && isOpen) {
        last = text
        told.current(text)
      }
      timer = setTimeout(() => void look(detect), everyMilliseconds)
    }
  }, [])

  if (trouble)
    return <Say tone="bad">{trouble === 'forbidden' ? m.phone_camera_forbidden() : m.phone_camera_none()}</Say>
  return (
    <div className="scanner">
      {/* What the camera sees has nothing to listen to. */}
      <video ref={video} muted playsInline aria-label={m.phone_camera()} />
    </div>
  )
}
