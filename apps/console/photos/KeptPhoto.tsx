import { useState } from 'react'
import { PhotoField } from '#ui/PhotoField.tsx'
import type { Shot } from '#ui/shrink.ts'
import { sendPhoto } from './sendPhoto.ts'

/** A photo that is sent as soon as it is taken; its name is told once it is kept. */
export function KeptPhoto({
  label,
  home,
  onKept,
}: {
  label: string
  home: string
  onKept: (photo: string | null) => void
}) {
  const [shot, setShot] = useState<Shot>()
  const [trouble, setTrouble] = useState<string>()

  async function keep(taken: Shot | undefined) {
    setShot(taken)
    setTrouble(undefined)
    onKept(null)
    if (!taken) return
    const problem = await sendPhoto(home, taken)
    if (problem === undefined) onKept(taken.photo)
    else setTrouble(problem)
  }

  return <PhotoField label={label} value={shot} problem={trouble} onChange={(taken) => void keep(taken)} />
}
