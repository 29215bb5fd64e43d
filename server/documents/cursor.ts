/**
 * How far a device has read: for each stream the number of a line, and the beginning of its hash.
 *
 * The hash tells whether the line is one of this journal: after a backup was restored a device may have
 * read lines that never happened here, and their numbers will be given to others.
 */
import type { Cursor } from '#door/document.ts'

export interface Place {
  /** `<home>/<stream>`. */
  readonly stream: string
  readonly seq: number
  readonly hash: string
}

const written = /^(\d{2}\/[a-z0-9/-]{1,150}):(\d{1,15}):([0-9a-f]{8})$/

/** Undefined where it is nothing that was ever given out. */
export function placesIn(cursor: Cursor): Place[] | undefined {
  if (cursor === '') return []
  const places = cursor.split('~').map((text): Place | undefined => {
    const [, stream, seq, hash] = written.exec(text) ?? []
    return stream ? { stream, seq: Number(seq), hash: hash! } : undefined
  })
  return places.includes(undefined) ? undefined : (places as Place[])
}

export function cursorOf(places: readonly Place[]): Cursor {
  return places.map(({ stream, seq, hash }) => `${stream}:${seq}:${hash}`).join('~')
}
