import { type RefObject, useEffect } from 'react'

/** `/` goes to the search; arrows go from it along the list and back; Enter opens, as on any link. */
export function useKeys(field: RefObject<HTMLInputElement | null>, list: RefObject<HTMLUListElement | null>): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const at = document.activeElement
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === '/' && !isWriting(at)) {
        event.preventDefault()
        field.current?.focus()
        field.current?.select()
        return
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const links = [...(list.current?.querySelectorAll('a') ?? [])]
      const here = links.indexOf(at as HTMLAnchorElement)
      if (step === undefined || (here === -1 && at !== field.current)) return
      event.preventDefault()
      if (here + step < 0) field.current?.focus()
      else links[here + step]?.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [field, list])
}

function isWriting(at: Element | null): boolean {
  return at !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
}
