import type { ReactNode } from 'react'

/** What is wider than the page scrolls by itself, and can be reached with a keyboard to be scrolled. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer must be able to scroll it.
    <section className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
