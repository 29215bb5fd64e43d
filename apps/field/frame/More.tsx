import { useState } from 'react'
import { m } from '#ui/words/compiled/messages.js'

/** A cheap phone lays out a hundred entries well and a thousand badly. */
const pageSize = 50

export function useShown<T>(all: readonly T[]) {
  const [count, setCount] = useState(pageSize)
  return {
    shown: all.slice(0, count),
    left: Math.max(0, all.length - count),
    more: () => setCount(count + pageSize),
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
