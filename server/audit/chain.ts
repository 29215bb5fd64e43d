/**
 * Walks one stream and says where its chain is broken, and how.
 *
 * A line that does not follow from the one before is a suspect until the next line is seen: what that
 * one follows from, and under which number it was written, tells an altered line from one that was
 * slipped in, and from one that stands beside the gap of a removed one whose followers were renumbered.
 */
import type { Home } from '#door/key.ts'
import { genesisOf, hashOf } from '#server/journal.ts'

export interface Link {
  readonly seq: number
  /** The seal worked out anew from what the line says now. */
  readonly seal: Buffer
  /** The hash as it is stored. */
  readonly hash: Buffer
}

export interface Break {
  readonly kind: 'altered' | 'removed' | 'inserted'
  readonly from: number
  readonly to: number
}

/** How far lines may have been renumbered, and how many in a row may be wrong, before only the first is named. */
const reach = 64
const shifts = Array.from({ length: 2 * reach + 1 }, (_, at) => (at % 2 ? (at + 1) / 2 : -at / 2))

export function chainOf(home: Home, stream: string) {
  let good = { hash: genesisOf(home, stream), number: 0 }
  let expected = 1
  /** What must be added to a line's number to get the one it was written with. */
  let shift = 0
  let suspects: Link[] = []

  return { next, end }

  function next(link: Link): Break[] {
    const missing = link.seq - expected
    const before = expected
    expected = link.seq + 1
    if (missing > 0) {
      const breaks = [...suspected(), { kind: 'removed', from: before, to: link.seq - 1 } as const]
      goOnFrom(link, link.seq + shift)
      return breaks
    }

    const number = link.seq + shift
    const [first] = suspects
    if (follows(good.hash, good.number + 1, link)) {
      const breaks = first ? [{ kind: 'inserted', from: first.seq, to: link.seq - 1 } as const] : []
      shift -= suspects.length
      goOnFrom(link, good.number + 1)
      return breaks
    }
    if (!first) {
      suspects = [link]
      return []
    }
    return explain(first, link, number)
  }

  /** The suspects, seen from the line after them. */
  function explain(first: Link, link: Link, number: number): Break[] {
    const by = shifts.find((by) => follows(suspects.at(-1)!.hash, number + by, link))
    if (by !== undefined) {
      shift += by
      goOnFrom(link, number + by)
      return [renumbered(first, by)]
    }
    if (suspects.length < reach) {
      suspects.push(link)
      return []
    }
    const breaks = suspected()
    goOnFrom(link, number)
    return breaks
  }

  /** `written` tells under which number a hash stood at the end of the stream, where a seal or the counter knows. */
  function end(written: (hash: Buffer) => number | undefined): Break[] {
    const [first] = suspects
    const last = suspects.at(-1)
    if (!first || !last) return []
    const number = written(last.hash)
    return number === undefined ? suspected() : [renumbered(first, number - last.seq - shift)]
  }

  function suspected(): Break[] {
    const [first] = suspects
    return first ? [{ kind: 'altered', from: first.seq, to: first.seq }] : []
  }

  function goOnFrom(link: Link, number: number) {
    good = { hash: link.hash, number }
    suspects = []
  }
}

function renumbered({ seq }: Link, by: number): Break {
  if (by > 0) return { kind: 'removed', from: seq, to: seq + by - 1 }
  if (by < 0) return { kind: 'inserted', from: seq + by, to: seq - 1 }
  return { kind: 'altered', from: seq, to: seq }
}

function follows(before: Buffer, number: number, { seal, hash }: Link): boolean {
  return hashOf(before, number, seal).equals(hash)
}
