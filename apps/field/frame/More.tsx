import { useEffect, useState } from 'react'
import { m } from '#ui/words/compiled/messages.js'

/** A cheap phone lays out a hundred entries well and a thousand badly. */
const pageSize = 50
/** What a window shows at once stands there at once; the rest of the page follows behind it, before a thumb is there. */
const windowful = 12

/** The beginning of a list; `about` says of what, so that another list begins at its beginning. */
export function useShown<T>(all: readonly T[], about = '') {
  const [state, setState] = useState({ about, wanted: pageSize, drawn: windowful })
  const current = state.about === about ? state : { about, wanted: pageSize, drawn: windowful }
  const whole = Math.min(current.wanted, all.length)
  const drawn = Math.min(current.drawn, whole)

  useEffect(() => {
    if (drawn === whole) return
    const timer = setTimeout(() => setState({ ...current, drawn: drawn + windowful }))
    return () => clearTimeout(timer)
  })

  return {
    shown: all.slice(0, drawn),
    left: all.length - whole,
    more: () => setState({ ...current, wanted: current.wanted + pageSize }),
  }
}

export function More({ left, onMore }: { left: number; onMore: () => void }) {
  if (left === 0) return null
  return (
    <button type="button" className="button button--second button--wide" onClick={onMore}>
      {m.phone_more({ count: Math.min(left, pageSize) })}
    </button>
  )
}
