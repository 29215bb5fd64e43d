/** A session with its list, for whoever holds sessions there. */
import type { Training } from '#capabilities/trainings/training.ts'
import { stores } from '#server/capabilities.ts'
import { mentionedIn, namesIn, namesOf } from './names.ts'
import type { Build, View } from './view.ts'

export const trainingViews: Build = async (keys, _, db) => {
  const trainings = (await stores.training!.find(keys, false, db)) as Training[]
  const names = await namesOf(mentionedIn(trainings), db)
  return new Map(
    trainings.map((training): [string, View] => [
      training.key,
      { records: { training: [training] }, hides: {}, people: namesIn(training, names) },
    ]),
  )
}
