/**
 * What the door would most likely say, asked of the records that a screen has already read. It is the
 * same question as on a phone, over another shelf of records.
 */
import { type CommandName, commandNamed, type InputOf } from '#capabilities/commands.ts'
import type { Subject } from '#door/command.ts'
import type { Bearer } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import type { Instant } from '#door/values.ts'
import { outlook } from '#sync/outlook.ts'

export interface Shelf {
  find(noun: string, key: Key): Subject | undefined
  readonly bearer: Bearer
}

/** No envelope has this id: it is only tried out. */
const nobodysId = '00000000-0000-7000-8000-000000000000'

export function foresee<Name extends CommandName>(
  shelf: Shelf,
  { name, about, input, at }: { name: Name; about: Key; input: InputOf<Name>; at: Instant },
): Refusal | 'unknown' | undefined {
  const seen = outlook(
    {
      find(noun, key) {
        const record = shelf.find(noun, key)
        return record && { record, hides: [], from: 'office' }
      },
      all: () => [],
      knowsAll: () => false,
      keepsNoLists: true,
      bearer: () => shelf.bearer,
    },
    [],
    commandNamed,
  )
  const { refusal, disputed, record, unknown } = seen.tryOut({
    id: nobodysId,
    name,
    about,
    input: input as Record<string, unknown>,
    askedAt: at,
  })
  return refusal ?? disputed ?? (record && unknown.length === 0 ? undefined : 'unknown')
}
