import { proposalStore } from '#capabilities/proposals/proposal.store.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { highestTier } from '#capabilities/windows/window.ts'
import { idOf } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Reaction } from '#server/reactions.ts'

/**
 * If separation of duties leaves nobody at the level that must act, the case goes one level up and
 * says why. Asked after each step that changes who must act.
 */
const findSomebody: Reaction = async (line, { ask, db }) => {
  const [proposal] = await proposalStore.find([line.about], false, db)
  if (!proposal || !['submitted', 'verified', 'appealed'].includes(proposal.state) || proposal.tier >= highestTier)
    return
  const permission = proposal.state === 'submitted' ? 'proposal.verify' : 'proposal.decide'
  if (await somebodyCan(permission, proposal, db)) return
  await ask('proposal.refer', proposal.key, { to: proposal.tier + 1, why: `nobody-free-at-tier-${proposal.tier}` })
}

/** Is there an active person with the duty at this level, in reach, whom no rule bars from this case? */
async function somebodyCan(permission: string, proposal: Proposal, db: Queryable): Promise<boolean> {
  const barred = [
    proposal.assistedBy,
    proposal.submittedBy,
    proposal.state === 'verified' ? proposal.verification?.by : null,
    ...(proposal.state === 'submitted' ? [] : proposal.rejections.map(({ by }) => by)),
  ].filter((key): key is string => key != null)

  const { rows } = await db.query<{ free: boolean }>(
    `select exists (
       select 1 from person p
       cross join jsonb_array_elements(p.grants) g
       join programme r on r.programme = $1
       where p.state = 'active' and p.home || '-' || p.id <> all($2)
         and p.household is distinct from $3 and not $3 = any(p.relatives)
         and g ->> 'programme' = $1
         and r.definition -> 'roles' -> (g ->> 'role') -> 'permissions' ? $4
         and (r.definition -> 'roles' -> (g ->> 'role') ->> 'tier')::int = $5
         and exists (select 1 from jsonb_array_elements_text(g -> 'places') b where starts_with($6, b))
     ) as free`,
    [proposal.programme, barred, proposal.household, permission, proposal.tier, proposal.place],
  )
  return rows[0]!.free
}

/** The farmer is told, in words for them, once. The message names no status, no share and no window. */
const tellTheFarmer: Reaction = async (line, { effect, db }) => {
  const [proposal] = await proposalStore.find([line.about], false, db)
  if (!proposal) return
  await effect(`proposal-told/${idOf(proposal.key)}/${line.name}/${line.seq}`, 'message', {
    programme: proposal.programme,
    household: proposal.household,
    words: line.name,
    proposal: proposal.key,
  })
}

export const proposalReactions = {
  'proposal.submit': { 'proposal-find-somebody': findSomebody },
  'proposal.resubmit': { 'proposal-find-somebody': findSomebody },
  'proposal.verify': { 'proposal-find-somebody': findSomebody },
  'proposal.appeal': { 'proposal-find-somebody': findSomebody },
  'proposal.return': { 'proposal-tell-farmer': tellTheFarmer },
  'proposal.approve': { 'proposal-tell-farmer': tellTheFarmer },
  'proposal.reject': { 'proposal-tell-farmer': tellTheFarmer },
  'proposal.decideAppeal': { 'proposal-find-somebody': findSomebody, 'proposal-tell-farmer': tellTheFarmer },
}
