/**
 * What waits for the person who holds this phone, the most urgent first.
 *
 * What is due comes from the records; whether it is this person's to do is asked of the very rule
 * that would decide it, so that nobody is sent to a household they may not judge.
 */
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import { mattersOf, type Voucher, type Matter as VoucherMatter } from '#capabilities/vouchers/voucher.ts'
import type { Window } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'
import type { FieldEngine } from '#sync/engine.ts'

export type MatterKind =
  | 'verify'
  | 'again'
  | 'rejected'
  | 'redeem'
  | 'collect'
  | 'replace'
  | 'confirm'
  | 'witness'
  | 'check'

export interface Matter {
  readonly kind: MatterKind
  readonly id: string
  /** Whose household. */
  readonly household: Key
  readonly proposal: Proposal | undefined
  readonly voucher: Voucher | undefined
  readonly dueOn: Day | undefined
  readonly address: string
}

type Phone = Pick<FieldEngine, 'all' | 'find' | 'foresee' | 'bearer'>

export function mattersFor(phone: Phone): Matter[] {
  const actor = phone.bearer()?.actor
  if (!actor) return []
  const may = (permission: string) => actor.grants.some(({ permissions }) => permissions.includes(permission))
  const found = [
    ...phone.all<Proposal>('proposal').flatMap((proposal) => ofProposal(proposal)),
    ...phone.all<Voucher>('voucher').flatMap((voucher) => ofVoucher(voucher)),
  ]
  return found.sort((one, other) => (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999'))

  function ofProposal(proposal: Proposal): Matter[] {
    const { key, state, household, submittedBy, assistedBy } = proposal
    const isMine = household === actor!.household || submittedBy === actor!.id || assistedBy === actor!.id
    const matter = (kind: MatterKind, address: string, due?: Day): Matter[] => [
      { kind, id: `${kind} ${key}`, household, proposal, voucher: undefined, dueOn: due, address },
    ]
    const window = phone.find<Window>('window', proposal.window)
    if (
      state === 'submitted' &&
      may('proposal.verify') &&
      window &&
      !isBarred('proposal.verify', key, lookOf(proposal))
    ) {
      return matter('verify', `/proposals/${key}/verify`, dueOn(proposal, window))
    }
    if (state === 'returned' && isMine) return matter('again', `/proposals/${key}/again`, window?.closesOn)
    if (state === 'rejected' && isMine && !proposal.appeal) {
      return matter('rejected', `/proposals/${key}`, window && addDays(dayOf(proposal.since), window.deadlines.appeal))
    }
    return []
  }

  function ofVoucher(voucher: Voucher): Matter[] {
    const isOwn = voucher.household === actor!.household
    // A shop is shown neither checks nor reports.
    const matters = mattersOf({ ...voucher, reports: voucher.reports ?? [], checks: voucher.checks ?? [] })
    return matters.flatMap(({ matter, dueOn: due }) => ofMatter(voucher, matter, due, isOwn))
  }

  function ofMatter(voucher: Voucher, matter: VoucherMatter, due: Day, isOwn: boolean): Matter[] {
    const { key, household } = voucher
    const of = (kind: MatterKind, address: string): Matter[] => [
      { kind, id: `${kind} ${key} ${due}`, household, proposal: undefined, voucher, dueOn: due, address },
    ]
    const isShops = voucher.shop === actor!.shop
    switch (matter) {
      case 'redeem':
        if (isShops) return of('redeem', `/vouchers/${key}/redeem`)
        return isOwn ? of('collect', `/vouchers/${key}`) : []
      case 'replace':
        return isShops ? of('replace', `/vouchers/${key}/redeem`) : []
      case 'confirm': {
        const open = voucher.handovers.find(
          ({ state, lines }) => state === 'delivered' && lines.some(({ accepted }) => accepted === null),
        )
        if (!open) return []
        if (isOwn) return of('confirm', `/vouchers/${key}/${open.id}/confirm`)
        const lines = open.lines.map(({ line, quantity }) => ({ line, accepted: quantity }))
        const seen = { handover: open.id, lines, photo: anyPhoto, position: anywhere }
        return may('voucher.witness') && !isBarred('voucher.witness', key, seen)
          ? of('witness', `/vouchers/${key}/${open.id}/witness`)
          : []
      }
      case 'check':
        return may('voucher.check') && !isBarred('voucher.check', key, visit)
          ? of('check', `/vouchers/${key}/check`)
          : []
      default:
        return []
    }
  }

  function isBarred(...[command, about, input]: Parameters<FieldEngine['foresee']>): boolean {
    return phone.foresee(command, about, input).refusal !== undefined
  }
}

// What a visit would say if all were well: only who may make it is asked with it.
const anyPhoto = '0'.repeat(64)
const anywhere = { latitude: 0, longitude: 0 }
const visit = { verdict: 'in-order' as const, findings: [], photo: anyPhoto, position: anywhere }

function lookOf(proposal: Proposal) {
  return { seen: proposal.version, how: 'visit' as const, note: null, photo: anyPhoto, position: anywhere }
}

/** Late and near first; the rest can wait below. */
export function grouped(
  matters: readonly Matter[],
  today: Day,
  nearDays: number,
): { late: Matter[]; near: Matter[]; later: Matter[] } {
  const near = addDays(today, nearDays)
  const of = (fits: (due: Day | undefined) => boolean) => matters.filter(({ dueOn: due }) => fits(due))
  return {
    late: of((due) => due !== undefined && due < today),
    near: of((due) => due !== undefined && due >= today && due <= near),
    later: of((due) => due === undefined || due > near),
  }
}
