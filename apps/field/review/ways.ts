/** What somebody may decide about a proposal: asked of the rules themselves, about the plainest decision of each kind. */
import { type Proposal, proposalStepsFrom } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import type { Refusal } from '#door/refusal.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { barredFromVerifying } from '../barred.ts'

export type Way = 'verify' | 'approve' | 'return' | 'reject'

const permissions: Record<Way, string> = {
  verify: 'proposal.verify',
  approve: 'proposal.decide',
  return: 'proposal.verify',
  reject: 'proposal.reject',
}

/** Those that the state allows and the role has, each with why it would be refused to this person. */
export function waysOf(
  phone: Pick<FieldEngine, 'bearer' | 'find' | 'foresee'>,
  proposal: Proposal,
): { readonly way: Way; readonly barred: Refusal | undefined }[] {
  const grants = phone.bearer()?.actor.grants ?? []
  const steps = proposalStepsFrom(proposal.state)
  const { key, version: seen } = proposal
  const code = phone.find<Window>('window', proposal.window)?.reasons.find(({ proof }) => proof === null)?.code ?? ''
  const barred: Record<Way, () => Refusal | undefined> = {
    verify: () => barredFromVerifying(phone, proposal),
    approve: () => phone.foresee('proposal.approve', key, { seen, note: null }).refusal,
    return: () => phone.foresee('proposal.return', key, { seen, code, note: null }).refusal,
    // What the records prove may be said at a lower level: which reason it is, is chosen later.
    reject: () => provenOr(phone.foresee('proposal.reject', key, { seen, code, note: null }).refusal),
  }
  return (Object.keys(permissions) as Way[])
    .filter((way) => steps.includes(way) && grants.some((grant) => grant.permissions.includes(permissions[way])))
    .map((way) => ({ way, barred: barred[way]() }))
}

function provenOr(refusal: Refusal | undefined): Refusal | undefined {
  return refusal?.refused === 'duty.tier' ? undefined : refusal
}
