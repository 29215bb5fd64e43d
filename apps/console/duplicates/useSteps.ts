import { type RefObject, useEffect } from 'react'

/** Down and up a list by arrows or J and K; Enter opens, as on any link. */
export function useSteps(list: RefObject<HTMLUListElement | null>): void {
  useKey((key) => {
    const step = stepOf(key)
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-step]') ?? [])]
    if (step === undefined || links.length === 0) return false
    const here = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus()
    return true
  })
}

export function stepOf(key: string): 1 | -1 | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight' || key.toLowerCase() === 'j') return 1
  return key === 'ArrowUp' || key === 'ArrowLeft' || key.toLowerCase() === 'k' ? -1 : undefined
}

/** Keys that mean something on a whole screen; never while somebody writes or chooses. */
export function useKey(act: (key: string) => boolean): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.altKey || event.ctrlKey || event.metaKey || isBusy(document.activeElement)) return
      if (act(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}

function isBusy(at: Element | null): boolean {
  if (at === null) return false
  if (/^(TEXTAREA|SELECT)$/.test(at.tagName) || at.closest('[role=menu]')) return true
  return at instanceof HTMLInputElement && !['radio', 'checkbox'].includes(at.type)
}
