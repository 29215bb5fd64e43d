import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'

/** One screen: its question as a heading, a way back, and what it shows. */
export function Screen({ title, back, children }: { title: string; back?: string; children: ReactNode }) {
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
      </div>
      {children}
    </article>
  )
}
