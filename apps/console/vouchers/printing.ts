/**
 * One print job: the sheets of many vouchers, from their codes to the last one folded and closed.
 *
 * The codes are made here and live in this page alone. Each voucher's hashes travel in a command of
 * their own; a road that is cut half way goes on with the same commands and the same codes. A sheet is
 * done only when somebody has held it in their hands and said so; every other one is printed anew, which
 * makes the codes that were printed first worth nothing.
 */
import { useEffect, useState } from 'react'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { makeSheet, nextNumber, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { homeOf, type Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { newKey } from '../engine.ts'
import { read } from '../office.ts'
import { useMany } from '../review/useMany.ts'

/** Sheets of one job: what a tray of paper holds and one person checks in one go. */
export const sheetsMax = 100

/** A sheet that is asked for: the command that makes its codes known, and the codes. */
interface Wanted {
  readonly voucher: Key
  readonly name: string
  readonly wish: { name: 'voucher.issue' | 'voucher.reprint'; about: Key; input: Record<string, unknown> }
  readonly codes: readonly Printed[]
}

export interface Ready {
  readonly voucher: Voucher
  readonly codes: readonly Printed[]
}

export interface Turned {
  readonly name: string
  readonly refusal: Refusal
}

const chance = () => crypto.getRandomValues(new Uint8Array(16))

/** A first sheet, with the voucher that it is for. */
export function firstSheet(proposal: Proposal, window: Window, shop: Key, name: string): Wanted {
  const voucher = newKey(homeOf(proposal.key))
  const lines = proposal.lines.map((_, at) => ({ n: at + 1, first: 1 }))
  const { printed, strips } = makeSheet(voucher, lines, window.handoversMax, chance)
  const input = { proposal: proposal.key, shop, strips }
  return { voucher, name, wish: { name: 'voucher.issue', about: voucher, input }, codes: printed }
}

/** A sheet in place of the one before. */
export function sheetAnew(voucher: Voucher, name: string): Wanted {
  const lines = voucher.lines.map(({ n, strip }) => ({ n, first: nextNumber(strip) }))
  const { printed, strips } = makeSheet(voucher.key, lines, voucher.handoversMax, chance)
  const input = { sheet: voucher.sheet, strips }
  return { voucher: voucher.key, name, wish: { name: 'voucher.reprint', about: voucher.key, input }, codes: printed }
}

export function usePrinting() {
  const asking = useMany()
  const folding = useMany()
  const [wanted, setWanted] = useState<readonly Wanted[]>([])
  const [ready, setReady] = useState<readonly Ready[]>()
  const [foldedBefore, setFoldedBefore] = useState(0)
  const isOpen = wanted.length > 0

  // What nobody has folded is lost with the page: whoever leaves is asked once more.
  useEffect(() => {
    if (!isOpen) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    globalThis.addEventListener('beforeunload', warn)
    return () => globalThis.removeEventListener('beforeunload', warn)
  }, [isOpen])

  const accepted = wanted.filter((_, at) => asking.answers[at]?.outcome === 'accepted')
  const turned = wanted.flatMap(({ name }, at): Turned[] => {
    const answer = asking.answers[at]
    return answer?.outcome === 'refused' ? [{ name, refusal: answer.refusal }] : []
  })

  // Every voucher is read as it stands now: its serial, its shop, the number of its sheet.
  const isAsked = asking.phase === 'done'
  useEffect(() => {
    if (!isAsked || ready) return
    let isCurrent = true
    void Promise.all(accepted.map(({ voucher }) => read<Voucher | null>('voucher.one', { key: voucher })))
      .then((vouchers) => {
        const codesOf = new Map(accepted.map(({ voucher, codes }) => [voucher, codes]))
        const found = vouchers.flatMap((voucher) => (voucher ? [{ voucher, codes: codesOf.get(voucher.key)! }] : []))
        if (isCurrent) setReady(found)
      })
      .catch(() => {})
    return () => {
      isCurrent = false
    }
  })

  return {
    isOpen,
    asking,
    folding,
    ready,
    turned,
    folded: foldedBefore + folding.accepted,

    start(sheets: readonly Wanted[]) {
      setWanted(sheets)
      setReady(undefined)
      void asking.start(sheets.map(({ wish }) => wish))
    },

    /** These came out whole, are folded over their codes and closed. */
    fold(good: readonly Ready[]): Promise<boolean> {
      setFoldedBefore(foldedBefore + folding.accepted)
      setReady((ready ?? []).filter((one) => !good.includes(one)))
      return folding.start(
        good.map(({ voucher }) => ({
          name: 'voucher.fold' as const,
          about: voucher.key,
          input: { sheet: voucher.sheet },
        })),
      )
    },

    end() {
      setWanted([])
      setReady(undefined)
      setFoldedBefore(0)
      asking.reset()
      folding.reset()
    },
  }
}
