/** A document before its mark: what one audience may see of one thing. */
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Actor } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import type { Document } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

export type View = Pick<Document, 'records' | 'hides' | 'people' | 'seal'>

/** Builds the documents of one kind for several keys at once, for one reader. */
export type Build = (
  keys: readonly Key[],
  reader: Actor,
  db: Queryable,
  voucherSeal: VoucherSeal,
) => Promise<ReadonlyMap<Key, View>>

/** A record without some of its fields. */
export function without<R extends Subject>(record: R, fields: readonly string[]): Subject {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field))) as unknown as Subject
}

/** Records by what they hang on. */
export function grouped<R>(records: readonly R[], keysOf: (record: R) => readonly Key[]): Map<Key, R[]> {
  const groups = new Map<Key, R[]>()
  for (const record of records)
    for (const key of keysOf(record)) {
      const group = groups.get(key)
      if (group) group.push(record)
      else groups.set(key, [record])
    }
  return groups
}
