/**
 * What is asked of the door for a row of a list.
 *
 * Keys are made from the list's name and the row, so that the same row is the same household whenever
 * and by whomever it is brought; envelopes from the import and the row's number, so that a run that was
 * cut off is answered as it was.
 */
import { createHash } from 'node:crypto'
import type { ListedHousehold } from '#capabilities/imports/household-list.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { canonical, type Envelope } from '#door/envelope.ts'
import { type Home, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { normalise } from '#door/text.ts'

export interface RowAsked {
  readonly row: number
  readonly home: Home
  readonly key: Key
  /** The head's id: it tells whether the row says what it said when it was taken in. */
  readonly head: string
  /** The registration first, and what builds on it. */
  readonly envelopes: readonly Envelope[]
}

export type ListedRow = { readonly externalId: string | null; readonly household: ListedHousehold }

export function askingFor(list: Import) {
  const since = Date.parse(list.since)
  const prepared = Date.parse(list.preparedAt)
  const seed = `${list.programme}\n${list.kind}\n${list.listKey}`
  const askedAt = list.begunAt ?? list.preparedAt

  return function asked(row: number, { externalId, household }: ListedRow): RowAsked {
    const content = contentOf(household)
    const who = externalId === null ? content : `#${normalise(externalId)}`
    const home = household.village.slice(0, 2)
    const key = keyOf(home, idOf(since, `${seed}\nhousehold\n${who}`))
    const head = idOf(since, `${seed}\nhead\n${who}\n${content}`)
    const register = idOf(prepared, `${list.key}\n${row}\nregister`)

    const { phones, spouse, identityNumber, village, nameKm, nameLatin, sex, birthYear, poverty } = household
    const envelope = (id: string, name: string, input: Record<string, unknown>, after: string[]): Envelope => ({
      ...{ id, home, name, about: key, input, person: list.by, device: null, n: 0 },
      ...{ askedAt, lastServerTime: null, after, signature: null },
    })
    const envelopes = [
      envelope(
        register,
        'household.register',
        {
          programme: list.programme,
          member: head,
          ...{ nameKm, nameLatin, sex, birthYear, village, poverty },
          phone: phones[0] ?? null,
          consent: list.settings.consentVersion!,
          ...(identityNumber === null ? {} : { identityNumber }),
        },
        [],
      ),
    ]
    if (spouse) {
      const member = idOf(since, `${seed}\nspouse\n${who}\n${content}`)
      const id = idOf(prepared, `${list.key}\n${row}\nspouse`)
      const input = { member, ...spouse, role: 'spouse', identityNumber: null }
      envelopes.push(envelope(id, 'household.addMember', input, [register]))
    }
    if (phones.length > 1) {
      const id = idOf(prepared, `${list.key}\n${row}\nphones`)
      const input = { was: [phones[0]!.number], becomes: phones }
      envelopes.push(envelope(id, 'household.setPhones', input, [register]))
    }
    return { row, home, key, head, envelopes }
  }
}

/** The same for two rows that say the same, however they are typed. */
function contentOf({ nameKm, nameLatin, spouse, poverty, ...rest }: ListedHousehold): string {
  const plain = (name: string | null) => name && normalise(name)
  return canonical({
    ...rest,
    // Where it comes from is said of the list, not in the row.
    poverty: poverty && { ...poverty, source: undefined },
    names: [plain(nameKm), plain(nameLatin)],
    spouse: spouse && [plain(spouse.nameKm), plain(spouse.nameLatin), spouse.sex, spouse.birthYear],
  })
}

function idOf(at: number, text: string): string {
  return uuidv7(at, createHash('sha256').update(text).digest().subarray(0, 10))
}
