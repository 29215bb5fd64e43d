import type { Refusal } from '#door/refusal.ts'
import { explain } from '#ui/explain.ts'
import { Failed } from '#ui/Nothing.tsx'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** The office did not take this device, and says why. */
export function RefusedScreen({ refusal, again }: { refusal: Refusal; again: () => void }) {
  const language = useLanguage()
  return <Failed detail={explain(refusal, language)} again={again} />
}
