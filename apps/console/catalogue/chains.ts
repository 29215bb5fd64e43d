import type { Chain } from '#capabilities/catalogue/item.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { useRead } from '../reading.tsx'

const none: readonly Chain[] = []

/** The chains of a programme; none until they are known. */
export function useChains(programme: string | undefined): readonly Chain[] {
  return useRead<readonly Chain[]>('item.chains', { programme }, programme !== undefined).data ?? none
}

/** The code alone while its name is not known. */
export function chainName(chains: readonly Chain[], chain: string | null, language: Language): string {
  if (chain === null) return m.catalogue_any_chain()
  return chains.find(({ code }) => code === chain)?.names[language] ?? chain
}
