import type { ReactNode } from 'react'
import { messageSlot } from '#capabilities/sounds/slots.ts'
import { Listen } from '#ui/Listen.tsx'
import type { SpokenMessage } from '#ui/words/spoken.ts'

/** A sentence that a farmer reads, or listens to. */
export function Heard({ sound, children }: { sound: SpokenMessage; children: string }): ReactNode {
  return (
    <div className="heard">
      <p className="quiet">{children}</p>
      <Listen slots={[messageSlot(sound)]} what={children} />
    </div>
  )
}
