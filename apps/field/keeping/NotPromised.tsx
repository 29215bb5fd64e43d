import { Link } from 'wouter'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useKept } from './useKept.ts'

/** Beside work that is only on this phone: its browser has not promised to keep it. */
export function NotPromised() {
  useLanguage()
  const kept = useKept()
  if (!kept || kept.isPromised) return null
  return (
    <Say tone="waiting">
      {m.phone_keep_send_soon()} <Link href="/me">{m.phone_keep_how()}</Link>
    </Say>
  )
}
