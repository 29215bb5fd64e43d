import { Collapse } from '@mantine/core'
import { type ReactNode, useState } from 'react'

/** One thing to do at a time: the others are a line each until they are opened. */
export function Opening({ label, first = false, children }: { label: string; first?: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(first)
  return (
    <div className="opening">
      <button type="button" className="opening__head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </button>
      <Collapse expanded={isOpen}>
        <div className="opening__body">{children}</div>
      </Collapse>
    </div>
  )
}
