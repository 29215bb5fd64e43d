import type { ReactNode } from 'react'

/** What a page is and what it is for; beside it what can be begun there. */
export function PageHead({ title, intro, children }: { title: string; intro: string; children?: ReactNode }) {
  return (
    <div className="page__head">
      <div>
        <h1>{title}</h1>
        <p>{intro}</p>
      </div>
      {children}
    </div>
  )
}
