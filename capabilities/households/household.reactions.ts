import { householdStore } from '#capabilities/households/household.store.ts'
import type { Reaction } from '#server/reactions.ts'

/** Whoever was held against a household that is no longer one of its own is looked at again without it. */
const lookAgain: Reaction = async (line, { ask, db }) => {
  const [gone] = await householdStore.find([line.about], false, db)
  if (!gone || gone.state === 'active') return
  const holding = await householdStore.search(null, [{ suspects: { has: gone.key } }], db)
  for (const { key } of holding) await ask('household.recheck', key, { gone: gone.key })
}

export const householdReactions = {
  'household.judge': { 'household-look-again': lookAgain },
  'household.death': { 'household-look-again': lookAgain },
  'household.separate': { 'household-look-again': lookAgain },
}
