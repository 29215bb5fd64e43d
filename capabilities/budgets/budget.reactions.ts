import { allotmentKey } from '#capabilities/budgets/budget.ts'
import type { Reaction } from '#server/reactions.ts'

/** The province receives what the nation set aside for it. */
const receiveAllotment: Reaction = async (line, { ask }) => {
  const { to, minor } = line.input as { to: string; minor: number }
  await ask('allotment.receive', allotmentKey(line.about, to), { line: line.about, minor })
}

export const budgetReactions = {
  'budget.allot': { 'allotment-received': receiveAllotment },
}
