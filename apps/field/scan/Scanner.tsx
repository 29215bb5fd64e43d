import { useEffect, useRef, useState } from 'react'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { openDetector } from './detector.ts'

/** How often a frame is looked at: a cheap phone needs the rest of the time for the picture. */
const everyMilliseconds = 250

/** The camera, and every new text that it reads. */
export function Scanner({ onText }: { onText: (text: string) => void }) {
  useLanguage()
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<'forbidden' | 'none'>()
  const told = useRef(onText)
  told.current = onText

  useEffect(() => {
    let isOpen = true
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = ''
    void begin()
    return () => {
      isOpen = false
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }

    async function begin() {
      try {
        const [detect, opened] = await Promise.all([
          openDetector(),
          navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
        ])
        stream = opened
        if (!isOpen) return
        video.current!.srcObject = opened
        await video.current!.play()
        void look(detect)
      } catch (error) {
        setTrouble((error as Error).name === 'NotAllowedError' ? 'forbidden' : 'none')
      }
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
