/**
 * When a device was last heard, and what it told of itself then. It is machinery and no record: the latest
 * replaces the one before, and nobody decides anything by it.
 */
import { homeOf, idOf, isKey, type Key } from '#door/key.ts'
import { type PhoneNote, untold } from '#door/phone-note.ts'
import type { Pool } from '#server/database/connection.ts'

/** What has not changed is written again only after this long. */
const restMilliseconds = 5 * 60_000
/** So many are remembered; of those beyond, each word is written. */
const rememberedMax = 20_000

interface Parts {
  readonly pool: Pool
  readonly documentsMax: number
  /** Milliseconds. */
  readonly ticks?: () => number
}

export function openContacts({ pool, documentsMax, ticks = Date.now }: Parts) {
  const written = new Map<Key, { readonly told: string; readonly at: number }>()

  return {
    /** Of a device that is not this person's nothing is kept. `documents` is what its reader's scope would bring. */
    async hear(person: Key, note: PhoneNote, documents = note.documents): Promise<void> {
      const { device, unsent, unsentSince, version, isPromised } = note
      const told = JSON.stringify([person, note, documents])
      const before = written.get(device)
      if (before?.told === told && ticks() - before.at < restMilliseconds) return
      await pool.query(
        `insert into device_contact (home, id, heard_at, unsent, unsent_since, documents, documents_max, version, is_promised)
         select home, id, now(), $4, to_timestamp($5), $6, $7, $8, $9 from device
         where home = $1 and id = $2 and person = $3 and revoked_at is null
         on conflict (home, id) do update set
           heard_at = excluded.heard_at, unsent = excluded.unsent, unsent_since = excluded.unsent_since,
           documents = excluded.documents, documents_max = excluded.documents_max, version = excluded.version,
           is_promised = excluded.is_promised`,
        [
          homeOf(device),
          idOf(device),
          person,
          unsent,
          unsent > 0 ? (unsentSince ?? ticks() / 1000) : null,
          documents,
          documentsMax,
          version,
          isPromised,
        ],
      )
      if (written.size >= rememberedMax) written.clear()
      written.set(device, { told, at: ticks() })
    },
  }
}

const version = /^[\w.-]{1,40}$/
const number = /^\d{1,9}$/

/** Undefined where it is none: a phone that says something strange is served all the same. */
export function noteIn(text: string | undefined): PhoneNote | undefined {
  const [device = '', unsent = '', since = '', documents = '', build = '', promised = '', ...more] =
    text?.split(' ') ?? []
  const isOne =
    isKey(device) &&
    number.test(unsent) &&
    (since === untold || /^\d{1,11}$/.test(since)) &&
    number.test(documents) &&
    version.test(build) &&
    ['0', '1', untold].includes(promised) &&
    more.length === 0
  if (!isOne) return undefined
  return {
    device,
    unsent: Number(unsent),
    unsentSince: since === untold ? null : Number(since),
    documents: Number(documents),
    version: build === untold ? null : build,
    isPromised: promised === untold ? null : promised === '1',
  }
}
