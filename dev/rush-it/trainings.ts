/** Who was taught what: sessions of some twenty people in a village, held by the commune's extension workers. */
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Commune } from '#dev/rush-it/areas.ts'
import { fieldDayFrom, laterOf, syncDayFrom, workingHour } from '#dev/rush-it/calendar.ts'
import type { Home } from '#dev/rush-it/households.ts'
import { lastDay, published } from '#dev/rush-it/scenario.ts'
import type { Script } from '#dev/rush-it/script.ts'
import { type Staff, workersReadyIn } from '#dev/rush-it/staff.ts'
import { addDays, type Day } from '#door/values.ts'
import type { Definition } from '#programmes/programme.ts'

const lastSession = addDays(lastDay, -4)

interface Seat {
  readonly home: Home
  readonly from: Day
}

/** Says every session, and gives back the households that were there. */
export function tellTrainings(
  seed: number,
  homes: readonly Home[],
  communes: readonly Commune[],
  definition: Definition,
  telling: { script: Script; staff: Pick<Staff, 'workers'> },
): Home[] {
  const chance = chanceOf(seed, 'trainings')
  const kept = homes.filter(({ merged, knownOn }) => !merged && addDays(knownOn, 1) < lastSession)
  const invited = chance.shuffled(kept)
  const trained = invited.slice(0, published.households_trained)
  if (trained.length < published.households_trained) throw new Error('too few households can be trained')
  const absent = invited.slice(published.households_trained)

  for (const district of new Set(communes.map((commune) => commune.district))) {
    const own = (of: readonly Home[]) => of.filter(({ commune }) => commune.district === district)
    const seats = own(trained).map((home): Seat => ({ home, from: addDays(home.knownOn, chance.between(1, 35)) }))
    const again = seats.flatMap(({ home, from }): Seat[] => {
      const later = addDays(from, chance.between(25, 120))
      return later < addDays(lastSession, -7) && chance.happens(0.34) ? [{ home, from: later }] : []
    })
    hold(chance, seats, own(absent), definition, telling)
    hold(chance, again, [], definition, telling)
  }
  return trained
}

/** Fills one session after another: a session is held when the last who is to be there can be. */
function hold(
  chance: Chance,
  seats: readonly Seat[],
  missing: readonly Home[],
  definition: Definition,
  { script, staff }: { script: Script; staff: Pick<Staff, 'workers'> },
) {
  const waiting = [...seats].sort((a, b) => (a.from < b.from ? -1 : 1))
  const latecomers = [...missing]
  while (waiting.length > 0) {
    // Few may meet while the sickness goes about, and nobody waits long for a full room.
    const together = waiting.filter(({ from }) => from <= addDays(waiting[0]!.from, 24)).slice(0, chance.between(9, 20))
    waiting.splice(0, together.length)
    const latestKnown = together
      .map(({ home }) => home.knownOn)
      .sort()
      .at(-1)!
    const wished = fieldDayFrom(together.at(-1)!.from)
    const heldOn =
      wished <= lastSession ? wished : laterOf(fieldDayFrom(addDays(latestKnown, 1)), earliestOf(lastSession))
    const { commune, village } = chance.pick(together).home
    const worker = chance.pick(workersReadyIn(staff, commune.code, heldOn))
    const topic = chance.pick(definition.topics)
    const knownOn = syncDayFrom(commune.province, heldOn)
    const away = latecomers.filter(({ knownOn: known }) => known < heldOn).slice(0, chance.happens(0.3) ? 1 : 0)
    for (const home of away) latecomers.splice(latecomers.indexOf(home), 1)
    const attendance = [
      ...together.flatMap(({ home }) =>
        membersOf(chance, home).map((member) => ({ household: home.key, member, present: true })),
      ),
      ...away.map((home) => ({ household: home.key, member: home.members[0]!, present: false })),
    ]
    script.say(
      { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, heldOn) },
      worker.key,
      'training.hold',
      script.key(commune.province, heldOn),
      {
        place: village,
        topic: topic.code,
        kind: chance.weighted(kinds),
        instrument: chance.weighted(
          definition.instruments.map((one, place) => [one.code, place === 0 ? 8 : 1] as const),
        ),
        heldOn,
        trainer: worker.key,
        attendance,
        ...(chance.happens(0.8) ? { sheet: chance.hex(64) } : {}),
      },
    )
  }
}

const kinds = [
  ['class', 50],
  ['field-demonstration', 32],
  ['field-day', 12],
  ['exchange-visit', 3],
  ['voice-message', 3],
] as const

/** The head, the other one, or both. */
function membersOf(chance: Chance, { members }: Home): string[] {
  const [head, spouse] = members
  if (!spouse) return [head!]
  return chance.weighted([
    [[head!], 45],
    [[spouse], 40],
    [[head!, spouse], 15],
  ])
}

function earliestOf(day: Day): Day {
  return addDays(day, -6)
}
