/** Which recordings a reader's phone should hold: only of sentences that are still read as they were. */

import { type SoundLanguage, soundLanguages } from '#capabilities/sounds/numerals.ts'
import { itemsToName, type KeptSound, newestSounds } from '#capabilities/sounds/sound.store.ts'
import type { SoundList } from '#capabilities/sounds/sound.ts'
import type { Actor } from '#door/actor.ts'
import { scopeOf } from '#door/actor.ts'
import type { Queryable } from '#server/database/connection.ts'
import english from '#ui/words/messages/en.json' with { type: 'json' }
import khmer from '#ui/words/messages/km.json' with { type: 'json' }
import { partsHeardBy, spokenSlots } from '#ui/words/spoken.ts'

const texts: Readonly<Record<SoundLanguage, Readonly<Record<string, unknown>>>> = { km: khmer, en: english }

/** A list for each programme and language in which something was recorded. */
export async function soundLists(reader: Actor, programmes: readonly string[], db: Queryable): Promise<SoundList[]> {
  const parts = partsHeardBy((permission) => scopeOf(reader, permission).length > 0)
  if (parts.length === 0) return []
  const kept = (await newestSounds(programmes, db)).filter(({ state }) => state === 'kept')
  if (kept.length === 0) return []
  const items = await itemsToName(programmes, db)
  return programmes.flatMap((programme) =>
    soundLanguages.flatMap((language) => {
      const ofThis = kept.filter((sound) => sound.programme === programme && sound.language === language)
      const named = items.filter((item) => item.programme === programme)
      const sounds = played(ofThis, spokenSlots(language, texts[language], named, parts))
      return Object.keys(sounds).length === 0
        ? []
        : [{ key: `00-sounds-${programme}-${language}`, version: 1, programme, place: '', language, sounds }]
    }),
  )
}

/** In the order of use; a recording of another sentence than the one that stands now is stale. */
function played(kept: readonly KeptSound[], slots: ReturnType<typeof spokenSlots>): SoundList['sounds'] {
  const recorded = new Map(kept.map((sound) => [sound.slot, sound]))
  return Object.fromEntries(
    slots.flatMap(({ slot, sentence }) => {
      const sound = recorded.get(slot)
      return sound?.said === sentence ? [[slot, sound.digest]] : []
    }),
  )
}
