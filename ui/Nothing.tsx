/** Three different screens: there is nothing, it could not be shown, it has not arrived. */
import type { ReactNode } from 'react'
import { Pictogram, type PictogramName } from './drawings/Pictogram.tsx'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Nothing here, and that is an answer: what would be here, and what to do so that there is. */
export function Empty({
  title,
  children,
  picture = 'seed',
}: {
  title: string
  children?: ReactNode
  picture?: PictogramName
}) {
  return (
    <section className="nothing">
      <Pictogram name={picture} size={48} />
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** It could not be shown: calm, with what to do and what to read out on the telephone. */
export function Failed({ reference, again, detail }: { reference?: string; again?: () => void; detail?: string }) {
  useLanguage()
  return (
    <section className="nothing nothing--failed" role="alert">
      <Pictogram name="warning" size={48} />
      <h2>{m.failed_title()}</h2>
      <p className="quiet">{detail ?? m.failed_next()}</p>
      {reference && <p className="amount">{m.failed_reference({ reference })}</p>}
      {again && (
        <button type="button" className="button button--second" onClick={again}>
          <Pictogram name="again" size={20} />
          {m.failed_again()}
        </button>
      )}
    </section>
  )
}

/** It exists, but not on this phone yet. */
export function NotYetSynced() {
  useLanguage()
  return (
    <section className="nothing nothing--not-yet" role="status">
      <Pictogram name="unsent" size={48} />
      <h2>{m.not_yet_title()}</h2>
      <p className="quiet">{m.not_yet_next()}</p>
    </section>
  )
}
