/**
 * A season as a list of commands: who asks what, on which day before the first start, about which record.
 *
 * Everything follows from the first day of the demonstration, ids of envelopes included, so that a load
 * that was cut off asks the same envelopes again. What depends on what became of a record (the version
 * that was seen, cash that was due) is looked up when the line is asked.
 */
import { createHash } from 'node:crypto'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { Player } from '#dev/cast.ts'
import { chanceOf } from '#dev/chance.ts'
import { type Key, keyOf, uuidv7 } from '#door/key.ts'
import type { Reason } from '#door/refusal.ts'
import { addDays, type Day, type Instant } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'

/** Days before the first start, as a negative number, and the time of day in Cambodia. */
export type When = readonly [day: number, time: string]

/** Finds a record as it stands when a line is asked. */
export type Find = <T>(noun: string, key: Key) => Promise<T>

export interface Line {
  readonly id: string
  readonly at: Instant
  readonly person: Key
  readonly name: CommandName
  readonly about: Key
  input(find: Find): Promise<object>
  /** What is to become of it; most lines are simply accepted. */
  readonly becomes: 'accepted' | Reason
}

type Who = Pick<Player, 'key'> | 'system'
type Given<T> = T | ((find: Find) => Promise<T>)

export type Script = ReturnType<typeof scriptFor>

export function scriptFor(firstStart: Day) {
  const said: Line[] = []
  const ids = chanceOf(1, 'practice envelopes')
  const keys = chanceOf(1, 'practice keys')
  const codes = chanceOf(1, 'practice codes')

  function add(when: When, who: Who, line: Omit<Line, 'id' | 'at' | 'person'>): string {
    const at = instant(when)
    const id = uuidv7(Date.parse(at), ids.bytes(10))
    said.push({ id, at, person: who === 'system' ? systemKey : who.key, ...line })
    return id
  }

  function instant([days, time]: When): Instant {
    return new Date(`${addDays(firstStart, days)}T${time}:00+07:00`).toISOString()
  }

  return {
    /** A day, by how far it lies from the first start. */
    day: (days: number): Day => addDays(firstStart, days),

    key: (when: When, home = '05'): Key => keyOf(home, uuidv7(Date.parse(instant(when)), keys.bytes(10))),
    id: (when: When): string => uuidv7(Date.parse(instant(when)), keys.bytes(10)),

    /** What is printed on sheets. Whoever reads this file could guess it, as all that is in the demonstration. */
    chance: () => codes.bytes(16),

    /** Gives back the envelope's id, by which parts of a record are named. */
    say<Name extends CommandName>(
      when: When,
      who: Who,
      name: Name,
      about: Key,
      input: Given<InputOf<Name>>,
      becomes: Line['becomes'] = 'accepted',
    ): string {
      return add(when, who, { name, about, becomes, input: async (find) => resolved(input, find) as object })
    },

    /** A decision: it says which version of the record was seen. */
    decide<Name extends CommandName>(
      when: When,
      who: Who,
      name: Name,
      about: Key,
      input: Given<Omit<InputOf<Name>, 'seen'>>,
    ): string {
      const noun = name.slice(0, name.indexOf('.'))
      const seeing = async (find: Find) => {
        const { version: seen } = await find<{ version: number }>(noun, about)
        return { ...(await resolved(input, find)), seen }
      }
      return add(when, who, { name, about, becomes: 'accepted', input: seeing })
    },

    /** In the order in which it is asked. What is said of one moment stays in the order it was said in. */
    inOrder: (): readonly Line[] =>
      said
        .map((line, order) => ({ line, order }))
        .sort((a, b) => (a.line.at === b.line.at ? a.order - b.order : a.line.at < b.line.at ? -1 : 1))
        .map(({ line }) => line),
  }
}

/** The name that a photo would have. Nobody took it, and there is nothing to look at. */
export function photoOf(what: string): string {
  return createHash('sha256').update(`practice photo of ${what}`).digest('hex')
}

function resolved<T>(given: Given<T>, find: Find): Promise<T> {
  return typeof given === 'function' ? (given as (find: Find) => Promise<T>)(find) : Promise.resolve(given)
}
