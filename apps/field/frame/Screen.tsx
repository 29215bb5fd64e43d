import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { messageSlot } from '#capabilities/sounds/slots.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Listen } from '#ui/Listen.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { SpokenMessage } from '#ui/words/spoken.ts'

/** One screen: its question as a heading, to be heard too where a farmer reads it, a way back, and what it shows. */
export function Screen({
  title,
  sound,
  back,
  children,
}: {
  title: string
  sound?: SpokenMessage
  back?: string
  children: ReactNode
}) {
  useTitle(title)
  return (
    <article className="screen stack">
      <div className="screen__head">
        {back && (
          <Link href={back} className="screen__back" aria-label={m.phone_back()}>
            <Pictogram name="back" />
          </Link>
        )}
        <h1>{title}</h1>
        {sound && <Listen slots={[messageSlot(sound)]} what={title} />}
      </div>
      {children}
    </article>
  )
}
