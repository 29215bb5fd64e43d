/** Every sentence that can be recorded for a programme, and what has become of it. */
import { useQuery } from '@tanstack/react-query'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import type { Key } from '#door/key.ts'
import type { Bilingual } from '#door/values.ts'
import english from '#ui/words/messages/en.json'
import khmer from '#ui/words/messages/km.json'
import { type SpokenSlot, spokenSlots } from '#ui/words/spoken.ts'
import { useMe } from '../me.ts'
import { read } from '../office.ts'
import { useProgramme } from '../programme.tsx'

interface Newest {
  readonly key: Key
  readonly slot: string
  readonly language: SoundLanguage
  readonly said: string
  readonly digest: string
  readonly state: 'kept' | 'withdrawn'
}

export interface SlotRow extends SpokenSlot {
  readonly state: 'recorded' | 'missing' | 'stale' | 'withdrawn'
  readonly newest: Newest | undefined
}

const texts = { km: khmer, en: english } as const

export function useSlots(programme: string, language: SoundLanguage) {
  const newest = useQuery({
    queryKey: ['sound.newest', programme],
    queryFn: () => read<readonly Newest[]>('sound.newest', { programme }),
  })
  const items = useQuery({
    queryKey: ['sound.items', programme],
    queryFn: () => read<readonly { code: string; names: Bilingual }[]>('sound.items', { programme }),
  })
  const recorded = new Map(
    newest.data?.filter((sound) => sound.language === language).map((sound) => [sound.slot, sound]),
  )
  const slots = spokenSlots(language, texts[language], items.data ?? []).map((slot): SlotRow => {
    const found = recorded.get(slot.slot)
    return { ...slot, newest: found, state: stateOf(found, slot.sentence) }
  })
  return {
    slots,
    isPending: newest.isPending || items.isPending,
    error: newest.error ?? items.error,
    again: () => void Promise.all([newest.refetch(), items.refetch()]),
  }
}

function stateOf(newest: Newest | undefined, sentence: string): SlotRow['state'] {
  if (!newest) return 'missing'
  if (newest.state === 'withdrawn') return 'withdrawn'
  return newest.said === sentence ? 'recorded' : 'stale'
}

/** The programme that somebody records for: the one looked at, if that is theirs to record for, else another. */
export function useRecordedProgramme(): string | undefined {
  const { programme } = useProgramme()
  const programmes = useMe()
    .grants.filter(({ permissions }) => permissions.includes('sound.record'))
    .map((grant) => grant.programme)
  return programmes.find((code) => code === programme?.programme) ?? programmes[0]
}
