/**
 * What waits for the person who holds this phone, the most urgent first.
 *
 * What is due comes from the records; whether it is this person's to do is asked of the very rule
 * that would decide it, so that nobody is sent to a household they may not judge.
 */
import type { Household } from '#capabilities/households/household.ts'
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import { type Handover, mattersOf, type Voucher, type Matter as VoucherMatter } from '#capabilities/vouchers/voucher.ts'
import type { Window } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { barredFromCalling, barredFromChecking, barredFromVerifying, barredFromWitnessing } from '../barred.ts'

export type MatterKind =
  | 'verify'
  | 'again'
  | 'rejected'
  | 'redeem'
  | 'collect'
  | 'replace'
  | 'confirm'
  | 'witness'
  | 'call'
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

type Phone = Pick<FieldEngine, 'all' | 'find' | 'foresee' | 'bearer' | 'now'>

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
    if (state === 'submitted' && may('proposal.verify') && window && !barredFromVerifying(phone, proposal)) {
      return matter('verify', `/proposals/${key}/verify`, dueOn(proposal, window))
    }
    if (state === 'returned' && isMine) return matter('again', `/proposals/${key}/again`, window?.closesOn)
    if (state === 'rejected' && isMine && !proposal.appeal) {
      return matter('rejected', `/proposals/${key}`, window && addDays(dayOf(proposal.since), window.deadlines.appeal))
    }
    return []
  }

  function ofVoucher(voucher: Voucher): Matter[] {
    // A shop is shown neither checks nor reports.
    const matters = mattersOf({ ...voucher, reports: voucher.reports ?? [], checks: voucher.checks ?? [] })
    return [
      ...matters.flatMap(({ matter, dueOn: due }) => ofMatter(voucher, matter, due)),
      ...voucher.handovers
        .filter(({ state, lines }) => state === 'delivered' && lines.some(({ accepted }) => accepted === null))
        .flatMap((handover) => ofHandover(voucher, handover)),
    ]
  }

  function ofMatter(voucher: Voucher, matter: VoucherMatter, due: Day): Matter[] {
    const { key, shop, household } = voucher
    const isShops = shop === actor!.shop
    const at = (kind: MatterKind, address: string): Matter[] => [about(voucher, kind, due, address)]
    if (matter === 'redeem' && isShops) return at('redeem', `/vouchers/${key}/redeem`)
    if (matter === 'redeem' && household === actor!.household) return at('collect', `/vouchers/${key}`)
    if (matter === 'replace' && isShops) return at('replace', `/vouchers/${key}/redeem`)
    const mayCheck = matter === 'check' && may('voucher.check') && !barredFromChecking(phone, voucher)
    return mayCheck ? at('check', `/vouchers/${key}/check`) : []
  }

  /** What was handed over waits for another side's word. */
  function ofHandover(voucher: Voucher, handover: Handover): Matter[] {
    const due = addDays(dayOf(handover.at), voucher.deadlines.confirm)
    const address = `/vouchers/${voucher.key}/${handover.id}`
    if (voucher.household === actor!.household) return [about(voucher, 'confirm', due, `${address}/confirm`)]
    // On the day itself somebody may have stood by; later the family is asked on its own number.
    const isLater = dayOf(handover.at) < dayOf(phone.now())
    if (isLater && may('voucher.callBack') && hasNumber(voucher) && !barredFromCalling(phone, voucher, handover))
      return [about(voucher, 'call', due, `${address}/call`)]
    if (!may('voucher.witness') || barredFromWitnessing(phone, voucher, handover)) return []
    return [about(voucher, 'witness', due, `${address}/witness`)]
  }

  function hasNumber({ household }: Voucher): boolean {
    return (phone.find<Household>('household', household)?.phones ?? []).length > 0
  }
}

function about(voucher: Voucher, kind: MatterKind, dueOn: Day, address: string): Matter {
  return { kind, id: `${kind} ${address}`, household: voucher.household, proposal: undefined, voucher, dueOn, address }
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
