/** Trainings of the season: who taught what, and who came. */
import { type Player, rithy, sreymom } from '#dev/cast.ts'
import type { Homes } from '#dev/practice/homes.ts'
import { photoOf, type Script } from '#dev/practice/script.ts'
import type { Home } from '#dev/practice/telling.ts'

export function tellTrainings({ say, key, day }: Script, { bopha, sreymoms, rithys, neighbours }: Homes) {
  const hold = (days: number, trainer: Player, topic: string, there: readonly Home[]) => {
    const training = key([days, '08:00'])
    say([days, '16:20'], trainer, 'training.hold', training, {
      place: there[0]!.village,
      topic,
      kind: 'field-demonstration',
      instrument: 'farmer-to-farmer',
      heldOn: day(days),
      trainer: trainer.key,
      attendance: there.map(({ key: household, member }, index) => ({ household, member, present: index % 6 !== 5 })),
      sheet: photoOf(`attendance ${training}`),
    })
  }
  hold(-56, sreymom, 'coop-and-brooding', [bopha, ...sreymoms.slice(0, 9)])
  hold(-52, rithy, 'coop-and-brooding', neighbours)
  hold(-41, sreymom, 'chicken-feed', sreymoms.slice(4, 14))
  hold(-28, rithy, 'compost', rithys)
  hold(-16, sreymom, 'nursery-and-beds', [bopha, ...sreymoms.slice(0, 6)])
  hold(-5, rithy, 'vaccination-and-hygiene', [...neighbours.slice(0, 3), ...rithys.slice(0, 3)])
}
