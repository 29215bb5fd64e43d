import type { ReactNode } from 'react'
import { Mark, type Tone } from './Mark.tsx'

/** A sentence with a tone. Announced when it appears, unless it stood there from the beginning. */
export function Say({
  tone,
  children,
  id,
  quietly = false,
}: {
  tone: Tone
  children: ReactNode
  id?: string
  quietly?: boolean
}) {
  return (
    <p className={`say tone-${tone}`} id={id} role={quietly ? undefined : tone === 'bad' ? 'alert' : 'status'}>
      <Mark tone={tone} />
      <span>{children}</span>
    </p>
  )
}
