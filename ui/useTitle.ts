import { useEffect } from 'react'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** The page's title in the browser's tab and history. */
export function useTitle(page: string): void {
  useLanguage()
  const title = m.page_title({ page })
  useEffect(() => {
    document.title = title
  }, [title])
}
