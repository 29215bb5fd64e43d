/**
 * Lists of households: each row is registered, once.
 *
 * Keys are made from the list's name and the row, so that the same row is the same household whenever
 * and by whomever it is brought; envelopes from the import and the row's number, so that a run that was
 * cut off is answered as it was.
 */
import { householdReader, type ListedHousehold, type ListedRow } from '#capabilities/imports/household-list.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { canonical, type Envelope } from '#door/envelope.ts'
import { type Home, idOf, type Key, keyOf } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import type { Pool } from '#server/database/connection.ts'
import { idAt } from '../ids.ts'
import { type Asking, changedSince, type ListKind, type Outcome, repeated } from '../kind.ts'
import { villagesIn } from '../places.ts'

export const households: ListKind<ListedRow> = {
  async reader(list, facts, db) {
    return householdReader(list, facts, await villagesIn(db))
  },

  placeOf: ({ household }) => household.village,

  async weigh(list, rows, { pool, mayHaveBeenAsked }) {
    const asked = askingFor(list)
    const byHome = new Map<Home, HouseholdAsked[]>()
    for (const { row, read } of rows) {
      const one = asked(row, read)
      const theirs = byHome.get(one.home)
      if (theirs) theirs.push(one)
      else byHome.set(one.home, [one])
    }
    const outcomes = new Map<number, Outcome>()
    const asking: HouseholdAsked[] = []
    const weighing = [...byHome].map(async ([home, theirs]) => {
      const [known, own] = await Promise.all([
        knownAmong(home, theirs, pool),
        mayHaveBeenAsked ? askedBefore(home, theirs, pool) : new Set<string>(),
      ])
      const heads = new Map<Key, string>()
      for (const row of theirs) {
        const head = heads.get(row.key)
        const before = head === undefined ? known.get(row.key) : head === row.head ? 'same' : 'changed'
        if (before === undefined || own.has(row.envelopes[0]!.id)) {
          heads.set(row.key, row.head)
          asking.push(row)
        } else for (const one of row.rows) outcomes.set(one, before === 'same' ? repeated : changedSince)
      }
    })
    await Promise.all(weighing)
    return { outcomes, asking }
  },

  suspected: suspectedAmong,

  blamed: {
    'household.birth-year': ['birthYear', 'age'],
    'place.unknown': ['villageCode', 'village'],
    'place.ended': ['villageCode', 'village'],
    'actor.out-of-reach': ['villageCode', 'village'],
  },
}

interface HouseholdAsked extends Asking {
  /** The head's id: it tells whether the row says what it said when it was taken in. */
  readonly head: string
}

function askingFor(list: Import) {
  const since = Date.parse(list.since)
  const prepared = Date.parse(list.preparedAt)
  const seed = `${list.programme}\n${list.kind}\n${list.listKey}`
  const askedAt = list.begunAt ?? list.preparedAt

  return function asked(row: number, { externalId, household }: ListedRow): HouseholdAsked {
    const content = contentOf(household)
    const who = externalId === null ? content : `#${normalise(externalId)}`
    const home = household.village.slice(0, 2)
    const key = keyOf(home, idAt(since, `${seed}\nhousehold\n${who}`))
    const head = idAt(since, `${seed}\nhead\n${who}\n${content}`)
    const register = idAt(prepared, `${list.key}\n${row}\nregister`)

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
      const member = idAt(since, `${seed}\nspouse\n${who}\n${content}`)
      const id = idAt(prepared, `${list.key}\n${row}\nspouse`)
      const input = { member, ...spouse, role: 'spouse', identityNumber: null }
      envelopes.push(envelope(id, 'household.addMember', input, [register]))
    }
    if (phones.length > 1) {
      const id = idAt(prepared, `${list.key}\n${row}\nphones`)
      const input = { was: [phones[0]!.number], becomes: phones }
      envelopes.push(envelope(id, 'household.setPhones', input, [register]))
    }
    return { rows: [row], home, key, head, envelopes }
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

/** Which of these households are registered already, and whether as the row says. */
async function knownAmong(
  home: Home,
  rows: readonly HouseholdAsked[],
  pool: Pool,
): Promise<Map<Key, 'same' | 'changed'>> {
  const { rows: found } = await pool.query<{ key: Key; same: boolean }>(
    `select h.home || '-' || h.id as key, h.members @> jsonb_build_array(jsonb_build_object('id', given.head)) as same
     from unnest($2::uuid[], $3::text[]) as given(id, head) join household h on h.home = $1 and h.id = given.id`,
    [home, rows.map(({ key }) => idOf(key)), rows.map(({ head }) => head)],
  )
  const known = new Map<Key, 'same' | 'changed'>()
  for (const { key, same } of found) if (known.get(key) !== 'same') known.set(key, same ? 'same' : 'changed')
  return known
}

/** Registrations that this import asked before it was cut off. */
async function askedBefore(home: Home, rows: readonly Asking[], pool: Pool): Promise<Set<string>> {
  const { rows: found } = await pool.query<{ envelope: string }>(
    'select envelope from journal where home = $1 and envelope = any($2::uuid[])',
    [home, rows.map(({ envelopes }) => envelopes[0]!.id)],
  )
  return new Set(found.map(({ envelope }) => envelope))
}

async function suspectedAmong(home: Home, keys: readonly Key[], pool: Pool): Promise<number> {
  if (keys.length === 0) return 0
  const { rows } = await pool.query<{ suspected: number }>(
    `select count(*)::int as suspected from household where home = $1 and id = any($2::uuid[]) and cardinality(suspects) > 0`,
    [home, keys.map(idOf)],
  )
  return rows[0]!.suspected
}
