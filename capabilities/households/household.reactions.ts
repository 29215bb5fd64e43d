import { householdStore } from '#capabilities/households/household.store.ts'
import type { Reaction } from '#server/reactions.ts'

/**
 * Whoever was held against a household that is no longer one of its own is looked at again without it; so is
 * whom it was told apart from, since both may have suspected each other.
 */
const lookAgain: Reaction = async (line, { ask, db }) => {
  const [gone] = await householdStore.find([line.about], false, db)
  if (!gone) return
  const apart = gone.judgements.flatMap(({ other, verdict }) => (verdict === 'different' ? other : []))
  if (gone.state === 'active' && apart.length === 0) return
  const holding = await householdStore.search(null, [{ suspects: { has: gone.key } }], db)
  for (const { key } of holding) {
    if (gone.state !== 'active' || apart.includes(key)) await ask('household.recheck', key, { gone: gone.key })
  }
}

export const householdReactions = {
  'household.judge': { 'household-look-again': lookAgain },
  'household.death': { 'household-look-again': lookAgain },
  'household.separate': { 'household-look-again': lookAgain },
}
