import { type Disagreement, presentIn } from '#capabilities/clashes/clash.ts'
import { householdStore } from '#capabilities/households/household.store.ts'
import { trainingStore } from '#capabilities/trainings/training.store.ts'
import { keyOf } from '#door/key.ts'
import type { Reaction } from '#server/reactions.ts'

/** What phones may edit. */
const stores = { household: householdStore, training: trainingStore } as const

interface Edit {
  readonly was?: unknown
  readonly becomes?: unknown
}

/**
 * An edit that a phone brought was refused because somebody had changed the same answer: it becomes the
 * supervisor's task. The clash has the envelope's id, so that it is raised once.
 */
const raise: Reaction = async (line, { ask, db }) => {
  const { answer, input, name, about } = line
  if (answer.outcome !== 'refused' || answer.refusal.refused !== 'field.clash') return
  const noun = name.slice(0, name.indexOf('.')) as keyof typeof stores
  const [record] = (await stores[noun]?.find([about], false, db)) ?? []
  if (!record) return
  // The whole edit was refused, so all of it is kept: also the answers that nobody else has touched.
  const edits = (name === 'household.setPhones' ? { phones: input } : input) as Record<string, Edit | undefined>
  const fields = Object.entries(edits).flatMap(([field, edit]): Disagreement[] =>
    edit ? [{ field, was: edit.was ?? null, becomes: edit.becomes ?? null, present: presentIn(record, field) }] : [],
  )
  await ask('clash.raise', keyOf(line.home, line.envelope), {
    programme: record.programme,
    place: record.place,
    about,
    command: name,
    household: noun === 'household' ? about : null,
    fields,
    author: line.author,
    askedAt: new Date(line.happenedAt).toISOString(),
  })
}

/** Follows a refusal and no command: by noun. */
export const clashReactions = { 'clash-raise': raise }
export const clashesOf: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(stores).map((noun) => [noun, Object.keys(clashReactions)]),
)
